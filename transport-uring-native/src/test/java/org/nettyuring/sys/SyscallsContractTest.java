// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.nettyuring.abi.Errno.EAGAIN;
import static org.nettyuring.abi.Errno.EBADF;
import static org.nettyuring.abi.Errno.EFAULT;
import static org.nettyuring.abi.Errno.EINVAL;
import static org.nettyuring.abi.Errno.ENOENT;
import static org.nettyuring.abi.IoUringConstants.IORING_ENTER_GETEVENTS;
import static org.nettyuring.abi.IoUringConstants.IORING_OFF_SQES;
import static org.nettyuring.abi.IoUringConstants.IORING_REGISTER_PROBE;
import static org.nettyuring.abi.IoUringConstants.IO_URING_OP_SUPPORTED;
import static org.nettyuring.abi.LinuxConstants.EFD_CLOEXEC;
import static org.nettyuring.abi.LinuxConstants.EFD_NONBLOCK;
import static org.nettyuring.abi.LinuxConstants.F_GETPIPE_SZ;
import static org.nettyuring.abi.LinuxConstants.F_SETPIPE_SZ;
import static org.nettyuring.abi.LinuxConstants.MAP_ANONYMOUS;
import static org.nettyuring.abi.LinuxConstants.MAP_POPULATE;
import static org.nettyuring.abi.LinuxConstants.MAP_PRIVATE;
import static org.nettyuring.abi.LinuxConstants.MAP_SHARED;
import static org.nettyuring.abi.LinuxConstants.O_CLOEXEC;
import static org.nettyuring.abi.LinuxConstants.O_CREAT;
import static org.nettyuring.abi.LinuxConstants.O_NONBLOCK;
import static org.nettyuring.abi.LinuxConstants.O_RDONLY;
import static org.nettyuring.abi.LinuxConstants.O_WRONLY;
import static org.nettyuring.abi.LinuxConstants.PROT_READ;
import static org.nettyuring.abi.LinuxConstants.PROT_WRITE;
import static org.nettyuring.abi.LinuxConstants.SPLICE_F_NONBLOCK;
import static org.nettyuring.abi.SocketConstants.AF_INET;
import static org.nettyuring.abi.SocketConstants.AF_UNIX;
import static org.nettyuring.abi.SocketConstants.SHUT_WR;
import static org.nettyuring.abi.SocketConstants.SOCK_CLOEXEC;
import static org.nettyuring.abi.SocketConstants.SOCK_STREAM;
import static org.nettyuring.abi.SocketConstants.SOL_SOCKET;
import static org.nettyuring.abi.SocketConstants.SO_ERROR;
import static org.nettyuring.abi.SocketConstants.SO_REUSEADDR;
import static org.nettyuring.abi.SocketConstants.SO_TYPE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.RegisterLayouts.Probe;
import org.nettyuring.abi.RegisterLayouts.ProbeOp;
import org.nettyuring.abi.RingLayouts.Params;
import org.nettyuring.abi.SocketLayouts.SockaddrIn;
import org.nettyuring.abi.SqeLayout;
import org.nettyuring.memory.Memory;
import org.nettyuring.memory.NativeRegion;

/** What every binding must do, on the real kernel. */
abstract class SyscallsContractTest {
    private static final int LOOPBACK = 0x7f000001;

    private final Syscalls sys = binding();
    private NativeRegion scratch;
    private ByteBuffer memory;
    private long address;

    abstract Syscalls binding();

    @BeforeEach
    void allocateScratch() throws ErrnoException {
        scratch = sys.allocate(4096, "test scratch");
        memory = scratch.buffer();
        address = scratch.address();
    }

    @AfterEach
    void freeScratch() {
        scratch.close();
    }

    @Test
    void shouldReturnTheNegativeErrnoOfEachFailure() {
        assertEquals(-EBADF, sys.close(-1));
        assertEquals(-EBADF, sys.read(-1, address, 1));
        assertEquals(-EBADF, sys.write(-1, address, 1));
        assertEquals(-EINVAL, sys.eventfd(0, -1));
        assertEquals(-EINVAL, sys.munmap(address + 1, 4096));
        assertEquals(-EBADF, sys.listen(-1, 1));
        assertEquals(-EBADF, sys.bind(-1, address, SockaddrIn.SIZE));
        assertEquals(-EBADF, sys.connect(-1, address, SockaddrIn.SIZE));
        assertEquals(-EBADF, sys.shutdown(-1, SHUT_WR));
        assertEquals(-EBADF, sys.setsockopt(-1, SOL_SOCKET, SO_REUSEADDR, address, 4));
        assertEquals(-EBADF, sys.getsockopt(-1, SOL_SOCKET, SO_REUSEADDR, address, address));
        assertEquals(-EBADF, sys.getsockname(-1, address, address));
        assertEquals(-EBADF, sys.getpeername(-1, address, address));
        assertEquals(-Errno.EAFNOSUPPORT, sys.socket(-1, SOCK_STREAM, 0));
        assertEquals(-Errno.EAFNOSUPPORT, sys.socketpair(-1, SOCK_STREAM, 0, address));
        assertEquals(-EINVAL, sys.pipe2(address, -1));
        assertEquals(-EBADF, sys.fcntl(-1, F_GETPIPE_SZ, 0));
        assertEquals(-EBADF, sys.dup3(-1, 0, O_CLOEXEC));
        assertEquals(-EBADF, sys.splice(-1, -1, 1, 0));
        assertEquals(-EBADF, sys.mmap(4096, PROT_READ, MAP_PRIVATE, -1, 0));
        assertEquals(-EINVAL, sys.mmap(0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    }

    @Test
    void shouldReportErrnoOfTheThreadThatCalled() throws Exception {
        for (int i = 0; i < 1000; i++) {
            CompletableFuture<Integer> other = CompletableFuture.supplyAsync(() -> sys.eventfd(0, -1));
            assertEquals(-EBADF, sys.close(-1));
            assertEquals(-EINVAL, other.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void shouldMoveBytesThroughASocketPair() {
        assertEquals(0, sys.socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, address));
        int one = Memory.getInt(memory, 0);
        int two = Memory.getInt(memory, 4);
        Memory.putLong(memory, 16, 0x0123456789abcdefL);

        assertEquals(8, sys.write(one, address + 16, 8));
        assertEquals(8, sys.read(two, address + 32, 100));

        assertEquals(0x0123456789abcdefL, Memory.getLong(memory, 32));
        assertEquals(0, sys.shutdown(one, SHUT_WR));
        assertEquals(0, sys.read(two, address + 32, 100), "end of stream");
        assertEquals(0, sys.close(one));
        assertEquals(0, sys.close(two));
        assertEquals(-EBADF, sys.close(two));
    }

    @Test
    void shouldMoveBytesThroughAPipe() {
        assertEquals(0, sys.pipe2(address, O_CLOEXEC | O_NONBLOCK));
        assertEquals(0, sys.socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, address + 8));
        int readEnd = Memory.getInt(memory, 0);
        int writeEnd = Memory.getInt(memory, 4);
        int one = Memory.getInt(memory, 8);
        int two = Memory.getInt(memory, 12);
        Memory.putLong(memory, 16, 0x0123456789abcdefL);

        assertEquals(128 * 1024, sys.fcntl(writeEnd, F_SETPIPE_SZ, 100_000), "a power of two of pages");
        assertEquals(-EAGAIN, sys.splice(readEnd, one, 8, SPLICE_F_NONBLOCK), "an empty pipe");
        assertEquals(8, sys.write(writeEnd, address + 16, 8));
        assertEquals(8, sys.splice(readEnd, one, 100, SPLICE_F_NONBLOCK));
        assertEquals(8, sys.read(two, address + 32, 100));
        assertEquals(0x0123456789abcdefL, Memory.getLong(memory, 32));

        assertEquals(two, sys.dup3(writeEnd, two, O_CLOEXEC));
        assertEquals(8, sys.write(two, address + 16, 8), "into the pipe");
        assertEquals(8, sys.read(readEnd, address + 40, 100));
        for (int fd : new int[] {readEnd, writeEnd, one, two}) {
            assertEquals(0, sys.close(fd));
        }
    }

    @Test
    void shouldCountInAnEventfd() {
        int fd = sys.eventfd(3, EFD_NONBLOCK | EFD_CLOEXEC);
        assertTrue(fd >= 0, () -> Errno.name(-fd));
        Memory.putLong(memory, 0, 4);

        assertEquals(8, sys.write(fd, address, 8));
        assertEquals(8, sys.read(fd, address + 8, 8));
        assertEquals(7, Memory.getLong(memory, 8));
        assertEquals(-EAGAIN, sys.read(fd, address + 8, 8));
        assertEquals(0, sys.close(fd));
    }

    @Test
    void shouldLetTheCollectorRunWhileACallBlocks() throws Exception {
        assertEquals(0, sys.socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, address));
        int one = Memory.getInt(memory, 0);
        int two = Memory.getInt(memory, 4);
        CompletableFuture<Long> reader = new CompletableFuture<>();
        CompletableFuture<Thread> started = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            started.complete(Thread.currentThread());
            reader.complete(sys.read(two, address + 32, 1));
        }, "blocked in read");
        thread.start();
        started.get(10, TimeUnit.SECONDS);

        System.gc(); // needs every thread at a safepoint or in native code: would hang on a critical downcall
        assertEquals(1, sys.write(one, address, 1));

        assertEquals(1, reader.get(30, TimeUnit.SECONDS));
        thread.join();
        assertEquals(0, sys.close(one));
        assertEquals(0, sys.close(two));
    }

    @Test
    void shouldConnectTwoInternetSockets() {
        int listener = sys.socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        int client = sys.socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        Memory.putInt(memory, 100, 1);
        assertEquals(0, sys.setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, address + 100, 4));
        Memory.putShort(memory, SockaddrIn.SIN_FAMILY_OFFSET, (short) AF_INET);
        memory.duplicate().order(ByteOrder.BIG_ENDIAN).putInt(SockaddrIn.SIN_ADDR_OFFSET, LOOPBACK);

        assertEquals(0, sys.bind(listener, address, SockaddrIn.SIZE));
        assertEquals(0, sys.listen(listener, 1));
        Memory.putInt(memory, 100, 64);
        assertEquals(0, sys.getsockname(listener, address, address + 100));
        assertEquals(SockaddrIn.SIZE, Memory.getInt(memory, 100));
        assertEquals(0, sys.connect(client, address, SockaddrIn.SIZE));
        assertEquals(0, sys.getpeername(client, address + 200, address + 100));

        assertEquals(Memory.getLong(memory, 0), Memory.getLong(memory, 200), "family, port and address of the peer");
        assertEquals(SOCK_STREAM, socketOption(client, SO_TYPE));
        assertEquals(0, socketOption(client, SO_ERROR));
        assertEquals(1, socketOption(listener, SO_REUSEADDR));
        assertEquals(0, sys.close(client));
        assertEquals(0, sys.close(listener));
    }

    private int socketOption(int fd, int option) {
        Memory.putInt(memory, 300, 4);
        assertEquals(0, sys.getsockopt(fd, SOL_SOCKET, option, address + 304, address + 300));
        assertEquals(4, Memory.getInt(memory, 300));
        return Memory.getInt(memory, 304);
    }

    @Test
    void shouldOpenAndCreateFilesWithTheGivenMode(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("created");
        memory.put(0, (file + "\0").getBytes(StandardCharsets.UTF_8));
        assertEquals(-ENOENT, sys.open(address, O_RDONLY | O_CLOEXEC, 0));

        int fd = sys.open(address, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        assertTrue(fd >= 0, () -> Errno.name(-fd));
        assertEquals(4, sys.write(fd, address, 4));
        assertEquals(0, sys.close(fd));

        assertEquals(4, Files.size(file));
        assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
    }

    @Test
    void shouldMapAndUnmapMemory() {
        long mapped = sys.mmap(8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        assertTrue(mapped > 0, () -> Errno.name((int) -mapped));
        assertEquals(0, mapped & 4095);
        ByteBuffer view = sys.view(mapped, 8192);
        Memory.putLong(view, 8184, 42);
        assertEquals(42, Memory.getLong(sys.view(mapped + 8184, 8), 0));

        assertEquals(0, sys.munmap(mapped, 8192));

        assertEquals(-EFAULT, writeToEventfd(mapped));
    }

    @Test
    void shouldAllocateZeroedMemoryOfExactlyTheLengthAskedFor() throws ErrnoException {
        long address;
        try (NativeRegion region = sys.allocate(5000, "five thousand")) {
            address = region.address();
            assertEquals(5000, region.length());
            assertEquals(5000, region.buffer().capacity());
            assertEquals(ByteOrder.nativeOrder(), region.buffer().order());
            for (int i = 0; i < 5000; i++) {
                assertEquals(0, region.buffer().get(i));
            }
            assertTrue(NativeRegion.live().contains(region));
        }
        assertEquals(-EFAULT, writeToEventfd(address), "first page is unmapped");
        assertEquals(-EFAULT, writeToEventfd(address + 4096), "last page is unmapped");
        assertThrows(IllegalArgumentException.class, () -> sys.allocate(0, "nothing"));
    }

    private long writeToEventfd(long from) {
        int fd = sys.eventfd(0, EFD_CLOEXEC);
        long written = sys.write(fd, from, 8);
        assertEquals(0, sys.close(fd));
        return written;
    }

    @Test
    void shouldViewTheMemoryThatAnAddressNames() {
        ByteBuffer direct = ByteBuffer.allocateDirect(64).order(ByteOrder.nativeOrder());
        direct.putInt(60, 0xcafe);
        direct.position(7);

        ByteBuffer view = sys.view(sys.addressOf(direct), 64);

        assertTrue(view.isDirect());
        assertEquals(ByteOrder.nativeOrder(), view.order());
        assertEquals(64, view.capacity());
        assertEquals(0xcafe, view.getInt(60));
        assertEquals(sys.addressOf(direct), sys.addressOf(view));
        assertEquals(sys.addressOf(direct) + 7, sys.addressOf(direct.slice()), "a slice begins at the position");
        assertEquals(address, sys.addressOf(memory));
        assertThrows(IllegalArgumentException.class, () -> sys.addressOf(ByteBuffer.allocate(8)));
    }

    @Test
    void shouldReportWhatIoUringRefuses() {
        int fd = ring();
        assumeTrue(fd >= 0, () -> "this kernel gives no ring: " + Errno.name(-fd));
        assertEquals(0, sys.close(fd));
        assertEquals(-EFAULT, sys.ioUringSetup(1, 0));
        Memory.putInt(memory, Params.FLAGS_OFFSET, -1);
        assertEquals(-EINVAL, sys.ioUringSetup(1, address));
        Memory.putInt(memory, Params.FLAGS_OFFSET, 0);
        assertEquals(-EINVAL, sys.ioUringSetup(0, address));
        assertEquals(-EBADF, sys.ioUringEnter(-1, 0, 0, 0, 0, 0));
        assertEquals(-EBADF, sys.ioUringRegister(Integer.MAX_VALUE, IORING_REGISTER_PROBE, address, 1));
    }

    @Test
    void shouldSetUpEnterAndProbeARing() {
        int fd = ring();
        assumeTrue(fd >= 0, () -> "this kernel gives no ring: " + Errno.name(-fd));
        assertEquals(4, Memory.getInt(memory, Params.SQ_ENTRIES_OFFSET));
        assertEquals(8, Memory.getInt(memory, Params.CQ_ENTRIES_OFFSET));

        long sqes = sys.mmap(4L * SqeLayout.SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd,
                IORING_OFF_SQES);
        assertTrue(sqes > 0, () -> Errno.name((int) -sqes));
        assertEquals(0, sys.ioUringEnter(fd, 0, 0, IORING_ENTER_GETEVENTS, 0, 0));
        assertEquals(0, sys.ioUringRegister(fd, IORING_REGISTER_PROBE, address + 1024, 64));
        int nopFlags = Memory.getShort(memory, 1024 + Probe.OPS_OFFSET + ProbeOp.FLAGS_OFFSET);

        assertEquals(IO_URING_OP_SUPPORTED, nopFlags & IO_URING_OP_SUPPORTED, "IORING_OP_NOP");
        assertEquals(0, sys.munmap(sqes, 4L * SqeLayout.SIZE));
        assertEquals(0, sys.close(fd));
    }

    @Test
    void shouldAllocateNothingPerEnterOnceCompiled() {
        int fd = ring();
        assumeTrue(fd >= 0, () -> "this kernel gives no ring: " + Errno.name(-fd));
        int calls = 10_000;
        long perBatch = Long.MAX_VALUE;
        for (int batch = 0; batch < 200 && perBatch >= calls; batch++) { // less than a byte per call
            long before = AllocatedBytes.ofThisThread();
            for (int i = 0; i < calls; i++) {
                assertEquals(0, sys.ioUringEnter(fd, 0, 0, IORING_ENTER_GETEVENTS, 0, 0));
            }
            for (int i = 0; i < calls; i++) {
                assertEquals(-EBADF, sys.ioUringEnter(-1, 0, 0, 0, 0, 0));
            }
            perBatch = AllocatedBytes.ofThisThread() - before;
        }
        assertTrue(perBatch < calls, "bytes allocated by " + 2 * calls + " calls: " + perBatch);
        assertEquals(0, sys.close(fd));
    }

    /** {@return a ring of 4 entries made with default flags, or {@code -errno}} */
    private int ring() {
        for (int i = 0; i < Params.SIZE; i++) {
            memory.put(i, (byte) 0);
        }
        return sys.ioUringSetup(4, address);
    }
}
