// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.file.IoUringFile;
import org.nettyuring.testsuite.Mode;

/** The child process of {@link FileDisasterTest}: writes until it is killed. */
final class FileProcess {
    /**
     * Numbers that are in flight together: a whole block. Of one in part, at the file's end, the next write beyond it
     * would zero the rest, and so touch it again (ext4, seen on 6.18).
     */
    static final int BATCH = 512;
    /** From one batch to the next: no piece of the page cache has two. */
    static final long STRIDE_BYTES = 4 << 20;

    private FileProcess() {}

    /** {@return where a number is} */
    static long position(long number) {
        return number / BATCH * STRIDE_BYTES + number % BATCH * Long.BYTES;
    }

    /**
     * Runs. Says after each fsync how many numbers there must be.
     *
     * @param args the file
     */
    public static void main(String[] args) throws Exception {
        Mode.selected().install();
        IoUringEventLoopGroup group = Mode.selected().newGroup(1);
        IoUringFile file = IoUringFile.open(group.next(), Path.of(args[0]), WRITE, CREATE).get(20, TimeUnit.SECONDS);
        for (long first = 0;; first += BATCH) {
            List<Future<Integer>> writes = new ArrayList<>();
            for (long number = first; number < first + BATCH; number++) {
                writes.add(file.writeFully(Unpooled.directBuffer(Long.BYTES).writeLong(number), position(number)));
            }
            for (Future<Integer> write : writes) {
                write.get(20, TimeUnit.SECONDS);
            }
            file.fsync().get(20, TimeUnit.SECONDS);
            System.out.println(first + BATCH);
        }
    }
}
