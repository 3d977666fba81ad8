// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.Future;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
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

    @TempDir
    private Path folder;

    private static List<String> child(String what, Path file) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.addAll(Mode.selected().jvmArguments());
        command.addAll(List.of(FileProcess.class.getName(), what, file.toString()));
        return command;
    }

    @Test
    void shouldFindAfterAKillWhatFsyncPromised() throws Exception {
        Path file = folder.resolve("file");
        Process process = new ProcessBuilder(child("write", file)).redirectError(ProcessBuilder.Redirect.INHERIT)
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

        ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file));

        assertThat(promised).isGreaterThanOrEqualTo((long) SYNCS * FileProcess.BATCH);
        for (long number = 0; number < promised; number++) {
            assertThat(content.getLong((int) number * Long.BYTES)).isEqualTo(number);
        }
    }

    @Test
    void shouldSayHowMuchFitOntoADiskThatIsFull() throws Exception {
        List<String> command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c",
                "mount -t tmpfs -o size=1m tmpfs \"$0\" || { echo no mount; exit 0; }; exec \"$@\"",
                folder.toString()));
        command.addAll(child("fill", folder.resolve("file")));

        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        int exit = process.waitFor();

        assumeTrue(exit == 0 && !output.contains("no mount"), "cannot mount a file system: " + output);
        assertThat(output).contains("failed: writev(" + folder.resolve("file") + "): ENOSPC (28): the file system is")
                .contains("written: 1048576\nsize: 1048576");
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
