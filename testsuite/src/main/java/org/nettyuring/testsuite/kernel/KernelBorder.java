// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Syscalls;

/** The system calls: memory comes from the host, everything else is played, under the kernel's lock. */
abstract class KernelBorder implements Syscalls {
    abstract <T> T locked(Supplier<T> call);

    abstract Syscalls host();

    abstract SocketCalls sockets();

    abstract RingCalls rings();

    abstract PipeCalls pipes();

    abstract DescriptorCalls files();

    abstract KernelFailure failure(String message);

    @Override
    public int ioUringSetup(int entries, long paramsAddress) {
        return locked(() -> rings().setup(entries, paramsAddress));
    }

    @Override
    public int ioUringEnter(int fd, int toSubmit, int minComplete, int flags, long argAddress, long argSize) {
        return locked(() -> rings().enter(fd, flags).run(toSubmit, minComplete, argAddress, argSize));
    }

    @Override
    public int ioUringRegister(int fd, int opcode, long argAddress, int nrArgs) {
        return locked(() -> rings().register(fd, opcode, argAddress, nrArgs));
    }

    @Override
    public long mmap(long lengthBytes, int prot, int flags, int fd, long offset) {
        return fd < 0 ? host().mmap(lengthBytes, prot, flags, fd, offset)
                : locked(() -> rings().mmap(lengthBytes, fd, offset));
    }

    @Override
    public int munmap(long address, long lengthBytes) {
        return locked(() -> rings().munmap(address)) ? 0 : host().munmap(address, lengthBytes);
    }

    @Override
    public ByteBuffer view(long address, int lengthBytes) {
        return host().view(address, lengthBytes);
    }

    @Override
    public long addressOf(ByteBuffer direct) {
        return host().addressOf(direct);
    }

    @Override
    public NativeRegion allocate(int lengthBytes, String purpose) throws ErrnoException {
        return host().allocate(lengthBytes, purpose);
    }

    @Override
    public int close(int fd) {
        return locked(() -> files().close(fd));
    }

    @Override
    public long read(int fd, long address, long lengthBytes) {
        return locked(() -> sockets().read(fd, address, lengthBytes));
    }

    @Override
    public long write(int fd, long address, long lengthBytes) {
        return locked(() -> sockets().write(fd, address, lengthBytes));
    }

    @Override
    public int eventfd(int initial, int flags) {
        return locked(() -> files().eventfd(initial));
    }

    @Override
    public int pipe2(long fdsAddress, int flags) {
        return locked(() -> pipes().pipe2(fdsAddress, flags));
    }

    @Override
    public int fcntl(int fd, int command, long argument) {
        return locked(() -> files().fcntl(fd, command, argument));
    }

    @Override
    public int dup3(int fd, int target, int flags) {
        throw failure("not played: dup3");
    }

    @Override
    public long splice(int fromFd, int toFd, long lengthBytes, int flags) {
        return locked(() -> pipes().splice(fromFd, toFd, lengthBytes, flags));
    }

    @Override
    public int open(long pathAddress, int flags, int mode) {
        return locked(() -> files().open(pathAddress, flags, mode));
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        return locked(() -> sockets().socket(domain, type));
    }

    @Override
    public int socketpair(int domain, int type, int protocol, long fdsAddress) {
        return locked(() -> sockets().socketpair(domain, type, fdsAddress));
    }

    @Override
    public int bind(int fd, long sockaddrAddress, int sockaddrLength) {
        return locked(() -> sockets().bind(fd, sockaddrAddress, sockaddrLength));
    }

    @Override
    public int listen(int fd, int backlog) {
        return locked(() -> sockets().listen(fd));
    }

    @Override
    public int connect(int fd, long sockaddrAddress, int sockaddrLength) {
        return locked(() -> sockets().connect(fd, sockaddrAddress, sockaddrLength));
    }

    @Override
    public int shutdown(int fd, int how) {
        return locked(() -> sockets().shutdown(fd, how));
    }

    @Override
    public long send(int fd, long address, long lengthBytes, int flags) {
        return locked(() -> sockets().send(fd, address, lengthBytes, flags));
    }

    @Override
    public long recv(int fd, long address, long lengthBytes, int flags) {
        return locked(() -> sockets().recv(fd, address, lengthBytes, flags));
    }

    @Override
    public int setsockopt(int fd, int level, int option, long valueAddress, int valueLength) {
        return locked(() -> sockets().setsockopt(fd, SocketCalls.key(level, option), valueAddress, valueLength));
    }

    @Override
    public int getsockopt(int fd, int level, int option, long valueAddress, long lengthAddress) {
        return locked(() -> sockets().getsockopt(fd, SocketCalls.key(level, option), valueAddress, lengthAddress));
    }

    @Override
    public int getsockname(int fd, long sockaddrAddress, long lengthAddress) {
        return locked(() -> sockets().getsockname(fd, sockaddrAddress, lengthAddress));
    }

    @Override
    public int getpeername(int fd, long sockaddrAddress, long lengthAddress) {
        return locked(() -> sockets().getpeername(fd, sockaddrAddress, lengthAddress));
    }
}
