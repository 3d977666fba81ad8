// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.file.IoUringFile;
import org.nettyuring.testsuite.Mode;

/** The child processes of {@link FileDisasterTest}: one that writes until it is killed, one that fills a disk. */
final class FileProcess {
    static final int BATCH = 50;
    private static final int CHUNK_BYTES = 100_000;
    private static final int MOST_CHUNKS = 1000;

    private FileProcess() {}

    /**
     * Runs.
     *
     * @param args {@code write} or {@code fill}, and the file
     */
    public static void main(String[] args) throws Exception {
        Mode.selected().install();
        IoUringEventLoopGroup group = Mode.selected().newGroup(1);
        IoUringFile file = IoUringFile.open(group.next(), Path.of(args[1]), WRITE, CREATE).get(20, TimeUnit.SECONDS);
        if (args[0].equals("write")) {
            writeUntilKilled(file);
        }
        fill(file);
        file.close().sync();
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
        System.exit(0);
    }

    /** Numbers, in batches that are in flight together; says after each fsync how many there must be. */
    private static void writeUntilKilled(IoUringFile file) throws Exception {
        for (long first = 0;; first += BATCH) {
            List<Future<Integer>> writes = new ArrayList<>();
            for (long number = first; number < first + BATCH; number++) {
                writes.add(file.writeFully(Unpooled.directBuffer(Long.BYTES).writeLong(number), number * Long.BYTES));
            }
            for (Future<Integer> write : writes) {
                write.get(20, TimeUnit.SECONDS);
            }
            file.fsync().get(20, TimeUnit.SECONDS);
            System.out.println(first + BATCH);
        }
    }

    private static void fill(IoUringFile file) throws Exception {
        long written = 0;
        for (int i = 0; i < MOST_CHUNKS; i++) {
            ByteBuf chunk = Unpooled.directBuffer(CHUNK_BYTES).writeZero(CHUNK_BYTES).retain();
            Future<Integer> write = file.append(chunk).await();
            written += chunk.readerIndex();
            chunk.release();
            if (!write.isSuccess()) {
                System.out.println("failed: " + write.cause().getMessage());
                break;
            }
        }
        System.out.println("written: " + written);
        System.out.println("size: " + file.statx().get(20, TimeUnit.SECONDS).size());
    }
}
