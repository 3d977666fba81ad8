// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.WriteBufferWaterMark;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** Peers that do not read cost what docs/LIMITS.md says, and no more. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class StalledReaderTest {
    private static final int LOW = 64 * 1024;
    private static final int HIGH = 256 * 1024;
    private static final int PIECE = 10_000;
    private static final int READ_LOOP_BYTES = 16 * 64 * 1024;
    private static final int SMALL = 8 * 1024;
    private static final int READERS = 300;
    private static final int STALLED_LOOKS = 100;

    private final TransportUnderTest transport = TransportUnderTest.selected();
    /** Its own, so that what it has given out is this test's. */
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

    @TempDir
    private Path directory;

    /** Echoes as long as the channel is writable: reads, and writes what it read. */
    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ctx.write(msg);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            ctx.flush();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            ctx.channel().config().setAutoRead(ctx.channel().isWritable());
        }
    }

    @Test
    void shouldKeepNoMoreThanTheWaterMarkAndOneReadLoopForAPeerThatOnlyWrites() throws Exception {
        try (Loopback loopback = Loopback.serve(transport, transport.newGroup(1), server -> server
                        .childOption(ChannelOption.ALLOCATOR, allocator)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(LOW, HIGH)),
                ch -> ch.pipeline().addLast(new Echo()))) {
            Socket client = new Socket(loopback.address().getAddress(), loopback.address().getPort());
            Await.until("accepted", () -> !loopback.accepted().isEmpty());
            Channel ch = loopback.accepted().iterator().next();
            Thread writer = new Thread(() -> writeUntilClosed(client), "writer");
            writer.start();
            AtomicInteger stalled = new AtomicInteger();
            Await.until("the channel stops reading, and nothing moves any more", () ->
                    !ch.isWritable() && !ch.config().isAutoRead()
                            ? stalled.incrementAndGet() > STALLED_LOOKS : stalled.getAndSet(0) < 0);
            long most = 0;
            for (int turn = 0; turn < 1000; turn++) {
                long pending = ch.eventLoop().submit(() -> ch.unsafe().outboundBuffer().totalPendingWriteBytes())
                        .sync().getNow();
                most = Math.max(most, Math.max(pending, allocator.metric().usedDirectMemory()));
            }
            assertThat(most).as("bytes kept").isGreaterThan(LOW).isLessThanOrEqualTo(HIGH + READ_LOOP_BYTES);
            client.close();
            writer.join();
            ch.closeFuture().sync();
        }
    }

    private static void writeUntilClosed(Socket client) {
        byte[] piece = new byte[PIECE];
        try {
            while (!client.isClosed()) {
                client.getOutputStream().write(piece);
            }
        } catch (IOException e) {
            assertThat(client.isClosed()).as("closed by the test: %s", e).isTrue();
        }
    }

    @Test
    void shouldSendFilesToManyReadersThatStallInTheMiddle() throws Exception {
        byte[] content = new byte[1 << 20];
        new Random(7).nextBytes(content);
        Path file = Files.write(directory.resolve("content"), content);
        List<Socket> clients = new ArrayList<>();
        List<ChannelFuture> writes = new ArrayList<>();
        try (Loopback loopback = Loopback.serve(transport, transport.newGroup(1), server -> server
                        .option(ChannelOption.SO_RCVBUF, SMALL).childOption(ChannelOption.SO_SNDBUF, SMALL),
                ch -> ch.pipeline().addLast(new ChannelInboundHandlerAdapter()))) {
            for (int i = 0; i < READERS; i++) {
                Socket client = new Socket();
                client.setReceiveBufferSize(SMALL);
                client.connect(loopback.address());
                clients.add(client);
            }
            Await.until("accepted", () -> loopback.accepted().size() == READERS);
            for (Channel ch : loopback.accepted()) {
                writes.add(ch.writeAndFlush(new DefaultFileRegion(file.toFile(), 0, content.length)));
            }
            loopback.server().eventLoop().submit(() -> { }).sync();
            assertThat(writes).noneMatch(ChannelFuture::isDone);
            for (Socket client : clients) {
                byte[] received = new byte[content.length];
                new DataInputStream(client.getInputStream()).readFully(received);
                assertThat(received).isEqualTo(content);
                client.close();
            }
            for (ChannelFuture write : writes) {
                write.sync();
            }
        }
    }
}
