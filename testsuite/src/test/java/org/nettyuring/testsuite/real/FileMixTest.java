// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.nettyuring.abi.Errno;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.file.IoUringFile;
import org.nettyuring.file.RegisteredBuffer;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.faults.FaultyKernel;
import org.nettyuring.testsuite.kernel.Fault;
import org.nettyuring.testsuite.real.FileTwin.Check;
import org.nettyuring.testsuite.real.FileTwin.Played;

/**
 * The same operations, from a seed, on files of ours and on files of {@code FileChannel}: the same bytes are read, and
 * the files end up the same. Operations of one file follow one another, those of different files do not wait.
 */
@ExtendWith(NoLeaks.class)
@Timeout(300)
class FileMixTest {
    private static final int FILES = 64;
    private static final int OPERATIONS = Integer.getInteger("org.nettyuring.testsuite.fileOperations", 100_000);
    private static final long SEED = Long.getLong("org.nettyuring.testsuite.seed", System.nanoTime());
    private static final String SEED_TEXT = "repeat with -Dorg.nettyuring.testsuite.seed=" + SEED;
    private static final int MAX_BYTES = 40_000;
    private static final int MAX_POSITION = 100_000;
    private static final int ON_FULL_DISK = 8;
    /** Fewer than these files would take. */
    private static final int FULL_DISK_BYTES = 512 * 1024;
    private static final int BROKEN = 2;
    /** Reading and writing it fails as a broken disk does where nothing is mapped, and nothing may be below 64 KiB. */
    private static final Path BROKEN_FILE = Path.of("/proc/self/mem");
    private static final int MAX_BROKEN_POSITION = 20_000;

    @TempDir
    private Path folder;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<FileTwin> twins = new ArrayList<>();
    private final List<FileTwin> broken = new ArrayList<>();
    private final Played fullDisk = new Played(Errno.ENOSPC);
    private final Played brokenDisk = new Played(Errno.EIO);
    private RegisteredBuffer registered;
    private boolean registeredBusy;

    @Test
    void shouldKeepTheSameBytesAsFileChannel() throws Exception {
        IoUringEventLoopGroup group = Mode.selected().newGroup(2);
        openTwins(group, folder, FILES, new Played(0));
        run(group, OPERATIONS / 10);
    }

    @Test
    void shouldKeepTheSameBytesWhateverFails() throws Exception {
        FaultyKernel faulty = new FaultyKernel(NativeSyscalls.get(), SEED,
                Map.of(Fault.FILE_SHORT, 0.2, Fault.FILE_EINTR, 0.05, Fault.FILE_EAGAIN, 0.05));
        IoUringEventLoopGroup group =
                new IoUringEventLoopGroup(2, Mode.selected().config().syscalls(faulty.syscalls()).build());
        try (SmallDisk disk = SmallDisk.mount(FULL_DISK_BYTES, Files.createDirectory(folder.resolve("full")))
                .orElse(null)) {
            openTwins(group, folder, FILES - ON_FULL_DISK - BROKEN, new Played(0));
            openTwins(group, disk == null ? folder : disk.root(), ON_FULL_DISK, fullDisk);
            for (int i = 0; i < BROKEN; i++) {
                broken.add(open(group, BROKEN_FILE, brokenDisk, READ, WRITE));
            }
            run(group, OPERATIONS);
            System.out.println(OPERATIONS + " operations on " + FILES + " files, " + faulty + ", ENOSPC x"
                    + fullDisk.times() + ", EIO x" + brokenDisk.times() + "; " + SEED_TEXT);
            for (Fault fault : List.of(Fault.FILE_SHORT, Fault.FILE_EINTR, Fault.FILE_EAGAIN)) {
                assertThat(faulty.fired(fault)).as("%s, %s", fault, SEED_TEXT).isGreaterThan(OPERATIONS / 1000);
            }
            assertThat(brokenDisk.times().get()).as(SEED_TEXT).isEqualTo((OPERATIONS + FILES - 1) / FILES * BROKEN);
            assumeTrue(disk != null, "the mix was without ENOSPC: this process may not mount a file system");
            assertThat(fullDisk.times().get()).as(SEED_TEXT).isGreaterThan(OPERATIONS / 1000);
        }
    }

    private void openTwins(IoUringEventLoopGroup group, Path where, int count, Played played) throws Exception {
        for (int i = 0; i < count; i++) {
            twins.add(open(group, where.resolve("ours" + twins.size()), played, READ, WRITE, CREATE_NEW));
        }
    }

    private FileTwin open(IoUringEventLoopGroup group, Path path, Played played, OpenOption... options)
            throws Exception {
        Path other = folder.resolve("theirs" + (twins.size() + broken.size()));
        IoUringFile ours = IoUringFile.open(group.next(), path, options).get(60, TimeUnit.SECONDS);
        return new FileTwin(ours, path, other, SEED_TEXT, played);
    }

    private void run(IoUringEventLoopGroup group, int operations) throws Exception {
        EventLoop registeredLoop = twins.get(0).ours().eventLoop();
        Future<RegisteredBuffer> allocated = RegisteredBuffer.allocate(registeredLoop, MAX_BYTES).await();
        registered = allocated.isSuccess() ? allocated.getNow() : null; // since 5.19
        for (int done = 0; done < operations; done += FILES) {
            List<Check> checks = new ArrayList<>();
            for (FileTwin twin : twins) {
                checks.add(operate(twin));
            }
            for (FileTwin twin : broken) {
                checks.add(fail(twin));
            }
            for (Check check : checks) {
                check.run();
            }
        }
        if (registered != null) {
            registered.release();
        }
        twins.addAll(broken);
        for (FileTwin twin : twins) {
            twin.closeAndCompare();
        }
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(20_000)).isTrue();
    }

    private Check operate(FileTwin twin) throws Exception {
        long position = random.nextInt(MAX_POSITION);
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> write(twin, position);
            case 3 -> append(twin);
            case 4 -> writeSeveral(twin, position);
            case 5 -> readChosen(twin, position);
            case 6 -> useRegistered(twin, position);
            case 7 -> change(twin, position);
            case 8 -> sync(twin);
            default -> read(twin, position);
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

    private Check write(FileTwin twin, long position) {
        byte[] bytes = bytes(MAX_BYTES);
        ByteBuf src = buffer(bytes.length).writeBytes(bytes);
        return twin.written(twin.ours().writeFully(src.retain(), position), bytes, position, () -> taken(src));
    }

    private Check append(FileTwin twin) throws Exception {
        byte[] bytes = bytes(MAX_BYTES / 8);
        ByteBuf src = buffer(bytes.length).writeBytes(bytes);
        return twin.written(twin.ours().append(src.retain()), bytes, twin.size(), () -> taken(src));
    }

    private Check writeSeveral(FileTwin twin, long position) {
        byte[] bytes = bytes(MAX_BYTES / 2);
        ByteBuf[] parts = new ByteBuf[1 + random.nextInt(6)];
        int begin = 0;
        for (int i = 0; i < parts.length; i++) {
            int end = i == parts.length - 1 ? bytes.length : begin + random.nextInt(bytes.length - begin + 1);
            parts[i] = buffer(Math.max(1, end - begin)).writeBytes(bytes, begin, end - begin).retain();
            begin = end;
        }
        return twin.written(twin.ours().writeFully(parts, position), bytes, position, () -> taken(parts));
    }

    /** How much was taken out of buffers, which are retained until this has been asked. */
    private static int taken(ByteBuf... srcs) {
        int taken = 0;
        for (ByteBuf src : srcs) {
            taken += src.readerIndex();
            assertThat(src.release()).as("it was released by the write").isTrue();
        }
        return taken;
    }

    private Check useRegistered(FileTwin twin, long position) throws Exception {
        if (registered == null || registeredBusy || twin.ours().eventLoop() != twins.get(0).ours().eventLoop()) {
            return read(twin, position);
        }
        byte[] bytes = bytes(MAX_BYTES);
        registeredBusy = true;
        ByteBuf content = registered.content().clear().writeBytes(bytes);
        Check check = twin.written(twin.ours().writeFully(registered, position), bytes, position, content::readerIndex);
        return () -> {
            check.run();
            registeredBusy = false;
        };
    }

    private Check change(FileTwin twin, long position) throws Exception {
        if (position < twin.size() && random.nextBoolean()) {
            return twin.truncated(twin.ours().truncate(position), position);
        }
        if (position > twin.size()) {
            return twin.allocated(twin.ours().fallocate(0, 0, position), position);
        }
        return () -> { };
    }

    private Check sync(FileTwin twin) {
        return twin.done(random.nextInt(8) == 0 ? twin.ours().fdatasync() : twin.ours().advise(0, 0, 0));
    }

    private Check read(FileTwin twin, long position) throws Exception {
        ByteBuf dst = buffer(1 + random.nextInt(MAX_BYTES));
        byte[] expected = twin.expected(position, dst.writableBytes());
        boolean whole = expected.length == dst.writableBytes();
        Future<Integer> read = whole ? twin.ours().readFully(dst, position) : twin.ours().read(dst, position);
        return twin.read(read, dst, expected, whole);
    }

    private Check readChosen(FileTwin twin, long position) throws Exception {
        int most = 1 + random.nextInt(MAX_BYTES);
        return twin.read(twin.ours().read(position, most), null, twin.expected(position, most), false);
    }

    private Check fail(FileTwin twin) {
        long position = random.nextInt(MAX_BROKEN_POSITION);
        ByteBuf buffer = buffer(MAX_BYTES);
        IoUringFile ours = twin.ours();
        return twin.fails(switch (random.nextInt(5)) {
            case 0 -> ours.readFully(buffer, position);
            case 1 -> ours.read(new ByteBuf[] {buffer}, position);
            case 2 -> ours.read(position, MAX_BYTES);
            case 3 -> ours.writeFully(buffer.writeZero(MAX_BYTES).retain(), position);
            default -> ours.write(new ByteBuf[] {buffer.writeZero(1).retain()}, position);
        }, buffer);
    }
}
