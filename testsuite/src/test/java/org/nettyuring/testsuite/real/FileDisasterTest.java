// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.Future;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.nettyuring.abi.Errno;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.file.IoUringFile;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;

/** Devices that fail or are full, and a process that is killed. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class FileDisasterTest {
    private static final int SYNCS = 20;
    private static final int DISK_BYTES = 1024 * 1024;
    private static final int CHUNK_BYTES = 100_000;

    @TempDir
    private Path folder;

    private static List<String> child(Path file) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.addAll(Mode.selected().jvmArguments());
        command.addAll(List.of(FileProcess.class.getName(), file.toString()));
        return command;
    }

    @Test
    void shouldFindAfterAKillWhatFsyncPromised() throws Exception {
        Path file = folder.resolve("file");
        Process process = new ProcessBuilder(child(file)).redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long promised = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (int syncs = 0; syncs < SYNCS; ) {
                String line = lines.readLine();
                assertThat(line).as("the child goes on until it is killed").isNotNull();
                if (line.matches("\\d+")) {
                    promised = Long.parseLong(line);
                    syncs++;
                }
            }
            process.toHandle().destroyForcibly(); // SIGKILL, in the middle of the next batches
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            for (String line = lines.readLine(); line != null && line.matches("\\d+"); line = lines.readLine()) {
                promised = Long.parseLong(line);
            }
        }

        assertThat(promised).isGreaterThanOrEqualTo((long) SYNCS * FileProcess.BATCH);
        List<Long> unwritten = new ArrayList<>();
        for (long number = 0; number < promised; number += FileProcess.BATCH) {
            if (PageCache.unwritten(file, FileProcess.position(number), FileProcess.STRIDE_BYTES) != 0) {
                unwritten.add(number);
            }
        }
        try (FileChannel content = FileChannel.open(file)) {
            for (long number = 0; number < promised; number++) {
                ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES);
                assertThat(content.read(bytes, FileProcess.position(number))).isEqualTo(Long.BYTES);
                assertThat(bytes.getLong(0)).isEqualTo(number);
            }
        }
        assumeTrue(saysWhatIsUnwritten(), "whether the device has it, only cachestat (6.5) on a disk tells");
        assertThat(unwritten).as("what the device should have of %s", promised).isEmpty();
    }

    /** A file that nobody has synced has something. */
    private boolean saysWhatIsUnwritten() throws Exception {
        Path unsynced = Files.writeString(folder.resolve("unsynced"), "not on the device yet");
        return PageCache.unwritten(unsynced, 0, FileProcess.STRIDE_BYTES) > 0;
    }

    @Test
    void shouldSayHowMuchFitOntoADiskThatIsFull() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(DISK_BYTES, folder).orElse(null)) {
            assumeTrue(disk != null, "this process may not mount a file system");
            IoUringEventLoopGroup group = Mode.selected().newGroup(1);
            Path path = disk.root().resolve("file");
            IoUringFile file = IoUringFile.open(group.next(), path, WRITE, CREATE).get(20, TimeUnit.SECONDS);
            long written = 0;
            Throwable failure = null;
            while (failure == null) {
                ByteBuf chunk = Unpooled.directBuffer(CHUNK_BYTES).writeZero(CHUNK_BYTES).retain();
                failure = file.append(chunk).await().cause();
                written += chunk.readerIndex();
                chunk.release();
            }

            assertThat(failure).hasMessageStartingWith("writev(" + path + "): ENOSPC (28): the file system is");
            assertThat(written).isEqualTo(DISK_BYTES);
            assertThat(file.statx().get(20, TimeUnit.SECONDS).size()).isEqualTo(DISK_BYTES);
            assertThat(file.close().await().isSuccess()).isTrue();
            assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(20_000)).isTrue();
        }
    }

    @Test
    void shouldTellWhenADeviceFails() throws Exception {
        IoUringEventLoopGroup group = Mode.selected().newGroup(1);
        // Address 0 of a process is in no mapping: reading it fails as a broken disk does.
        IoUringFile broken = IoUringFile.open(group.next(), Path.of("/proc/self/mem")).get(20, TimeUnit.SECONDS);
        ByteBuf dst = Unpooled.directBuffer(100);

        Future<Integer> read = broken.readFully(dst, 0).await();
        Future<ByteBuf> chosen = broken.read(0L, 100).await();

        for (Future<?> future : List.of(read, chosen)) {
            assertThat(future.cause()).isInstanceOf(ErrnoException.class).hasMessage("read(/proc/self/mem): EIO (5)");
            assertThat(((ErrnoException) future.cause()).errno()).isEqualTo(Errno.EIO);
        }
        assertThat(dst.isReadable()).isFalse();
        dst.release();
        assertThat(broken.close().await().isSuccess()).isTrue();
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(20_000)).isTrue();
    }
}
