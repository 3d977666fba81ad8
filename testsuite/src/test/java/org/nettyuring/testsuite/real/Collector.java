// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;

/** Collects what is received. */
final class Collector extends SimpleChannelInboundHandler<ByteBuf> {
    private final ByteBuf received;

    /**
     * Makes a handler.
     *
     * @param received takes the bytes; look only at how many there are until the channel is closed
     */
    Collector(ByteBuf received) {
        this.received = received;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf msg) {
        received.writeBytes(msg);
    }
}
