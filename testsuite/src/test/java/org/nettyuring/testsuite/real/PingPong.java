// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Sends a byte, waits for it to come back, sends the next, so often. */
final class PingPong extends ChannelInboundHandlerAdapter {
    private final int roundTrips;
    private int sent;
    private volatile boolean done;

    PingPong(int roundTrips) {
        this.roundTrips = roundTrips;
    }

    boolean isDone() {
        return done;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        next(ctx);
    }

    private void next(ChannelHandlerContext ctx) {
        sent++;
        ctx.writeAndFlush(ctx.alloc().buffer(1).writeByte(sent));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        ByteBuf bytes = (ByteBuf) msg;
        byte got = bytes.readByte();
        boolean more = bytes.isReadable();
        bytes.release();
        if (got != (byte) sent || more) {
            throw new IllegalStateException("round trip " + sent + ": got " + got);
        }
        if (sent == roundTrips) {
            done = true;
        } else {
            next(ctx);
        }
    }
}
