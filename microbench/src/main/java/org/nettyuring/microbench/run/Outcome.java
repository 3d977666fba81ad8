// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one transport under one load.
 *
 * @param transport its name
 * @param unavailable why there is nothing; null if there is
 * @param windows one per round, in their order
 * @param kernel what the kernel counted besides
 */
public record Outcome(String transport, @Nullable String unavailable, List<Window> windows, KernelCounts kernel) {
    /** A thread that sleeps for no more than the rest of the time has no more to give. */
    private static final double SATURATED = 0.95;
    /** How the reason begins if it is no lack of this machine or of the row, but a failure. */
    static final String BROKE = "FAILED: ";

    /** {@return whether there is something to compare} */
    public boolean ran() {
        return unavailable == null && !windows.isEmpty();
    }

    /** {@return an outcome of a transport that broke} */
    static Outcome broken(String transport, String reason) {
        return new Outcome(transport, BROKE + reason, List.of(), KernelCounts.NONE);
    }

    /** {@return whether it should have run and did not, or not to the end} */
    public boolean broke() {
        return unavailable != null && unavailable.startsWith(BROKE);
    }

    /** {@return the median over the windows; NaN if there are none} */
    public double median(ToDoubleFunction<Window> value) {
        return windows.isEmpty() ? Double.NaN : PairedRatios.median(windows, value);
    }

    /** {@return requests that went wrong in any window} */
    public long errors() {
        return windows.stream().mapToLong(Window::errors).sum();
    }

    /** {@return {@code io_uring_enter} calls per request, by the loop's own count, else by the kernel's} */
    public double entersPerRequest() {
        return counted("enters", kernel.enters());
    }

    /** {@return submission queue entries per request, by the loop's own count, else by the kernel's} */
    public double sqesPerRequest() {
        return counted("sqes", kernel.sqes());
    }

    /** {@return completions per request, by the loop's own count, else by the kernel's} */
    public double cqesPerRequest() {
        return counted("cqes", kernel.cqes());
    }

    /** {@return who could not have done more: {@code server}, {@code client}, {@code both} or {@code neither}} */
    public String saturated() {
        final boolean server = median(Window::serverBusy) >= SATURATED;
        final boolean client = median(Window::clientBusy) >= SATURATED;
        if (server) {
            return client ? "both" : "server";
        }
        return client ? "client" : "neither";
    }

    /** A loop without a ring has none: the kernel's zero is no number of its own. */
    private double counted(String counter, double kernels) {
        final double own = median(window -> window.perRequest(counter));
        return Double.isNaN(own) && kernels > 0 ? kernels : own;
    }
}
