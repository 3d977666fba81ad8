// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.testsuite.kernel.FakeKernel;

/** One channel on a kernel that does as it is told; what its user is told is written down. */
abstract class ChannelRig extends LoopRig {
    final Channel channel;
    /** In order: what subclasses make of messages and events, {@code "inactive"}, exceptions by their class. */
    final List<String> told = new ArrayList<>();
    /** Messages that handlers keep until they are released. */
    final Kept kept = new Kept();

    ChannelRig(IoUringIoHandlerConfig.Builder config, Function<FakeKernel, Channel> newChannel) {
        super(config);
        channel = newChannel.apply(kernel);
        channel.config().setAllocator(kernel.allocator());
        channel.pipeline().addLast(new Recorder());
    }

    /** {@return where nobody is} */
    final InetSocketAddress nobody() {
        return new InetSocketAddress(NetUtil.LOCALHOST4, DEAD_PORT);
    }

    final ByteBuf buffer(int bytes) {
        return kernel.allocator().directBuffer(bytes + 1).writeZero(bytes);
    }

    /** {@return what the kernel holds of the channel, by name} */
    final String inFlight() {
        return inFlight(kernel, channel);
    }

    final void awaitTold(String... what) {
        await(String.join(", ", what), () -> told.equals(List.of(what)));
    }

    final void awaitClosed() {
        await("closed", () -> !channel.isOpen() && !channel.isRegistered());
    }

    @Override
    public void close() {
        kept.release();
        channel.close();
        await("closed at last", () -> channel.closeFuture().isDone());
        turns(3);
        super.close();
    }

    @Override
    public String toString() {
        return channel + ": told " + told;
    }

    /** {@return what a message is written down as} Bytes stay the caller's, descriptors are closed. */
    abstract String describe(Object message);

    /** {@return what the end of a read loop is written down as; null for not at all} */
    abstract String readComplete();

    /** {@return what a channel that became active is written down as; null for not at all} */
    abstract String active();

    private void tell(String what) {
        if (what != null) {
            told.add(what);
        }
    }

    private final class Recorder extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            tell(active());
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            tell(describe(msg));
            kept.take(msg);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            tell(readComplete());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            tell(cause.getClass().getSimpleName());
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            tell("inactive");
        }
    }
}
