// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.netty;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.testsuite.transport.AbstractSingleThreadEventLoopTest;
import org.nettyuring.testsuite.TransportUnderTest;

class UringEventLoopTest extends AbstractSingleThreadEventLoopTest {
    private final TransportUnderTest transport = TransportUnderTest.selected();

    @Override
    protected EventLoopGroup newEventLoopGroup() {
        return transport.newGroup(1);
    }

    /** None: a ring belongs to one thread, unless the configuration lets it go: {@link UringMovableEventLoopTest}. */
    @Override
    protected EventLoopGroup newAutoScalingEventLoopGroup() {
        return null;
    }

    @Override
    protected Channel newChannel() {
        try {
            return transport.socketChannel().getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no public constructor without arguments", e);
        }
    }

    @Override
    protected Class<? extends ServerChannel> serverChannelClass() {
        return transport.serverSocketChannel();
    }
}
