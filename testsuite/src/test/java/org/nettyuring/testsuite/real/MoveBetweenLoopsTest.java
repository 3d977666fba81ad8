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
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;
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
            client.setSoTimeout(20_000);
            Reader reader = new Reader(client.getInputStream());
            Sender sender = new Sender(client.getOutputStream(), reader);
            Thread sending = new Thread(sender, "sender");
            Thread reading = new Thread(reader, "reader");
            sending.start();
            reading.start();
            Await.until("accepted", () -> !loopback.accepted().isEmpty());
            Channel ch = loopback.accepted().iterator().next();
            for (int move = 0; move < MOVES; move++) {
                ch.deregister().sync();
                assertThat(ch.isRegistered()).isFalse();
                assertThat(ch.isOpen()).isTrue();
                loops[move & 1].register(ch).sync();
                if (move % MOVES_PER_LOOK == 0) {
                    long before = reader.count;
                    Await.until("bytes flow after move " + move, () -> reader.count > before + 1000);
                }
            }
            sender.stop = true;
            sending.join(20_000);
            Await.until("the last byte", () -> reader.count == sender.count);
            assertThat(reader.failure).isNull();
            ch.close().sync();
            reading.join(20_000);
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

    /** Sends 0, 1, 2, … as bytes, not too far ahead of what has come back. */
    private static final class Sender implements Runnable {
        private static final int WINDOW_BYTES = 1 << 18;
        private static final long PAUSE_NS = 50_000;

        private final OutputStream out;
        private final Reader reader;
        private volatile long count;
        private volatile boolean stop;

        Sender(OutputStream out, Reader reader) {
            this.out = out;
            this.reader = reader;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
        public void run() {
            byte[] bytes = new byte[7993];
            try {
                while (!stop) {
                    if (count - reader.count > WINDOW_BYTES) {
                        LockSupport.parkNanos(PAUSE_NS);
                        continue;
                    }
                    for (int i = 0; i < bytes.length; i++) {
                        bytes[i] = (byte) (count + i);
                    }
                    out.write(bytes);
                    count += bytes.length;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Expects what was sent. */
    private static final class Reader implements Runnable {
        private final InputStream in;
        private volatile long count;
        private volatile String failure;

        Reader(InputStream in) {
            this.in = in;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
        public void run() {
            byte[] bytes = new byte[64 * 1024];
            try {
                for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                    for (int i = 0; i < length; i++) {
                        if (bytes[i] != (byte) (count + i) && failure == null) {
                            failure = "byte " + (count + i) + ": " + bytes[i];
                        }
                    }
                    count += length;
                }
            } catch (IOException e) {
                failure = e.toString();
            }
        }
    }
}
