// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.netty;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultEventExecutorChooserFactory;
import org.nettyuring.testsuite.TransportUnderTest;

/** Loops that may change their thread, and so take part in Netty's auto-scaling. */
class UringMovableEventLoopTest extends UringEventLoopTest {
    private final TransportUnderTest transport = TransportUnderTest.selected();

    @Override
    protected EventLoopGroup newEventLoopGroup() {
        return transport.newMovableGroup(1, DefaultEventExecutorChooserFactory.INSTANCE);
    }

    @Override
    protected EventLoopGroup newAutoScalingEventLoopGroup() {
        return transport.newMovableGroup(SCALING_MAX_THREADS, AUTO_SCALING_CHOOSER_FACTORY);
    }
}
