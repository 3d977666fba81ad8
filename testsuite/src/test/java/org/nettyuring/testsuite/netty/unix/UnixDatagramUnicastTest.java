// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.netty.unix;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.unix.DomainDatagramChannel;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapComboFactory;
import io.netty.testsuite.transport.socket.DatagramUnicastTest;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.TestInfo;
import org.nettyuring.testsuite.netty.UringTestPermutation;

/** Netty's datagram suite over Unix domain sockets. */
class UnixDatagramUnicastTest extends DatagramUnicastTest {
    @Override
    protected List<BootstrapComboFactory<Bootstrap, Bootstrap>> newFactories() {
        return UringTestPermutation.INSTANCE.domainDatagram();
    }

    /** A path that no file has yet. */
    @Override
    protected SocketAddress newSocketAddress() {
        try {
            File file = File.createTempFile("nettyuring", ".dgram");
            Assertions.assertTrue(file.delete());
            file.deleteOnExit(); // the socket's own
            return new DomainSocketAddress(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Not a test here: it sends to a host name, which these sockets do not know. */
    @Override
    public void testSendToUnresolvableAddress(TestInfo testInfo) {}

    @Override
    protected boolean isConnected(Channel channel) {
        return ((DomainDatagramChannel) channel).isConnected();
    }

    @Override
    protected Channel setupClientChannel(Bootstrap bootstrap, byte[] bytes, CountDownLatch latch,
            AtomicReference<Throwable> failure) throws Throwable {
        bootstrap.handler(new Receiver(latch, failure) {
            @Override
            void check(ChannelHandlerContext ctx, DomainDatagramPacket packet) {
                Assertions.assertArrayEquals(bytes, ByteBufUtil.getBytes(packet.content()));
                Assertions.assertEquals(ctx.channel().localAddress(), packet.recipient());
            }
        });
        return bootstrap.bind(newSocketAddress()).sync().channel();
    }

    @Override
    protected Channel setupServerChannel(Bootstrap bootstrap, byte[] bytes, SocketAddress sender, CountDownLatch latch,
            AtomicReference<Throwable> failure, boolean echo) throws Throwable {
        bootstrap.handler(new Receiver(latch, failure) {
            @Override
            void check(ChannelHandlerContext ctx, DomainDatagramPacket packet) {
                if (sender != null) {
                    Assertions.assertEquals(sender, packet.sender());
                }
                Assertions.assertArrayEquals(bytes, ByteBufUtil.getBytes(packet.content()));
                Assertions.assertEquals(ctx.channel().localAddress(), packet.recipient());
                if (echo) {
                    ctx.writeAndFlush(new DomainDatagramPacket(packet.content().retainedDuplicate(), packet.sender()));
                }
            }
        });
        return bootstrap.bind(newSocketAddress()).sync().channel();
    }

    /** As with epoll, a channel of this kind closes instead. */
    @Override
    protected boolean supportDisconnect() {
        return false;
    }

    @Override
    protected ChannelFuture write(Channel channel, ByteBuf buffer, SocketAddress remote, WrapType wrapType) {
        ByteBuf content = switch (wrapType) {
            case DUP -> buffer.retainedDuplicate();
            case SLICE -> buffer.retainedSlice();
            case READ_ONLY -> buffer.retain().asReadOnly();
            case NONE -> buffer.retain();
        };
        return channel.write(new DomainDatagramPacket(content, (DomainSocketAddress) remote));
    }

    private abstract static class Receiver extends SimpleChannelInboundHandler<DomainDatagramPacket> {
        private final CountDownLatch latch;
        private final AtomicReference<Throwable> failure;

        Receiver(CountDownLatch latch, AtomicReference<Throwable> failure) {
            this.latch = latch;
            this.failure = failure;
        }

        abstract void check(ChannelHandlerContext ctx, DomainDatagramPacket packet);

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DomainDatagramPacket packet) {
            try {
                check(ctx, packet);
            } finally {
                latch.countDown();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            failure.compareAndSet(null, cause);
        }
    }
}
