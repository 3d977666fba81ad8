// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import org.nettyuring.abi.Errno;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Remedies;

/** Turns {@code -errno} into the exceptions that Java's network code expects. */
final class SocketErrors {
    private SocketErrors() {}

    /**
     * An exception for a failed call.
     *
     * @param operation man-page name
     * @param object what it was applied to
     * @param result {@code -errno}
     */
    static IOException of(String operation, Object object, int result) {
        return new ErrnoException(operation, String.valueOf(object), -result, text(-result));
    }

    /**
     * An exception for an option that the kernel refused.
     *
     * @param operation {@code "setsockopt"} or {@code "getsockopt"}
     * @param option which
     * @param result {@code -errno}
     */
    static IOException ofOption(String operation, SocketOption<?> option, int result) {
        return Remedies.exception(operation, option.name(), -result);
    }

    /**
     * An exception for a failed connection attempt, of the type that {@code java.net} and the epoll transport use.
     *
     * @param socket that was to be connected
     * @param remote where to; Netty appends it to the messages of {@code java.net}'s exceptions
     * @param result {@code -errno}
     */
    static IOException ofConnect(Object socket, Object remote, int result) {
        String message = ErrnoException.message("connect", String.valueOf(socket), -result, text(-result));
        IOException exception = switch (-result) {
            case Errno.EHOSTUNREACH, Errno.ENETUNREACH -> new NoRouteToHostException(message);
            case Errno.ENOENT -> new FileNotFoundException(message + ": " + remote);
            default -> new ConnectException(message);
        };
        exception.initCause(of("connect", socket, result));
        return exception;
    }

    /** Throws for a failed {@code bind(2)} or {@code listen(2)}. */
    static void throwIfNegative(String operation, Object object, int result) throws IOException {
        if (result >= 0) {
            return;
        }
        IOException cause = of(operation, object, result);
        if (result == -Errno.EADDRINUSE || result == -Errno.EADDRNOTAVAIL || result == -Errno.EACCES) {
            BindException exception = new BindException(cause.getMessage());
            exception.initCause(cause);
            throw exception;
        }
        throw cause;
    }

    /** {@return what people search their logs for, or an empty text} */
    private static String text(int errno) {
        return switch (errno) {
            case Errno.EACCES -> "Permission denied";
            case Errno.EAGAIN -> "Resource temporarily unavailable";
            case Errno.EADDRNOTAVAIL -> "Cannot assign requested address";
            case Errno.EADDRINUSE -> "Address already in use";
            case Errno.ECONNREFUSED -> "Connection refused";
            case Errno.ECONNRESET -> "Connection reset by peer";
            case Errno.EHOSTUNREACH -> "No route to host";
            case Errno.EINVAL -> "Invalid argument";
            case Errno.EMFILE -> "Too many open files";
            case Errno.ENETUNREACH -> "Network is unreachable";
            case Errno.ENFILE -> "Too many open files in system";
            case Errno.ENOENT -> "No such file or directory";
            case Errno.ENOTCONN -> "Transport endpoint is not connected";
            case Errno.EPIPE -> "Broken pipe";
            case Errno.EPROTOTYPE -> "Protocol wrong type for socket";
            case Errno.ETIMEDOUT -> "Connection timed out";
            default -> "";
        };
    }
}
