// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.file.IoUringFile;
import org.nettyuring.file.RegisteredBuffer;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.faults.FaultyKernel;
import org.nettyuring.testsuite.kernel.Fault;

/**
 * The same operations, from a seed, on files of ours and on files of {@code FileChannel}: the same bytes are read, and
 * the files end up the same. {@code -Dorg.nettyuring.testsuite.fileOperations=100000} makes it a long one.
 */
@ExtendWith(NoLeaks.class)
@Timeout(300)
class FileMixTest {
    private static final int FILES = 64;
    private static final int OPERATIONS = Integer.getInteger("org.nettyuring.testsuite.fileOperations", 3000);
    private static final long SEED = Long.getLong("org.nettyuring.testsuite.seed", System.nanoTime());
    private static final int MAX_BYTES = 40_000;
    private static final int MAX_POSITION = 100_000;

    @TempDir
    private Path folder;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private EventLoop registeredLoop;
    private RegisteredBuffer registered;
    private boolean registeredBusy;

    /** One file twice; its operations follow one another, those of different files do not wait. */
    private record Pair(IoUringFile ours, FileChannel theirs, Path path, Path otherPath) {}

    @Test
    void shouldKeepTheSameBytesAsFileChannel() throws Exception {
        run(Mode.selected().newGroup(2));
    }

    @Test
    void shouldKeepTheSameBytesOnAFaultyKernel() throws Exception {
        FaultyKernel faulty = new FaultyKernel(NativeSyscalls.get(), SEED);
        run(new IoUringEventLoopGroup(2, Mode.selected().config().syscalls(faulty.syscalls()).build()));
        if (OPERATIONS > 50_000) {
            assertThat(faulty.fired(Fault.FILE_SHORT) + faulty.fired(Fault.FILE_EINTR)).as(faulty.toString())
                    .isPositive();
        }
    }

    private void run(IoUringEventLoopGroup group) throws Exception {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            Path path = folder.resolve("ours" + i);
            Path other = folder.resolve("theirs" + i);
            pairs.add(new Pair(get(IoUringFile.open(group.next(), path, READ, WRITE, CREATE_NEW)),
                    FileChannel.open(other, READ, WRITE, CREATE_NEW), path, other));
        }
        registeredLoop = pairs.get(0).ours.eventLoop();
        registered = get(RegisteredBuffer.allocate(registeredLoop, MAX_BYTES), true);
        for (int done = 0; done < OPERATIONS; ) {
            List<Runnable> checks = new ArrayList<>();
            for (Pair pair : pairs) {
                checks.add(operate(pair));
                done++;
            }
            checks.forEach(Runnable::run);
        }
        if (registered != null) {
            registered.release();
        }
        for (Pair pair : pairs) {
            get(pair.ours.close());
            pair.theirs.close();
            assertThat(Files.mismatch(pair.path, pair.otherPath)).as("seed %s: %s", SEED, pair.path).isEqualTo(-1);
        }
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(20_000)).isTrue();
    }

    /** Begins an operation; what it returns waits for it and compares. */
    private Runnable operate(Pair pair) throws Exception {
        long position = random.nextInt(MAX_POSITION);
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> write(pair, position);
            case 3 -> append(pair);
            case 4 -> writeSeveral(pair, position);
            case 5 -> readChosen(pair, position);
            case 6 -> useRegistered(pair, position);
            case 7 -> change(pair, position);
            case 8 -> sync(pair);
            default -> read(pair, position);
        };
    }

    private byte[] bytes(int atMost) {
        byte[] bytes = new byte[1 + random.nextInt(atMost)];
        random.nextBytes(bytes);
        return bytes;
    }

    private ByteBuf buffer(int capacity) {
        return random.nextBoolean() ? Unpooled.buffer(capacity, capacity)
                : PooledByteBufAllocator.DEFAULT.directBuffer(capacity, capacity);
    }

    private Runnable write(Pair pair, long position) throws Exception {
        byte[] bytes = bytes(MAX_BYTES);
        pair.theirs.write(ByteBuffer.wrap(bytes), position);
        return expect(pair.ours.writeFully(buffer(bytes.length).writeBytes(bytes), position), bytes.length);
    }

    private Runnable append(Pair pair) throws Exception {
        byte[] bytes = bytes(MAX_BYTES / 8);
        pair.theirs.write(ByteBuffer.wrap(bytes), pair.theirs.size());
        return expect(pair.ours.append(buffer(bytes.length).writeBytes(bytes)), bytes.length);
    }

    private Runnable writeSeveral(Pair pair, long position) throws Exception {
        ByteBuf[] parts = new ByteBuf[1 + random.nextInt(6)];
        int total = 0;
        for (int i = 0; i < parts.length; i++) {
            byte[] bytes = bytes(MAX_BYTES / 8);
            pair.theirs.write(ByteBuffer.wrap(bytes), position + total);
            parts[i] = buffer(bytes.length).writeBytes(bytes);
            total += bytes.length;
        }
        return expect(pair.ours.writeFully(parts, position), (long) total);
    }

    private Runnable useRegistered(Pair pair, long position) throws Exception {
        if (registered == null || registeredBusy || pair.ours.eventLoop() != registeredLoop) {
            return read(pair, position);
        }
        byte[] bytes = bytes(MAX_BYTES);
        registeredBusy = true;
        registered.content().clear().writeBytes(bytes);
        pair.theirs.write(ByteBuffer.wrap(bytes), position);
        Runnable check = expect(pair.ours.writeFully(registered, position), bytes.length);
        return () -> {
            check.run();
            registeredBusy = false;
        };
    }

    private Runnable change(Pair pair, long position) throws Exception {
        long size = pair.theirs.size();
        if (position < size && random.nextBoolean()) {
            Future<Void> truncated = pair.ours.truncate(position);
            return () -> {
                get(truncated, true);
                if (truncated.isSuccess()) { // since 6.9
                    truncate(pair.theirs, position);
                }
            };
        }
        if (position > size) {
            pair.theirs.write(ByteBuffer.allocate(1), position - 1);
            return expect(pair.ours.fallocate(0, 0, position), null);
        }
        return () -> { };
    }

    private static void truncate(FileChannel channel, long size) {
        try {
            channel.truncate(size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Runnable sync(Pair pair) {
        return expect(random.nextInt(8) == 0 ? pair.ours.fdatasync() : pair.ours.advise(0, 0, 0), null);
    }

    private Runnable read(Pair pair, long position) throws Exception {
        ByteBuf dst = buffer(1 + random.nextInt(MAX_BYTES));
        byte[] expected = theirs(pair, position, dst.writableBytes());
        boolean whole = expected.length == dst.writableBytes();
        Future<Integer> read = whole ? pair.ours.readFully(dst, position) : pair.ours.read(dst, position);
        return () -> {
            int count = get(read);
            assertThat(count).as("seed %s", SEED).isEqualTo(dst.isReadable() ? dst.readableBytes() : -1);
            check(dst, expected, whole);
        };
    }

    private Runnable readChosen(Pair pair, long position) throws Exception {
        int most = 1 + random.nextInt(MAX_BYTES);
        byte[] expected = theirs(pair, position, most);
        Future<ByteBuf> read = pair.ours.read(position, most);
        return () -> check(get(read), expected, false);
    }

    /** A read that was not asked for all may be short, but has nothing else. */
    private static void check(ByteBuf actual, byte[] expected, boolean whole) {
        byte[] bytes = new byte[actual.readableBytes()];
        actual.readBytes(bytes).release();
        assertThat(bytes.length).as("seed %s", SEED).isBetween(
                whole ? expected.length : Math.min(1, expected.length), expected.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != expected[i]) {
                throw new AssertionError("seed " + SEED + ": another byte at " + i + " of " + bytes.length);
            }
        }
    }

    private static byte[] theirs(Pair pair, long position, int most) throws Exception {
        ByteBuffer expected = ByteBuffer.allocate(most);
        pair.theirs.read(expected, position);
        byte[] bytes = new byte[expected.position()];
        expected.get(0, bytes);
        return bytes;
    }

    private static <V> Runnable expect(Future<V> future, V expected) {
        return () -> assertThat(get(future)).as("seed %s", SEED).isEqualTo(expected);
    }

    private static <V> V get(Future<V> future) {
        return get(future, false);
    }

    /** Null if the kernel cannot and need not. */
    private static <V> V get(Future<V> future, boolean optional) {
        assertThat(future.awaitUninterruptibly(60, TimeUnit.SECONDS)).as("seed %s: done", SEED).isTrue();
        if (optional && future.cause() instanceof UnsupportedOperationException) {
            return null;
        }
        assertThat(future.cause()).as("seed %s", SEED).isNull();
        return future.getNow();
    }
}
