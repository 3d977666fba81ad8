// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.file.IoUringFile;
import org.nettyuring.file.IoUringOpenOption;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;

/**
 * Files that hang, on the kernel that there is, and others of the same loop. What hangs a thread of the kernel is the
 * open of a FIFO without a far end; with CREATE, because io_uring opens others without blocking.
 */
@ExtendWith(NoLeaks.class)
@Timeout(90)
class FileWorkersTest {
    private static final int WORKERS = 32;
    private static final int OPENS = 40;
    private static final int ROUNDS = 20;

    private final List<Future<IoUringFile>> hanging = new ArrayList<>();

    @TempDir
    private Path folder;

    private IoUringEventLoopGroup group;
    private EventLoop loop;

    private void start(int workers) {
        group = new IoUringEventLoopGroup(1, Mode.selected().config().workers(workers).build());
        loop = group.next();
    }

    @AfterEach
    void end() throws Exception {
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(20_000)).isTrue();
        assertThat(hanging).allMatch(Future::isDone);
    }

    private static <V> V get(Future<V> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static void makeFifo(Path path) throws Exception {
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
    }

    /** A directory below which nothing opens: one file, with more operations than there are threads. */
    private IoUringFile hangingDirectory(String name) throws Exception {
        Path path = Files.createDirectory(folder.resolve(name));
        makeFifo(path.resolve("fifo"));
        IoUringFile directory = get(IoUringFile.open(loop, path, IoUringOpenOption.DIRECTORY));
        for (int i = 0; i < OPENS; i++) {
            hanging.add(directory.openAt("fifo", WRITE, CREATE));
        }
        return directory;
    }

    /** Writes, syncs and reads; how long the slowest of it took. */
    private Duration useAnotherFile() throws Exception {
        long slowestNs = 0;
        IoUringFile file = get(IoUringFile.open(loop, folder.resolve("other"), READ, WRITE, CREATE));
        ByteBuf dst = Unpooled.directBuffer(Long.BYTES, Long.BYTES);
        for (long i = 0; i < ROUNDS; i++) {
            long startNs = System.nanoTime();
            get(file.writeFully(Unpooled.directBuffer(Long.BYTES).writeLong(i), 0));
            get(file.fsync());
            assertThat(get(file.readFully(dst.clear(), 0))).isEqualTo(Long.BYTES);
            slowestNs = Math.max(slowestNs, System.nanoTime() - startNs);
            assertThat(dst.readLong()).isEqualTo(i);
        }
        dst.release();
        get(file.close());
        return Duration.ofNanos(slowestNs);
    }

    private void cancelAll() throws Exception {
        for (Future<IoUringFile> open : hanging) {
            open.cancel(false);
        }
        for (Future<IoUringFile> open : hanging) {
            assertThat(open.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(open.cause()).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void shouldGoOnWhileTwoFilesHangWithAllTheyMayHave() throws Exception {
        start(WORKERS);
        IoUringFile one = hangingDirectory("one");
        Await.until("half of the threads", () -> workers() >= WORKERS / 2);
        IoUringFile other = hangingDirectory("other-one");

        Duration slowest = useAnotherFile();

        assertThat(slowest).as("a write, a sync and a read").isLessThan(Duration.ofSeconds(10));
        assertThat(hanging).hasSize(2 * OPENS).noneMatch(Future::isDone);
        assertThat(workers()).as("threads that hang, and some that work").isBetween(16L + 6, (long) WORKERS);
        cancelAll();
        get(one.close());
        get(other.close());
        useAnotherFile();
    }

    /** Each path is a file; there are no more hanging ones than threads are spared. */
    @Test
    void shouldGoOnWhileManyFilesHang() throws Exception {
        start(WORKERS);
        for (int i = 0; i < WORKERS / 4; i++) {
            makeFifo(folder.resolve("fifo" + i));
        }
        for (int i = 0; i < OPENS * WORKERS / 4; i++) {
            hanging.add(IoUringFile.open(loop, folder.resolve("fifo" + i % (WORKERS / 4)), WRITE, CREATE));
        }

        Duration slowest = useAnotherFile();

        assertThat(slowest).as("a write, a sync and a read").isLessThan(Duration.ofSeconds(10));
        assertThat(hanging).noneMatch(Future::isDone);
        cancelAll();
    }

    @Test
    void shouldBoundTheThreadsThatBlock() throws Exception {
        int bound = 3;
        start(bound);
        for (int i = 0; i < 4 * bound; i++) {
            Path fifo = folder.resolve("fifo" + i);
            makeFifo(fifo);
            hanging.add(IoUringFile.open(loop, fifo, WRITE, CREATE));
        }
        Await.until("as many workers as allowed", () -> workers() >= bound);
        get(loop.submit(() -> { })); // the loop does not block

        assertThat(workers()).as("kernel threads that do what blocks").isEqualTo(bound);
        assertThat(hanging).noneMatch(Future::isDone);
    }

    /** {@return the workers of the loop that has most: their names say whose they are} */
    private static long workers() {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.map(thread -> {
                try {
                    return Files.readString(thread.resolve("comm"));
                } catch (IOException e) {
                    return ""; // it has just ended
                }
            }).filter(name -> name.startsWith("iou-wrk")).collect(groupingBy(identity(), counting())).values().stream()
                    .mapToLong(Long::longValue).max().orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
