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
}
