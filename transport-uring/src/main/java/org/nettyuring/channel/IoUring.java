// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.util.internal.SystemPropertyUtil;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import org.nettyuring.sys.NativeSyscalls;

/**
 * Tells whether this transport works here. The first call finds out, by making the ring that an event loop would have
 * and receiving through it; that takes some milliseconds. {@code -Dio.netty.transport.noNative=true} switches it off.
 *
 * <p>Any thread.
 */
public final class IoUring {
    private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(IoUring.class);
    private static final String NO_NATIVE = "io.netty.transport.noNative";
    private static final Verdict VERDICT = new Verdict(probe());

    /** What the probe found; null for available. */
    private record Verdict(Throwable unavailabilityCause) {}

    private IoUring() {}

    private static Throwable probe() {
        Throwable cause = tryOut();
        if (cause != null) {
            LOGGER.debug("io_uring transport: not available", cause);
        }
        return cause;
    }

    private static Throwable tryOut() {
        if (SystemPropertyUtil.getBoolean(NO_NATIVE, false)) {
            return new UnsupportedOperationException("io_uring: switched off by -D" + NO_NATIVE + "=true");
        }
        Throwable noBinding = NativeSyscalls.unavailabilityCause();
        return noBinding != null ? noBinding : AvailabilityProbe.runOnItsOwnThread();
    }

    /** {@return whether the transport can be used} */
    public static boolean isAvailable() {
        return VERDICT.unavailabilityCause() == null;
    }

    /** {@return why the transport cannot be used; null if it can} */
    public static Throwable unavailabilityCause() {
        return VERDICT.unavailabilityCause();
    }

    /**
     * Checks that the transport can be used.
     *
     * @throws UnsupportedOperationException with the cause, if it cannot
     */
    public static void ensureAvailability() {
        Throwable cause = VERDICT.unavailabilityCause();
        if (cause != null) {
            throw new UnsupportedOperationException("io_uring transport: not available: " + cause.getMessage(), cause);
        }
    }
}
