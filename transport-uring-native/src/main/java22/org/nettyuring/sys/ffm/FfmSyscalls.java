// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.sys.ffm;

import static org.nettyuring.abi.LinuxConstants.AT_FDCWD;
import static org.nettyuring.abi.LinuxConstants.SYS_io_uring_enter;
import static org.nettyuring.abi.LinuxConstants.SYS_io_uring_register;
import static org.nettyuring.abi.LinuxConstants.SYS_io_uring_setup;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.AnonymousMemory;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Syscalls;

/**
 * The kernel through {@code java.lang.foreign}, for Java 22 and up. No call allocates, except {@link #view},
 * {@link #addressOf}, {@link #allocate} and a thread's first call.
 */
public final class FfmSyscalls implements Syscalls {
    /**
     * Not constants, so that the compiler keeps their code apart from that of their callers. A handle that captures
     * {@code errno} makes a slice of 40 bytes, which only goes away where all of the handle is inlined; a send is made
     * from so deep within a pipeline that the limit of nested inlining is reached before.
     */
    private final MethodHandle send = FfmLibc.SEND;
    private final MethodHandle recv = FfmLibc.RECV;

    /** Links every function; an {@link Error} tells that native access is denied or a function is missing. */
    public FfmSyscalls() {
        close(-1); // links now, while whoever chooses a binding can still choose another
    }

    @Override
    public String bindingName() {
        return "FFM";
    }

    @Override
    public int ioUringSetup(int entries, long paramsAddress) {
        return syscall(SYS_io_uring_setup, entries, paramsAddress, 0, 0, 0, 0);
    }

    @Override
    public int ioUringEnter(int fd, int toSubmit, int minComplete, int flags, long argAddress, long argSize) {
        return syscall(SYS_io_uring_enter, fd, toSubmit, minComplete, flags, argAddress, argSize);
    }

    @Override
    public int ioUringRegister(int fd, int opcode, long argAddress, int nrArgs) {
        return syscall(SYS_io_uring_register, fd, opcode, argAddress, nrArgs, 0, 0);
    }

    private static int syscall(long number, long a, long b, long c, long d, long e, long f) {
        MemorySegment state = FfmLibc.errnoState();
        try {
            return (int) result((long) FfmLibc.SYSCALL.invokeExact(state, number, a, b, c, d, e, f), state);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    @Override
    public long mmap(long lengthBytes, int prot, int flags, int fd, long offset) {
        MemorySegment state = FfmLibc.errnoState();
        try {
            return result((long) FfmLibc.MMAP.invokeExact(state, 0L, lengthBytes, prot, flags, fd, offset), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int munmap(long address, long lengthBytes) {
        MemorySegment state = FfmLibc.errnoState();
        try {
            return result((int) FfmLibc.MUNMAP.invokeExact(state, address, lengthBytes), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public ByteBuffer view(long address, int lengthBytes) {
        return MemorySegment.ofAddress(address).reinterpret(lengthBytes).asByteBuffer().order(ByteOrder.nativeOrder());
    }

    @Override
    public long addressOf(ByteBuffer direct) {
        if (!direct.isDirect()) {
            throw new IllegalArgumentException("buffer: " + direct + " (expected: direct)");
        }
        return MemorySegment.ofBuffer(direct).address() - direct.position(); // a segment begins at the position
    }

    @Override
    public NativeRegion allocate(int lengthBytes, String purpose) throws ErrnoException {
        return AnonymousMemory.allocate(this, lengthBytes, purpose);
    }

    @Override
    public int close(int fd) {
        MemorySegment state = FfmLibc.errnoState();
        try {
            return result((int) FfmLibc.CLOSE.invokeExact(state, fd), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public long read(int fd, long address, long lengthBytes) {
        MemorySegment state = FfmLibc.errnoState();
        try {
            return result((long) FfmLibc.READ.invokeExact(state, fd, address, lengthBytes), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public long write(int fd, long address, long lengthBytes) {
        MemorySegment state = FfmLibc.errnoState();
        try {
            return result((long) FfmLibc.WRITE.invokeExact(state, fd, address, lengthBytes), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int eventfd(int initial, int flags) {
        MemorySegment state = FfmLibc.errnoState();
        try {
            return result((int) FfmLibc.EVENTFD.invokeExact(state, initial, flags), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int open(long pathAddress, int flags, int mode) {
        MemorySegment state = FfmLibc.errnoState();
        try {
            return result((int) FfmLibc.OPENAT.invokeExact(state, AT_FDCWD, pathAddress, flags, mode), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int pipe2(long fdsAddress, int flags) {
        MemorySegment state = FfmLibc.errnoState();
        try {
            return result((int) FfmLibc.PIPE2.invokeExact(state, fdsAddress, flags), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int fcntl(int fd, int command, long argument) {
        MemorySegment state = FfmLibc.errnoState();
        try {
            return result((int) FfmLibc.FCNTL.invokeExact(state, fd, command, argument), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int dup3(int fd, int target, int flags) {
        MemorySegment state = FfmLibc.errnoState();
        try {
            return result((int) FfmLibc.DUP3.invokeExact(state, fd, target, flags), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public long splice(int fromFd, int toFd, long lengthBytes, int flags) {
        MemorySegment state = FfmLibc.errnoState();
        try {
            return result((long) FfmLibc.SPLICE.invokeExact(state, fromFd, 0L, toFd, 0L, lengthBytes, flags), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        MemorySegment state = FfmLibc.errnoState();
        try {
            return result((int) FfmLibc.SOCKET.invokeExact(state, domain, type, protocol), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int socketpair(int domain, int type, int protocol, long fdsAddress) {
        MemorySegment state = FfmLibc.errnoState();
        try {
            return result((int) FfmLibc.SOCKETPAIR.invokeExact(state, domain, type, protocol, fdsAddress), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int bind(int fd, long sockaddrAddress, int sockaddrLength) {
        MemorySegment state = FfmLibc.errnoState();
        try {
            return result((int) FfmLibc.BIND.invokeExact(state, fd, sockaddrAddress, sockaddrLength), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int listen(int fd, int backlog) {
        MemorySegment state = FfmLibc.errnoState();
        try {
            return result((int) FfmLibc.LISTEN.invokeExact(state, fd, backlog), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int connect(int fd, long sockaddrAddress, int sockaddrLength) {
        MemorySegment state = FfmLibc.errnoState();
        try {
            return result((int) FfmLibc.CONNECT.invokeExact(state, fd, sockaddrAddress, sockaddrLength), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int shutdown(int fd, int how) {
        MemorySegment state = FfmLibc.errnoState();
        try {
            return result((int) FfmLibc.SHUTDOWN.invokeExact(state, fd, how), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public long send(int fd, long address, long lengthBytes, int flags) {
        MemorySegment state = FfmLibc.errnoState();
        try {
            return result((long) send.invokeExact(state, fd, address, lengthBytes, flags), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public long recv(int fd, long address, long lengthBytes, int flags) {
        MemorySegment state = FfmLibc.errnoState();
        try {
            return result((long) recv.invokeExact(state, fd, address, lengthBytes, flags), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int setsockopt(int fd, int level, int option, long valueAddress, int valueLength) {
        MemorySegment state = FfmLibc.errnoState();
        try {
            return result((int) FfmLibc.SETSOCKOPT.invokeExact(
                    state, fd, level, option, valueAddress, valueLength), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int getsockopt(int fd, int level, int option, long valueAddress, long lengthAddress) {
        MemorySegment state = FfmLibc.errnoState();
        try {
            return result((int) FfmLibc.GETSOCKOPT.invokeExact(
                    state, fd, level, option, valueAddress, lengthAddress), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int getsockname(int fd, long sockaddrAddress, long lengthAddress) {
        MemorySegment state = FfmLibc.errnoState();
        try {
            return result((int) FfmLibc.GETSOCKNAME.invokeExact(state, fd, sockaddrAddress, lengthAddress), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int getpeername(int fd, long sockaddrAddress, long lengthAddress) {
        MemorySegment state = FfmLibc.errnoState();
        try {
            return result((int) FfmLibc.GETPEERNAME.invokeExact(state, fd, sockaddrAddress, lengthAddress), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static int result(int value, MemorySegment state) {
        return value == -1 ? -FfmLibc.errno(state) : value;
    }

    private static long result(long value, MemorySegment state) {
        return value == -1 ? -FfmLibc.errno(state) : value;
    }

    /** C functions throw nothing; what arrives here is the virtual machine's (out of memory, a stack overflow). */
    private static Error unexpected(Throwable thrown) {
        return thrown instanceof Error error ? error : new AssertionError("a downcall threw", thrown);
    }
}
