// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.sys.jna;

import static org.nettyuring.abi.LinuxConstants.AT_FDCWD;
import static org.nettyuring.abi.LinuxConstants.SYS_io_uring_enter;
import static org.nettyuring.abi.LinuxConstants.SYS_io_uring_register;
import static org.nettyuring.abi.LinuxConstants.SYS_io_uring_setup;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.AnonymousMemory;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Syscalls;

/**
 * The kernel through JNA's direct mapping, for Java 17 and up. JNA keeps the {@code errno} of the thread's last call,
 * so nothing that the JVM does in between can lose it. No call allocates, except {@link #view}, {@link #addressOf} and
 * {@link #allocate}.
 */
public final class JnaSyscalls implements Syscalls {
    /** Loads JNA's native part; an {@link Error} tells that it does not load here. */
    public JnaSyscalls() {
        JnaLibc.close(-1); // links now, while whoever chooses a binding can still choose another
    }

    @Override
    public String bindingName() {
        return "JNA";
    }

    @Override
    public int ioUringSetup(int entries, long paramsAddress) {
        return (int) result(JnaLibc.syscall(SYS_io_uring_setup, entries, paramsAddress, 0, 0, 0, 0));
    }

    @Override
    public int ioUringEnter(int fd, int toSubmit, int minComplete, int flags, long argAddress, long argSize) {
        return (int) result(
                JnaLibc.syscall(SYS_io_uring_enter, fd, toSubmit, minComplete, flags, argAddress, argSize));
    }

    @Override
    public int ioUringRegister(int fd, int opcode, long argAddress, int nrArgs) {
        return (int) result(JnaLibc.syscall(SYS_io_uring_register, fd, opcode, argAddress, nrArgs, 0, 0));
    }

    @Override
    public long mmap(long lengthBytes, int prot, int flags, int fd, long offset) {
        return result(JnaLibc.mmap(0, lengthBytes, prot, flags, fd, offset));
    }

    @Override
    public int munmap(long address, long lengthBytes) {
        return result(JnaLibc.munmap(address, lengthBytes));
    }

    @Override
    public ByteBuffer view(long address, int lengthBytes) {
        return new Pointer(address).getByteBuffer(0, lengthBytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public long addressOf(ByteBuffer direct) {
        if (!direct.isDirect()) {
            throw new IllegalArgumentException("buffer: " + direct + " (expected: direct)");
        }
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }

    @Override
    public NativeRegion allocate(int lengthBytes, String purpose) throws ErrnoException {
        return AnonymousMemory.allocate(this, lengthBytes, purpose);
    }

    @Override
    public int close(int fd) {
        return result(JnaLibc.close(fd));
    }

    @Override
    public long read(int fd, long address, long lengthBytes) {
        return result(JnaLibc.read(fd, address, lengthBytes));
    }

    @Override
    public long write(int fd, long address, long lengthBytes) {
        return result(JnaLibc.write(fd, address, lengthBytes));
    }

    @Override
    public int eventfd(int initial, int flags) {
        return result(JnaLibc.eventfd(initial, flags));
    }

    @Override
    public int open(long pathAddress, int flags, int mode) {
        return result(JnaLibc.openat(AT_FDCWD, pathAddress, flags, mode));
    }

    @Override
    public int pipe2(long fdsAddress, int flags) {
        return result(JnaLibc.pipe2(fdsAddress, flags));
    }

    @Override
    public int fcntl(int fd, int command, long argument) {
        return result(JnaLibc.fcntl(fd, command, argument));
    }

    @Override
    public int dup3(int fd, int target, int flags) {
        return result(JnaLibc.dup3(fd, target, flags));
    }

    @Override
    public long splice(int fromFd, int toFd, long lengthBytes, int flags) {
        return result(JnaLibc.splice(fromFd, 0, toFd, 0, lengthBytes, flags));
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        return result(JnaLibc.socket(domain, type, protocol));
    }

    @Override
    public int socketpair(int domain, int type, int protocol, long fdsAddress) {
        return result(JnaLibc.socketpair(domain, type, protocol, fdsAddress));
    }

    @Override
    public int bind(int fd, long sockaddrAddress, int sockaddrLength) {
        return result(JnaLibc.bind(fd, sockaddrAddress, sockaddrLength));
    }

    @Override
    public int listen(int fd, int backlog) {
        return result(JnaLibc.listen(fd, backlog));
    }

    @Override
    public int connect(int fd, long sockaddrAddress, int sockaddrLength) {
        return result(JnaLibc.connect(fd, sockaddrAddress, sockaddrLength));
    }

    @Override
    public int shutdown(int fd, int how) {
        return result(JnaLibc.shutdown(fd, how));
    }

    @Override
    public long send(int fd, long address, long lengthBytes, int flags) {
        return result(JnaLibc.send(fd, address, lengthBytes, flags));
    }

    @Override
    public long recv(int fd, long address, long lengthBytes, int flags) {
        return result(JnaLibc.recv(fd, address, lengthBytes, flags));
    }

    @Override
    public int setsockopt(int fd, int level, int option, long valueAddress, int valueLength) {
        return result(JnaLibc.setsockopt(fd, level, option, valueAddress, valueLength));
    }

    @Override
    public int getsockopt(int fd, int level, int option, long valueAddress, long lengthAddress) {
        return result(JnaLibc.getsockopt(fd, level, option, valueAddress, lengthAddress));
    }

    @Override
    public int getsockname(int fd, long sockaddrAddress, long lengthAddress) {
        return result(JnaLibc.getsockname(fd, sockaddrAddress, lengthAddress));
    }

    @Override
    public int getpeername(int fd, long sockaddrAddress, long lengthAddress) {
        return result(JnaLibc.getpeername(fd, sockaddrAddress, lengthAddress));
    }

    private static int result(int value) {
        return value == -1 ? -Native.getLastError() : value;
    }

    private static long result(long value) {
        return value == -1 ? -Native.getLastError() : value;
    }
}
