// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** A connection leaves its loop and joins another one in the middle of everything, and no byte is lost or swapped. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class MoveBetweenLoopsTest {
    private static final int MOVES = 1000;
    /** The others follow each other as fast as they can. */
    private static final int MOVES_PER_LOOK = 10;

    private static X509Bundle certificate;

    private final TransportUnderTest transport = TransportUnderTest.selected();

    @BeforeAll
    static void makeACertificate() throws Exception {
        certificate = new CertificateBuilder().ecp256().subject("cn=localhost")
                .setIsCertificateAuthority(true).buildSelfSigned();
    }

    @Test
    void shouldKeepEveryByteInOrderAcrossMoves() throws Exception {
        moveWhileEchoing(true, false);
    }

    @Test
    void shouldKeepEveryByteInOrderAcrossMovesWhenReadingOnDemand() throws Exception {
        moveWhileEchoing(false, false);
    }

    @Test
    void shouldKeepEveryByteInOrderAcrossMovesThroughTls() throws Exception {
        moveWhileEchoing(true, true);
    }

    @Test
    void shouldKeepEveryByteInOrderAcrossMovesThroughTlsWhenReadingOnDemand() throws Exception {
        moveWhileEchoing(false, true);
    }

    private void moveWhileEchoing(boolean autoRead, boolean tls) throws Exception {
        EventLoopGroup group = transport.newGroup(2);
        EventLoop[] loops = {group.next(), group.next()};
        SslContext serverContext = SslContextBuilder.forServer(certificate.toKeyManagerFactory())
                .sslProvider(SslProvider.JDK).build();
        try (Loopback loopback = Loopback.serve(transport, group, b -> b.childOption(ChannelOption.AUTO_READ, autoRead),
                ch -> {
                    if (tls) {
                        ch.pipeline().addLast(serverContext.newHandler(ch.alloc()));
                    }
                    ch.pipeline().addLast(new EchoAll());
                });
                Socket client = connect(loopback, tls)) {
            CheckedStream stream = new CheckedStream(client);
            Await.until("accepted", () -> !loopback.accepted().isEmpty());
            Channel ch = loopback.accepted().iterator().next();
            for (int move = 0; move < MOVES; move++) {
                ch.deregister().sync();
                assertThat(ch.isRegistered()).isFalse();
                assertThat(ch.isOpen()).isTrue();
                loops[move & 1].register(ch).sync();
                if (move % MOVES_PER_LOOK == 0) {
                    stream.awaitProgress("after move " + move);
                }
            }
            stream.finish();
            ch.close().sync();
            stream.join();
        }
    }

    private static Socket connect(Loopback loopback, boolean tls) throws Exception {
        InetSocketAddress address = loopback.address();
        if (!tls) {
            return new Socket(address.getAddress(), address.getPort());
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        return context.getSocketFactory().createSocket(address.getAddress(), address.getPort());
    }

    /** Echoes; without autoRead it asks for more when all is sent. */
    private static final class EchoAll extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            ctx.read();
            ctx.fireChannelActive();
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ctx.write(msg);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> {
                if (!ctx.channel().config().isAutoRead()) {
                    ctx.read();
                }
            });
        }
    }
}
