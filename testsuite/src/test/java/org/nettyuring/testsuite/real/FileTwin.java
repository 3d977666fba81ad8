// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.nettyuring.abi.Errno;
import org.nettyuring.file.IoUringFile;
import org.nettyuring.sys.ErrnoException;

/**
 * A file of ours, and one of {@code FileChannel} that gets what ours says it has taken. One operation at a time; what
 * an operation returns, to be run before the next one, waits for it and compares.
 */
final class FileTwin {
    /** What remains to be done when an operation has begun. */
    @FunctionalInterface
    interface Check {
        void run() throws Exception;
    }

    /** How a disk fails: with an errno, after part of a write; 0 if it does not. And how often it has. */
    record Played(int errno, AtomicInteger times) {
        Played(int errno) {
            this(errno, new AtomicInteger());
        }
    }

    private final IoUringFile ours;
    private final FileChannel theirs;
    private final Path path;
    private final Path otherPath;
    private final String seed;
    private final Played played;

    FileTwin(IoUringFile ours, Path path, Path otherPath, String seed, Played played) throws IOException {
        this.ours = ours;
        this.path = path;
        this.otherPath = otherPath;
        this.seed = seed;
        this.played = played;
        theirs = FileChannel.open(otherPath, READ, WRITE, CREATE_NEW);
    }

    IoUringFile ours() {
        return ours;
    }

    long size() throws IOException {
        return theirs.size();
    }

    /**
     * A write, or an append, has begun.
     *
     * @param taken how many bytes it says were written, once the future is done
     */
    Check written(Future<? extends Number> future, byte[] bytes, long position, IntSupplier taken) {
        return () -> {
            boolean succeeded = succeeds(future);
            int count = taken.getAsInt();
            theirs.write(ByteBuffer.wrap(bytes, 0, count), position);
            assertThat(count).as(seed).isBetween(0, bytes.length);
            assertThat(succeeded).as("%s: %s of %s bytes", seed, count, bytes.length).isEqualTo(count == bytes.length);
            if (succeeded) {
                assertThat(future.getNow().longValue()).as(seed).isEqualTo(count);
            }
        };
    }

    /** {@return what is there} */
    byte[] expected(long position, int most) throws IOException {
        ByteBuffer expected = ByteBuffer.allocate(most);
        theirs.read(expected, position);
        byte[] bytes = new byte[expected.position()];
        expected.get(0, bytes);
        return bytes;
    }

    Check truncated(Future<Void> future, long size) {
        return () -> {
            await(future);
            if (!(future.cause() instanceof UnsupportedOperationException)) { // since 6.9
                assertThat(succeeds(future)).as(seed).isTrue();
                theirs.truncate(size);
            }
        };
    }

    Check allocated(Future<Void> future, long size) {
        return () -> {
            if (succeeds(future)) {
                theirs.write(ByteBuffer.allocate(1), size - 1);
            }
        };
    }

    Check done(Future<Void> future) {
        return () -> assertThat(succeeds(future)).as(seed).isTrue();
    }

    private void await(Future<?> future) {
        assertThat(future.awaitUninterruptibly(60, TimeUnit.SECONDS)).as("%s: done", seed).isTrue();
    }

    /** Whether it did, or failed as its disk does. */
    private boolean succeeds(Future<?> future) {
        await(future);
        if (future.cause() instanceof ErrnoException e && e.errno() == played.errno) {
            played.times.incrementAndGet();
            return false;
        }
        assertThat(future.cause()).as(seed).isNull();
        return true;
    }

    /** A read that was not asked for all may be short, but has nothing else. Releases what was read. */
    Check read(Future<?> future, ByteBuf actual, byte[] expected, boolean whole) {
        return () -> {
            assertThat(succeeds(future)).as(seed).isTrue();
            ByteBuf result = future.getNow() instanceof ByteBuf chosen ? chosen : actual;
            byte[] bytes = new byte[result.readableBytes()];
            result.readBytes(bytes).release();
            assertThat(bytes.length).as(seed).isBetween(
                    whole ? expected.length : Math.min(1, expected.length), expected.length);
            if (future.getNow() instanceof Integer count) {
                assertThat(count).as(seed).isEqualTo(bytes.length == 0 ? -1 : bytes.length);
            }
            int other = Arrays.mismatch(bytes, Arrays.copyOf(expected, bytes.length));
            assertThat(other).as("%s: the first other byte of %s", seed, bytes.length).isEqualTo(-1);
        };
    }

    /** An operation has begun that the device cannot do at all. Releases the buffer, which nobody else should have. */
    Check fails(Future<?> future, ByteBuf buffer) {
        return () -> {
            assertThat(succeeds(future)).as("%s: %s", seed, path).isFalse();
            assertThat(buffer.readerIndex()).as(seed).isZero();
            assertThat(buffer.release()).as("%s: %s", seed, buffer).isTrue();
        };
    }

    void closeAndCompare() throws Exception {
        await(ours.close());
        theirs.close();
        if (played.errno != Errno.EIO) { // what always fails has no content
            assertThat(Files.mismatch(path, otherPath)).as("%s: %s", seed, path).isEqualTo(-1);
        }
    }
}
