// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the channels that became active, and those that became inactive. */
@Sharable
final class LifeCount extends ChannelInboundHandlerAdapter {
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    int begun() {
        return begun.get();
    }

    int ended() {
        return ended.get();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        begun.incrementAndGet();
        ctx.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ended.incrementAndGet();
        ctx.fireChannelInactive();
    }
}
