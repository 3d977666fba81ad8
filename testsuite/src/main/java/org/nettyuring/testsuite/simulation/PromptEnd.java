// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.channel.ChannelFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.nettyuring.testsuite.kernel.FakeKernel;

/**
 * Sees that a channel whose end was asked for ends soon. After five seconds the transport warns, and asks the kernel
 * once more to let go of the channel's operations, which hides whatever it missed before.
 */
final class PromptEnd {
    private static final long SLOW_NS = TimeUnit.SECONDS.toNanos(5);

    private PromptEnd() {}

    /**
     * Watches a close or a deregistration.
     *
     * @param kernel has the time
     * @param end what was just asked for
     * @param failed is told if it takes too long
     */
    static void expect(FakeKernel kernel, ChannelFuture end, Consumer<Throwable> failed) {
        long askedNs = kernel.nanoTime();
        end.addListener(done -> {
            long tookNs = kernel.nanoTime() - askedNs;
            if (tookNs >= SLOW_NS) {
                failed.accept(new AssertionError(end.channel() + " took " + TimeUnit.NANOSECONDS.toMillis(tookNs)
                        + " ms to end: the kernel had to be asked again"));
            }
        });
    }
}
