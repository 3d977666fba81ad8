// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import org.nettyuring.abi.Errno;
import org.nettyuring.sys.ErrnoException;

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

    /** An exception for a failed connection attempt, of the type that {@code java.net} uses. */
    static SocketException ofConnect(Object remote, int result) {
        String message = ErrnoException.message("connect", String.valueOf(remote), -result, text(-result));
        SocketException exception;
        switch (-result) {
            case Errno.EHOSTUNREACH:
            case Errno.ENETUNREACH:
                exception = new NoRouteToHostException(message);
                break;
            case Errno.ECONNREFUSED:
            case Errno.ETIMEDOUT:
            case Errno.ECONNRESET:
            case Errno.EADDRNOTAVAIL:
                exception = new ConnectException(message);
                break;
            default:
                exception = new SocketException(message);
        }
        exception.initCause(of("connect", remote, result));
        return exception;
    }

    /** Throws for a failed {@code bind(2)} or {@code listen(2)}. */
    static void throwIfNegative(String operation, Object object, int result) throws IOException {
        if (result >= 0) {
            return;
        }
        IOException cause = of(operation, object, result);
        switch (-result) {
            case Errno.EADDRINUSE:
            case Errno.EADDRNOTAVAIL:
            case Errno.EACCES:
                BindException exception = new BindException(cause.getMessage());
                exception.initCause(cause);
                throw exception;
            default:
                throw cause;
        }
    }

    /** {@return what people search their logs for, or an empty text} */
    private static String text(int errno) {
        switch (errno) {
            case Errno.EACCES: return "Permission denied";
            case Errno.EADDRNOTAVAIL: return "Cannot assign requested address";
            case Errno.EADDRINUSE: return "Address already in use";
            case Errno.ECONNREFUSED: return "Connection refused";
            case Errno.ECONNRESET: return "Connection reset by peer";
            case Errno.EHOSTUNREACH: return "No route to host";
            case Errno.EMFILE: return "Too many open files";
            case Errno.ENETUNREACH: return "Network is unreachable";
            case Errno.ENFILE: return "Too many open files in system";
            case Errno.ENOTCONN: return "Transport endpoint is not connected";
            case Errno.EPIPE: return "Broken pipe";
            case Errno.ETIMEDOUT: return "Connection timed out";
            default: return "";
        }
    }
}
