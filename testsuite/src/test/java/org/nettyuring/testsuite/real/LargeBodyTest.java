// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** Bodies far larger than any buffer arrive whole. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class LargeBodyTest {
    private static final long BODY_BYTES = 1L << 30;

    private final TransportUnderTest transport = TransportUnderTest.selected();

    @Test
    void shouldCarryAGibibyteEachWayUnchanged() throws Exception {
        Body atServer = new Body(11);
        Body atClient = new Body(22);
        try (Loopback loopback = Loopback.serve(transport, transport.newGroup(2), b -> { },
                ch -> ch.pipeline().addLast(atServer))) {
            Channel client = loopback.client(ch -> ch.pipeline().addLast(atClient)).connect().sync().channel();
            assertThat(atServer.received.get(100, TimeUnit.SECONDS)).isEqualTo(atClient.sent.get(1, TimeUnit.SECONDS));
            assertThat(atClient.received.get(100, TimeUnit.SECONDS)).isEqualTo(atServer.sent.get(1, TimeUnit.SECONDS));
            client.close().sync();
            loopback.awaitNoneOpen();
        }
    }

    /** Sends a body of random pieces as fast as the channel takes it, and digests what comes the other way. */
    private static final class Body extends ChannelInboundHandlerAdapter {
        final CompletableFuture<String> sent = new CompletableFuture<>();
        final CompletableFuture<String> received = new CompletableFuture<>();
        private final SplittableRandom random;
        private final MessageDigest out = sha256();
        private final MessageDigest in = sha256();
        private final byte[] bytes = new byte[256 * 1024];
        private long leftToSend = BODY_BYTES;
        private long leftToReceive = BODY_BYTES;

        Body(long seed) {
            random = new SplittableRandom(seed);
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            send(ctx);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            send(ctx);
        }

        private void send(ChannelHandlerContext ctx) {
            while (leftToSend > 0 && ctx.channel().isWritable()) {
                int length = (int) Math.min(leftToSend, random.nextInt(1, bytes.length));
                for (int i = 0; i < length; i += 1 + (random.nextInt() & 63)) {
                    bytes[i] = (byte) random.nextInt();
                }
                out.update(bytes, 0, length);
                leftToSend -= length;
                boolean direct = random.nextBoolean();
                ByteBuf piece = direct ? ctx.alloc().directBuffer(length) : ctx.alloc().heapBuffer(length);
                ctx.write(piece.writeBytes(bytes, 0, length));
            }
            ctx.flush();
            if (leftToSend == 0 && !sent.isDone()) {
                sent.complete(HexFormat.of().formatHex(out.digest()));
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ByteBuf piece = (ByteBuf) msg;
            leftToReceive -= piece.readableBytes();
            in.update(piece.nioBuffer());
            piece.release();
            if (leftToReceive < 0) {
                received.completeExceptionally(new AssertionError("more than was sent: " + -leftToReceive));
            } else if (leftToReceive == 0) {
                received.complete(HexFormat.of().formatHex(in.digest()));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            received.completeExceptionally(cause);
            sent.completeExceptionally(cause);
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("every JDK has SHA-256", e);
            }
        }
    }
}
