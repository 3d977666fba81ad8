// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** A connection leaves its loop and joins another one in the middle of everything, and no byte is lost or swapped. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class MoveBetweenLoopsTest {
    private static final int MOVES = 100;

    private final TransportUnderTest transport = TransportUnderTest.selected();

    @Test
    void shouldKeepEveryByteInOrderAcrossMoves() throws Exception {
        EventLoopGroup group = transport.newGroup(2);
        EventLoop[] loops = {group.next(), group.next()};
        try (Loopback loopback = Loopback.serve(transport, group, b -> { }, ch -> ch.pipeline().addLast(new EchoAll()));
                Socket client = new Socket(loopback.address().getAddress(), loopback.address().getPort())) {
            client.setSoTimeout(20_000);
            Await.until("accepted", () -> !loopback.accepted().isEmpty());
            Channel ch = loopback.accepted().iterator().next();
            Sender sender = new Sender(client.getOutputStream());
            Thread sending = new Thread(sender, "sender");
            Reader reader = new Reader(client.getInputStream());
            Thread reading = new Thread(reader, "reader");
            sending.start();
            reading.start();
            for (int move = 0; move < MOVES; move++) {
                ch.deregister().sync();
                assertThat(ch.isRegistered()).isFalse();
                assertThat(ch.isOpen()).isTrue();
                loops[move & 1].register(ch).sync();
                long before = reader.count;
                Await.until("bytes flow after move " + move, () -> reader.count > before + 1000);
            }
            sender.stop = true;
            sending.join(20_000);
            Await.until("the last byte", () -> reader.count == sender.count);
            assertThat(reader.failure).isNull();
            ch.close().sync();
            reading.join(20_000);
        }
    }

    /** Echoes and never lets the peer's window close on it. */
    private static final class EchoAll extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ctx.writeAndFlush((ByteBuf) msg);
        }
    }

    /** Sends 0, 1, 2, … as bytes. */
    private static final class Sender implements Runnable {
        private final OutputStream out;
        private volatile long count;
        private volatile boolean stop;

        Sender(OutputStream out) {
            this.out = out;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
        public void run() {
            byte[] bytes = new byte[997];
            try {
                while (!stop) {
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
