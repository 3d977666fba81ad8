// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.sys;

/**
 * Descriptor system calls. Each returns the call's value, which is {@code >= 0}, or {@code -errno}; none throws. Any
 * thread.
 */
public interface FileSyscalls {
    /**
     * {@code close(2)}. Never retried: on Linux the descriptor is gone even after {@code EINTR}.
     *
     * @param fd the descriptor
     * @return 0 or {@code -errno}
     */
    int close(int fd);

    /**
     * {@code read(2)}.
     *
     * @param fd the descriptor
     * @param address receives the bytes
     * @param lengthBytes room
     * @return bytes read, 0 at the end, or {@code -errno}
     */
    long read(int fd, long address, long lengthBytes);

    /**
     * {@code write(2)}.
     *
     * @param fd the descriptor
     * @param address the bytes
     * @param lengthBytes how many
     * @return bytes written or {@code -errno}
     */
    long write(int fd, long address, long lengthBytes);

    /**
     * {@code eventfd(2)}.
     *
     * @param initial first counter value
     * @param flags {@code EFD_*}
     * @return a descriptor or {@code -errno}
     */
    int eventfd(int initial, int flags);

    /**
     * {@code openat(2)} with {@code AT_FDCWD}.
     *
     * @param pathAddress a NUL-terminated path
     * @param flags {@code O_*}
     * @param mode permission bits for {@code O_CREAT}
     * @return a descriptor or {@code -errno}
     */
    int open(long pathAddress, int flags, int mode);

    /**
     * {@code pipe2(2)}.
     *
     * @param fdsAddress receives two {@code int}s: the end to read from, the end to write to
     * @param flags {@code O_CLOEXEC}, {@code O_NONBLOCK}
     * @return 0 or {@code -errno}
     */
    int pipe2(long fdsAddress, int flags);

    /**
     * {@code fcntl(2)} with a number as its argument.
     *
     * @param fd the descriptor
     * @param command {@code F_*}
     * @param argument depends on the command
     * @return depends on the command, or {@code -errno}
     */
    int fcntl(int fd, int command, long argument);

    /**
     * {@code dup3(2)}: has one descriptor mean what another means. What it meant before is closed.
     *
     * @param fd means it already
     * @param target is to mean it, and is not {@code fd}
     * @param flags {@code O_CLOEXEC}
     * @return {@code target} or {@code -errno}
     */
    int dup3(int fd, int target, int flags);

    /**
     * {@code splice(2)} without offsets: moves bytes between two descriptors, one of them a pipe.
     *
     * @param fromFd where the bytes are
     * @param toFd where they go
     * @param lengthBytes how many at most
     * @param flags {@code SPLICE_F_*}; a socket blocks unless it is {@code O_NONBLOCK}
     * @return bytes moved, 0 at the end of the input, or {@code -errno}
     */
    long splice(int fromFd, int toFd, long lengthBytes, int flags);
}
