// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.nettyuring.channel.IoUringChannelOption;
import org.nettyuring.microbench.load.PriorityLoad;
import org.nettyuring.op.IoPriority;

/**
 * Echoes. A connection's first byte says whether it is urgent; each message of one that is not takes some work before
 * it is answered, so that a client with little to do keeps the loop busy.
 */
final class PriorityEcho extends ChannelInboundHandlerAdapter {
    private static final long WORK_NS = TimeUnit.MICROSECONDS.toNanos(10);

    private final boolean prioritized;
    private boolean known;
    private boolean works;

    PriorityEcho(boolean prioritized) {
        this.prioritized = prioritized;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        final ByteBuf message = (ByteBuf) msg;
        if (!known) {
            known = true;
            works = message.getByte(message.readerIndex()) == PriorityLoad.LOW;
            if (prioritized) { // other transports know no such option, and leave it at that
                ctx.channel().config().setOption(
                        IoUringChannelOption.IO_PRIORITY, works ? IoPriority.LOW : IoPriority.HIGH);
            }
        }
        if (works) {
            work();
        }
        ctx.write(message, ctx.voidPromise());
    }

    private static void work() {
        final long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < WORK_NS) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
    }
}
