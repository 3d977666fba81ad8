// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.nettyuring.abi.IoUringConstants.IORING_OP_CLOSE;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_FGETXATTR;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_FSETXATTR;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_GETXATTR;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_LINKAT;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_MKDIRAT;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_OPENAT;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_OPENAT2;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_RENAMEAT;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_SETXATTR;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_STATX;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_SYMLINKAT;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_UNLINKAT;

/**
 * Files by name: open, close, and the directory tree. Every method writes all 64 bytes of the entry. Paths are
 * NUL-terminated and, like names and {@code open_how}, the kernel's until the enter that consumed the entry returned. A
 * {@code slot} is an index in the ring's {@link FileTable}, or {@code IORING_FILE_INDEX_ALLOC}.
 */
public sealed interface PathPreps extends RawPrep permits Sqe {
    /** Size of {@code struct open_how} in bytes. */
    int OPEN_HOW_SIZE = 24;

    /**
     * {@return this, prepared as {@code openat(2)}; since 5.6}
     *
     * @param dfd directory or {@code AT_FDCWD}
     * @param pathAddress the path
     * @param openFlags {@code O_*}
     * @param mode permission bits for {@code O_CREAT}
     */
    default Sqe prepOpenat(int dfd, long pathAddress, int openFlags, int mode) {
        return prepRw(IORING_OP_OPENAT, dfd, pathAddress, mode, 0, openFlags);
    }

    /**
     * {@return this, prepared as {@code openat(2)} into a slot; since 5.15}
     *
     * @param dfd directory or {@code AT_FDCWD}
     * @param pathAddress the path
     * @param openFlags {@code O_*} without {@code O_CLOEXEC}
     * @param mode permission bits for {@code O_CREAT}
     * @param slot where the file goes
     */
    default Sqe prepOpenatDirect(int dfd, long pathAddress, int openFlags, int mode, int slot) {
        return prepOpenat(dfd, pathAddress, openFlags, mode).fileIndex(slot);
    }

    /**
     * {@return this, prepared as {@code openat2(2)}; since 5.6}
     *
     * @param dfd directory or {@code AT_FDCWD}
     * @param pathAddress the path
     * @param openHowAddress a {@code struct open_how}
     */
    default Sqe prepOpenat2(int dfd, long pathAddress, long openHowAddress) {
        return prepRw(IORING_OP_OPENAT2, dfd, pathAddress, OPEN_HOW_SIZE, openHowAddress, 0);
    }

    /**
     * {@return this, prepared as {@code openat2(2)} into a slot; since 5.15}
     *
     * @param dfd directory or {@code AT_FDCWD}
     * @param pathAddress the path
     * @param openHowAddress a {@code struct open_how}
     * @param slot where the file goes
     */
    default Sqe prepOpenat2Direct(int dfd, long pathAddress, long openHowAddress, int slot) {
        return prepOpenat2(dfd, pathAddress, openHowAddress).fileIndex(slot);
    }

    /**
     * {@return this, prepared as {@code close(2)}; since 5.6}
     *
     * @param fd the descriptor
     */
    default Sqe prepClose(int fd) {
        return prepRw(IORING_OP_CLOSE, fd, 0, 0, 0, 0);
    }

    /**
     * {@return this, prepared as the close of a slot; since 5.15}
     *
     * @param slot the slot
     */
    default Sqe prepCloseDirect(int slot) {
        return prepRw(IORING_OP_CLOSE, 0, 0, 0, 0, 0).fileIndex(slot);
    }

    /**
     * {@return this, prepared as {@code statx(2)}; since 5.6}
     *
     * @param dfd directory or {@code AT_FDCWD}
     * @param pathAddress the path
     * @param statxFlags {@code AT_*}
     * @param mask {@code STATX_*}
     * @param statxAddress receives a {@code struct statx}, the kernel's until the CQE
     */
    default Sqe prepStatx(int dfd, long pathAddress, int statxFlags, int mask, long statxAddress) {
        return prepRw(IORING_OP_STATX, dfd, pathAddress, mask, statxAddress, statxFlags);
    }

    /**
     * {@return this, prepared as {@code renameat2(2)}; since 5.11}
     *
     * @param oldDfd directory or {@code AT_FDCWD}
     * @param oldPathAddress the path
     * @param newDfd directory or {@code AT_FDCWD}
     * @param newPathAddress its new path
     * @param renameFlags {@code RENAME_*}
     */
    default Sqe prepRenameat(int oldDfd, long oldPathAddress, int newDfd, long newPathAddress, int renameFlags) {
        return prepRw(IORING_OP_RENAMEAT, oldDfd, oldPathAddress, newDfd, newPathAddress, renameFlags);
    }

    /**
     * {@return this, prepared as {@code unlinkat(2)}; since 5.11}
     *
     * @param dfd directory or {@code AT_FDCWD}
     * @param pathAddress the path
     * @param unlinkFlags {@code AT_REMOVEDIR} or 0
     */
    default Sqe prepUnlinkat(int dfd, long pathAddress, int unlinkFlags) {
        return prepRw(IORING_OP_UNLINKAT, dfd, pathAddress, 0, 0, unlinkFlags);
    }

    /**
     * {@return this, prepared as {@code mkdirat(2)}; since 5.15}
     *
     * @param dfd directory or {@code AT_FDCWD}
     * @param pathAddress the path
     * @param mode permission bits
     */
    default Sqe prepMkdirat(int dfd, long pathAddress, int mode) {
        return prepRw(IORING_OP_MKDIRAT, dfd, pathAddress, mode, 0, 0);
    }

    /**
     * {@return this, prepared as {@code symlinkat(2)}; since 5.15}
     *
     * @param targetAddress the link's contents
     * @param newDfd directory or {@code AT_FDCWD}
     * @param linkPathAddress the link
     */
    default Sqe prepSymlinkat(long targetAddress, int newDfd, long linkPathAddress) {
        return prepRw(IORING_OP_SYMLINKAT, newDfd, targetAddress, 0, linkPathAddress, 0);
    }

    /**
     * {@return this, prepared as {@code linkat(2)}; since 5.15}
     *
     * @param oldDfd directory or {@code AT_FDCWD}
     * @param oldPathAddress the path
     * @param newDfd directory or {@code AT_FDCWD}
     * @param newPathAddress its second path
     * @param hardlinkFlags {@code AT_*}
     */
    default Sqe prepLinkat(int oldDfd, long oldPathAddress, int newDfd, long newPathAddress, int hardlinkFlags) {
        return prepRw(IORING_OP_LINKAT, oldDfd, oldPathAddress, newDfd, newPathAddress, hardlinkFlags);
    }

    /**
     * {@return this, prepared as {@code getxattr(2)}; since 5.19}
     *
     * @param nameAddress the attribute's name
     * @param valueAddress receives the value, the kernel's until the CQE
     * @param pathAddress the path
     * @param lengthBytes room for the value
     */
    default Sqe prepGetxattr(long nameAddress, long valueAddress, long pathAddress, int lengthBytes) {
        return prepRw(IORING_OP_GETXATTR, 0, nameAddress, lengthBytes, valueAddress, 0).addr3(pathAddress);
    }

    /**
     * {@return this, prepared as {@code setxattr(2)}; since 5.19}
     *
     * @param nameAddress the attribute's name
     * @param valueAddress the value
     * @param pathAddress the path
     * @param xattrFlags {@code XATTR_*}
     * @param lengthBytes of the value
     */
    default Sqe prepSetxattr(long nameAddress, long valueAddress, long pathAddress, int xattrFlags, int lengthBytes) {
        return prepRw(IORING_OP_SETXATTR, 0, nameAddress, lengthBytes, valueAddress, xattrFlags).addr3(pathAddress);
    }

    /**
     * {@return this, prepared as {@code fgetxattr(2)}; since 5.19}
     *
     * @param fd the file
     * @param nameAddress the attribute's name
     * @param valueAddress receives the value, the kernel's until the CQE
     * @param lengthBytes room for the value
     */
    default Sqe prepFgetxattr(int fd, long nameAddress, long valueAddress, int lengthBytes) {
        return prepRw(IORING_OP_FGETXATTR, fd, nameAddress, lengthBytes, valueAddress, 0);
    }

    /**
     * {@return this, prepared as {@code fsetxattr(2)}; since 5.19}
     *
     * @param fd the file
     * @param nameAddress the attribute's name
     * @param valueAddress the value
     * @param xattrFlags {@code XATTR_*}
     * @param lengthBytes of the value
     */
    default Sqe prepFsetxattr(int fd, long nameAddress, long valueAddress, int xattrFlags, int lengthBytes) {
        return prepRw(IORING_OP_FSETXATTR, fd, nameAddress, lengthBytes, valueAddress, xattrFlags);
    }
}
