// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.sys.jna;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The C library's functions, directly mapped: primitives only, so that no call allocates. Addresses and {@code size_t}
 * are {@code long}, which is their size on the 64-bit platforms that this library runs on. {@code syscall},
 * {@code openat} and {@code fcntl} are variadic in C; on those platforms integer arguments travel the same way as in a
 * fixed call.
 */
final class JnaLibc {
    static {
        Native.register(JnaLibc.class, NativeLibrary.getProcess());
    }

    private JnaLibc() {}

    static native long syscall(long number, long a, long b, long c, long d, long e, long f);

    static native long mmap(long address, long length, int prot, int flags, int fd, long offset);

    static native int munmap(long address, long length);

    static native int close(int fd);

    static native long read(int fd, long address, long length);

    static native long write(int fd, long address, long length);

    static native int eventfd(int initial, int flags);

    static native int openat(int dirfd, long path, int flags, int mode);

    static native int pipe2(long fds, int flags);

    static native int fcntl(int fd, int command, long argument);

    static native int dup3(int fd, int target, int flags);

    static native long splice(int from, long fromOffset, int to, long toOffset, long length, int flags);

    static native int socket(int domain, int type, int protocol);

    static native int socketpair(int domain, int type, int protocol, long fds);

    static native int bind(int fd, long sockaddr, int length);

    static native int listen(int fd, int backlog);

    static native int connect(int fd, long sockaddr, int length);

    static native int shutdown(int fd, int how);

    static native long send(int fd, long buffer, long length, int flags);

    static native long recv(int fd, long buffer, long length, int flags);

    static native int setsockopt(int fd, int level, int option, long value, int length);

    static native int getsockopt(int fd, int level, int option, long value, long length);

    static native int getsockname(int fd, long sockaddr, long length);

    static native int getpeername(int fd, long sockaddr, long length);
}
