// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import io.netty.channel.ChannelProgressivePromise;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** Files are sent as they are, whatever happens to the file, the channel or the peer meanwhile. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class FileRegionTest {
    private static final int LARGE = 16 << 20;
    private static final byte[] CONTENT = new byte[LARGE];

    @TempDir
    private Path directory;

    private Loopback loopback;
    private Socket client;
    private Channel ch;

    static {
        new Random(3).nextBytes(CONTENT);
    }

    @BeforeEach
    void connect() throws Exception {
        connect(TransportUnderTest.selected().newGroup(2));
    }

    private void connect(EventLoopGroup group) throws Exception {
        loopback = Loopback.serve(TransportUnderTest.selected(), group, b -> { },
                c -> c.pipeline().addLast(new ChannelInboundHandlerAdapter()));
        client = new Socket(loopback.address().getAddress(), loopback.address().getPort());
        client.setSoTimeout(20_000);
        Await.until("accepted", () -> !loopback.accepted().isEmpty());
        ch = loopback.accepted().iterator().next();
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        loopback.close();
    }

    private Path file(int length) throws IOException {
        Path file = Files.createTempFile(directory, "content", "");
        return Files.write(file, length == LARGE ? CONTENT : Arrays.copyOf(CONTENT, length));
    }

    private static DefaultFileRegion region(Path file, long position, long count) {
        return new DefaultFileRegion(file.toFile(), position, count);
    }

    private byte[] receive(int length) throws IOException {
        byte[] received = new byte[length];
        new DataInputStream(client.getInputStream()).readFully(received);
        return received;
    }

    @Test
    void shouldSendFilesOfEveryLengthFromEveryPosition() throws Exception {
        Path file = file(LARGE);
        for (int length : new int[] {1, 4095, 4096, 4097, 65_536, 262_143, 262_144, 262_145, 3_000_001}) {
            for (int position : new int[] {0, 1, 4096, 70_001}) {
                DefaultFileRegion region = region(file, position, length);
                ChannelFuture write = ch.writeAndFlush(region);
                assertThat(receive(length)).as("%s bytes from %s", length, position)
                        .isEqualTo(Arrays.copyOfRange(CONTENT, position, position + length));
                write.sync();
                assertThat(region.transferred()).isEqualTo(length);
                assertThat(region.refCnt()).isZero();
            }
        }
    }

    @Test
    void shouldSendRegionsAndBuffersInTheOrderOfTheirWrites() throws Exception {
        Path file = file(LARGE);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        List<ChannelFuture> writes = new ArrayList<>();
        ch.eventLoop().submit(() -> {
            for (int i = 0; i < 300; i++) {
                int length = i % 3 == 0 ? 0 : i * 311 % 100_000;
                byte[] text = new byte[i % 7 * 5];
                Arrays.fill(text, (byte) i);
                writes.add(ch.write(region(file, i, length)));
                writes.add(ch.write(Unpooled.wrappedBuffer(text)));
                expected.write(CONTENT, i, length);
                expected.write(text, 0, text.length);
            }
            ch.flush();
        }).sync();
        assertThat(receive(expected.size())).isEqualTo(expected.toByteArray());
        for (ChannelFuture write : writes) {
            write.sync();
        }
    }

    @Test
    void shouldCompleteAnEmptyRegionWithoutTouchingItsFile() throws Exception {
        DefaultFileRegion region = region(directory.resolve("no such file"), 0, 0);
        ch.writeAndFlush(region).sync();
        assertThat(region.refCnt()).isZero();
        ch.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {7})).sync();
        assertThat(receive(1)).containsExactly(7);
    }

    @Test
    void shouldFailTheWriteIfTheFileIsNotThere() throws Exception {
        DefaultFileRegion region = region(directory.resolve("no such file"), 0, 1);
        Throwable cause = ch.writeAndFlush(region).await().cause();
        assertThat(cause).isInstanceOf(IOException.class).hasMessageContaining("no such file");
        assertThat(region.refCnt()).isZero();
    }

    @Test
    void shouldFailTheWriteIfTheFileIsCutOffWhileItIsSent() throws Exception {
        Path file = file(LARGE);
        DefaultFileRegion region = region(file, 0, LARGE);
        ChannelFuture write = ch.writeAndFlush(region);
        assertThat(receive(100_000)).isEqualTo(Arrays.copyOf(CONTENT, 100_000));
        assertThat(write.isDone()).isFalse();
        try (FileChannel truncated = FileChannel.open(file, StandardOpenOption.WRITE)) {
            truncated.truncate(200_000);
        }
        client.getInputStream().readAllBytes();
        assertThat(write.await().cause()).isInstanceOf(IOException.class)
                .hasMessageContaining("file size 200000 smaller");
        ch.closeFuture().sync();
        assertThat(region.refCnt()).isZero();
    }

    @Test
    void shouldSendWhatLiesBeyondTwoGibibytes() throws Exception {
        long far = 5L << 30;
        Path file = directory.resolve("sparse");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.seek(far);
            sparse.write(CONTENT, 0, 1 << 20);
        }
        ch.writeAndFlush(region(file, far - 1000, 1 << 20));
        byte[] expected = new byte[1 << 20];
        System.arraycopy(CONTENT, 0, expected, 1000, expected.length - 1000);
        assertThat(receive(expected.length)).isEqualTo(expected);
    }

    @Test
    void shouldSendMoreThanTwoGibibytesInOneRegion() throws Exception {
        long length = (2L << 30) + 12_345;
        Path file = directory.resolve("sparse");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.seek(length - 3);
            sparse.write(new byte[] {1, 2, 3});
        }
        ChannelProgressivePromise promise = ch.newProgressivePromise();
        DefaultFileRegion region = region(file, 0, length);
        ch.writeAndFlush(region, promise);
        byte[] buffer = new byte[1 << 20];
        long received = 0;
        while (received < length - 3) {
            received += client.getInputStream().read(buffer, 0, (int) Math.min(buffer.length, length - 3 - received));
        }
        assertThat(receive(3)).containsExactly(1, 2, 3);
        promise.sync();
        assertThat(region.transferred()).isEqualTo(length);
    }

    @Test
    void shouldTellHowFarItIs() throws Exception {
        List<Long> progress = new ArrayList<>();
        ChannelProgressivePromise promise = ch.newProgressivePromise();
        promise.addListener(new ChannelProgressiveFutureListener() {
            @Override
            public void operationProgressed(ChannelProgressiveFuture future, long done, long total) {
                progress.add(done);
                ch.flush(); // from within
            }

            @Override
            public void operationComplete(ChannelProgressiveFuture future) {}
        });
        DefaultFileRegion region = region(file(LARGE), 0, LARGE);
        ch.writeAndFlush(region, promise);
        assertThat(receive(LARGE)).isEqualTo(CONTENT);
        promise.sync();
        assertThat(progress).isSorted().doesNotHaveDuplicates().endsWith((long) LARGE);
        assertThat(region.transferred()).isEqualTo(LARGE);
    }

    @Test
    void shouldCloseFromWithinAProgressListener() throws Exception {
        ChannelProgressivePromise promise = ch.newProgressivePromise();
        promise.addListener(new ChannelProgressiveFutureListener() {
            @Override
            public void operationProgressed(ChannelProgressiveFuture future, long done, long total) {
                ch.close();
            }

            @Override
            public void operationComplete(ChannelProgressiveFuture future) {}
        });
        DefaultFileRegion region = region(file(LARGE), 0, LARGE);
        ch.writeAndFlush(region, promise);
        ch.closeFuture().sync();
        assertThat(promise.await().cause()).isInstanceOf(ClosedChannelException.class);
        assertThat(region.refCnt()).isZero();
    }

    /** The kernel has a part of it; the reader has stopped. */
    private DefaultFileRegion halfSent(List<ChannelFuture> writes) throws Exception {
        ch.config().setOption(ChannelOption.SO_SNDBUF, 64 * 1024);
        DefaultFileRegion region = region(file(LARGE), 0, LARGE);
        writes.add(ch.writeAndFlush(region));
        assertThat(receive(10_000)).isEqualTo(Arrays.copyOf(CONTENT, 10_000));
        ch.eventLoop().submit(() -> { }).sync();
        return region;
    }

    @Test
    void shouldCloseInTheMiddle() throws Exception {
        List<ChannelFuture> writes = new ArrayList<>();
        DefaultFileRegion region = halfSent(writes);
        ch.close().sync();
        assertThat(writes.get(0).await().cause()).isInstanceOf(ClosedChannelException.class);
        assertThat(region.refCnt()).isZero();
        byte[] rest = client.getInputStream().readAllBytes();
        assertThat(rest).isEqualTo(Arrays.copyOfRange(CONTENT, 10_000, 10_000 + rest.length));
    }

    @Test
    void shouldShutTheOutputDownInTheMiddle() throws Exception {
        List<ChannelFuture> writes = new ArrayList<>();
        DefaultFileRegion region = halfSent(writes);
        ((SocketChannel) ch).shutdownOutput().sync();
        assertThat(writes.get(0).await().cause()).isNotNull();
        assertThat(region.refCnt()).isZero();
        byte[] rest = client.getInputStream().readAllBytes();
        assertThat(rest).isEqualTo(Arrays.copyOfRange(CONTENT, 10_000, 10_000 + rest.length));
        assertThat(ch.isOpen()).isTrue();
    }

    @Test
    void shouldNoticeThatThePeerResetsInTheMiddle() throws Exception {
        List<ChannelFuture> writes = new ArrayList<>();
        DefaultFileRegion region = halfSent(writes);
        client.setSoLinger(true, 0);
        client.close();
        assertThat(writes.get(0).await().cause()).isInstanceOf(IOException.class);
        ch.closeFuture().sync();
        assertThat(region.refCnt()).isZero();
    }

    @Test
    void shouldGoOnOnAnotherLoopInTheMiddle() throws Exception {
        EventLoopGroup group = loopback.group();
        EventLoop[] loops = {group.next(), group.next()};
        List<ChannelFuture> writes = new ArrayList<>();
        DefaultFileRegion region = halfSent(writes);
        byte[] received = CONTENT.clone();
        int step = 500_000;
        for (int from = 10_000, move = 0; from < LARGE; from += step, move++) {
            ch.deregister().sync();
            loops[move & 1].register(ch).sync();
            byte[] part = receive(Math.min(step, LARGE - from));
            System.arraycopy(part, 0, received, from, part.length);
        }
        assertThat(received).isEqualTo(CONTENT);
        writes.get(0).sync();
        assertThat(region.refCnt()).isZero();
    }

    @Test
    void shouldWaitForAReaderThatStopsWithoutKeepingTheLoopBusy() throws Exception {
        List<ChannelFuture> writes = new ArrayList<>();
        halfSent(writes);
        Channel other;
        try (Socket second = new Socket(loopback.address().getAddress(), loopback.address().getPort())) {
            Await.until("accepted", () -> loopback.accepted().size() == 2);
            other = loopback.accepted().stream().filter(c -> c != ch).findAny().orElseThrow();
            ByteBuffer answer = ByteBuffer.wrap(new byte[] {1});
            for (int i = 0; i < 100; i++) {
                other.writeAndFlush(Unpooled.wrappedBuffer(answer.duplicate()));
                assertThat(second.getInputStream().read()).isOne();
            }
            assertThat(writes.get(0).isDone()).isFalse();
        }
        byte[] rest = receive(LARGE - 10_000);
        assertThat(rest).isEqualTo(Arrays.copyOfRange(CONTENT, 10_000, LARGE));
        writes.get(0).sync();
    }

    /** The kernel tells of the end, unasked, at each poll for room. */
    @Test
    void shouldSleepUntilAReaderThatHasEndedItsOutputReads() throws Exception {
        assumeTrue(TransportUnderTest.selected() == TransportUnderTest.URING, "what is counted is ours");
        close();
        IoUringEventLoopGroup group = new IoUringEventLoopGroup(1, Mode.selected().config().build());
        connect(group);
        ch.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        List<ChannelFuture> writes = new ArrayList<>();
        halfSent(writes);
        client.shutdownOutput();
        Await.until("noticed", ((SocketChannel) ch)::isInputShutdown);
        Thread.sleep(50); // clock: the wait for room begins anew
        long before = group.counters().get(0).sqes;
        Thread.sleep(200); // clock: a loop that is kept busy submits some thousands
        assertThat(group.counters().get(0).sqes - before).as("entries while nothing happens").isLessThan(50);
        assertThat(receive(LARGE - 10_000)).isEqualTo(Arrays.copyOfRange(CONTENT, 10_000, LARGE));
        writes.get(0).sync();
    }

    @Test
    void shouldServeOthersWhileAFastReaderTakesALargeFile() throws Exception {
        Path file = directory.resolve("sparse");
        long length = 256L << 20;
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(length);
        }
        ChannelFuture write = ch.writeAndFlush(region(file, 0, length));
        int tasks = 0;
        byte[] buffer = new byte[1 << 20];
        for (long received = 0; received < length; ) {
            received += client.getInputStream().read(buffer);
            if (!write.isDone()) {
                ch.eventLoop().submit(() -> { }).sync();
                tasks += write.isDone() ? 0 : 1;
            }
        }
        write.sync();
        assertThat(tasks).as("tasks between the first and the last byte").isGreaterThan(10);
    }
}
