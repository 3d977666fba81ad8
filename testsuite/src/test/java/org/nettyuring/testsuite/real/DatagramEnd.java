// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.util.ReferenceCountUtil;
import java.net.SocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.nettyuring.testsuite.Await;

/** A bound datagram channel that keeps what it gets. */
final class DatagramEnd {
    /** What happened, in order: the payloads. */
    final Queue<byte[]> received = new ConcurrentLinkedQueue<>();
    final Queue<SocketAddress> senders = new ConcurrentLinkedQueue<>();
    final Queue<SocketAddress> recipients = new ConcurrentLinkedQueue<>();
    final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    final AtomicInteger readCompletes = new AtomicInteger();
    final Channel channel;

    private DatagramEnd(Bootstrap bootstrap, SocketAddress local) {
        channel = bootstrap.handler(new Collector()).bind(local).syncUninterruptibly().channel();
    }

    /**
     * Binds.
     *
     * @param group its loop
     * @param channels makes the channel
     * @param local where
     * @param options set before it is bound
     * @return the bound channel
     */
    static DatagramEnd bind(
            EventLoopGroup group, Supplier<Channel> channels, SocketAddress local, Consumer<Bootstrap> options) {
        Bootstrap bootstrap = new Bootstrap().group(group).channelFactory(channels::get);
        options.accept(bootstrap);
        return new DatagramEnd(bootstrap, local);
    }

    /** Waits until so many datagrams are there. */
    void await(int datagrams) {
        Await.until(datagrams + " datagrams, as " + channel + " gets", () -> received.size() >= datagrams);
    }

    SocketAddress address() {
        return channel.localAddress();
    }

    private final class Collector extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ByteBuf payload = ((ByteBufHolder) msg).content();
            AddressedEnvelope<?, ?> envelope = (AddressedEnvelope<?, ?>) msg;
            senders.add(envelope.sender());
            recipients.add(envelope.recipient());
            received.add(ByteBufUtil.getBytes(payload));
            ReferenceCountUtil.release(msg);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            readCompletes.incrementAndGet();
            ctx.fireChannelReadComplete();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            failures.add(cause);
        }
    }
}
