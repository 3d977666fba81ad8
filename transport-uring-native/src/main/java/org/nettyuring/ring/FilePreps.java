// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.nettyuring.abi.IoUringConstants.IORING_OP_FADVISE;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_FALLOCATE;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_FSYNC;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_FTRUNCATE;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_MADVISE;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_READ;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_READV;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_READV_FIXED;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_READ_FIXED;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_READ_MULTISHOT;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_SPLICE;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_SYNC_FILE_RANGE;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_TEE;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_WRITE;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_WRITEV;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_WRITEV_FIXED;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_WRITE_FIXED;

/**
 * An open file's contents. Every method writes all 64 bytes of the entry. Buffers belong to the kernel until the CQE,
 * iovecs until the enter that consumed the entry returned. An {@code offset} of -1 is the file's own position.
 */
public sealed interface FilePreps extends RawPrep permits Sqe {
    /**
     * {@return this, prepared as {@code pread(2)}; since 5.6}
     *
     * @param fd the file
     * @param address receives the bytes
     * @param lengthBytes room
     * @param offset in the file
     */
    default Sqe prepRead(int fd, long address, int lengthBytes, long offset) {
        return prepRw(IORING_OP_READ, fd, address, lengthBytes, offset, 0);
    }

    /**
     * {@return this, prepared as {@code pwrite(2)}; since 5.6}
     *
     * @param fd the file
     * @param address the bytes
     * @param lengthBytes how many
     * @param offset in the file
     */
    default Sqe prepWrite(int fd, long address, int lengthBytes, long offset) {
        return prepRw(IORING_OP_WRITE, fd, address, lengthBytes, offset, 0);
    }

    /**
     * {@return this, prepared as {@code preadv2(2)}; since 5.1}
     *
     * @param fd the file
     * @param iovecsAddress {@code struct iovec[]}
     * @param iovecs how many
     * @param offset in the file
     * @param rwFlags {@code RWF_*}
     */
    default Sqe prepReadv(int fd, long iovecsAddress, int iovecs, long offset, int rwFlags) {
        return prepRw(IORING_OP_READV, fd, iovecsAddress, iovecs, offset, rwFlags);
    }

    /**
     * {@return this, prepared as {@code pwritev2(2)}; since 5.1}
     *
     * @param fd the file
     * @param iovecsAddress {@code struct iovec[]}
     * @param iovecs how many
     * @param offset in the file
     * @param rwFlags {@code RWF_*}
     */
    default Sqe prepWritev(int fd, long iovecsAddress, int iovecs, long offset, int rwFlags) {
        return prepRw(IORING_OP_WRITEV, fd, iovecsAddress, iovecs, offset, rwFlags);
    }

    /**
     * {@return this, prepared as a read into a registered buffer; since 5.1}
     *
     * @param fd the file
     * @param address inside the registered buffer
     * @param lengthBytes room
     * @param offset in the file
     * @param bufIndex the registered buffer
     */
    default Sqe prepReadFixed(int fd, long address, int lengthBytes, long offset, int bufIndex) {
        return prepRw(IORING_OP_READ_FIXED, fd, address, lengthBytes, offset, 0).bufIndex(bufIndex);
    }

    /**
     * {@return this, prepared as a write from a registered buffer; since 5.1}
     *
     * @param fd the file
     * @param address inside the registered buffer
     * @param lengthBytes how many
     * @param offset in the file
     * @param bufIndex the registered buffer
     */
    default Sqe prepWriteFixed(int fd, long address, int lengthBytes, long offset, int bufIndex) {
        return prepRw(IORING_OP_WRITE_FIXED, fd, address, lengthBytes, offset, 0).bufIndex(bufIndex);
    }

    /**
     * {@return this, prepared as a vectored read into a registered buffer; since 6.15}
     *
     * @param fd the file
     * @param iovecsAddress {@code struct iovec[]} inside the registered buffer
     * @param iovecs how many
     * @param offset in the file
     * @param rwFlags {@code RWF_*}
     * @param bufIndex the registered buffer
     */
    default Sqe prepReadvFixed(int fd, long iovecsAddress, int iovecs, long offset, int rwFlags, int bufIndex) {
        return prepRw(IORING_OP_READV_FIXED, fd, iovecsAddress, iovecs, offset, rwFlags).bufIndex(bufIndex);
    }

    /**
     * {@return this, prepared as a vectored write from a registered buffer; since 6.15}
     *
     * @param fd the file
     * @param iovecsAddress {@code struct iovec[]} inside the registered buffer
     * @param iovecs how many
     * @param offset in the file
     * @param rwFlags {@code RWF_*}
     * @param bufIndex the registered buffer
     */
    default Sqe prepWritevFixed(int fd, long iovecsAddress, int iovecs, long offset, int rwFlags, int bufIndex) {
        return prepRw(IORING_OP_WRITEV_FIXED, fd, iovecsAddress, iovecs, offset, rwFlags).bufIndex(bufIndex);
    }

    /**
     * {@return this, prepared as reads into provided buffers until a CQE without {@code F_MORE}; for files that can be
     * polled; since 6.7}
     *
     * @param fd the file
     * @param lengthBytes most bytes per CQE, 0 for whole buffers
     * @param offset in the file
     * @param bgid buffer group
     */
    default Sqe prepReadMultishot(int fd, int lengthBytes, long offset, int bgid) {
        return prepRw(IORING_OP_READ_MULTISHOT, fd, 0, lengthBytes, offset, 0).bufferSelect(bgid);
    }

    /**
     * {@return this, prepared as {@code fsync(2)}; since 5.1}
     *
     * @param fd the file
     * @param fsyncFlags {@code IORING_FSYNC_DATASYNC} or 0
     */
    default Sqe prepFsync(int fd, int fsyncFlags) {
        return prepRw(IORING_OP_FSYNC, fd, 0, 0, 0, fsyncFlags);
    }

    /**
     * {@return this, prepared as {@code sync_file_range(2)}; since 5.2}
     *
     * @param fd the file
     * @param lengthBytes how many, 0 to the end
     * @param offset in the file
     * @param syncRangeFlags {@code SYNC_FILE_RANGE_*}
     */
    default Sqe prepSyncFileRange(int fd, int lengthBytes, long offset, int syncRangeFlags) {
        return prepRw(IORING_OP_SYNC_FILE_RANGE, fd, 0, lengthBytes, offset, syncRangeFlags);
    }

    /**
     * {@return this, prepared as {@code fallocate(2)}; since 5.6}
     *
     * @param fd the file
     * @param mode {@code FALLOC_FL_*}
     * @param offset in the file
     * @param lengthBytes how many
     */
    default Sqe prepFallocate(int fd, int mode, long offset, long lengthBytes) {
        return prepRw(IORING_OP_FALLOCATE, fd, lengthBytes, mode, offset, 0);
    }

    /**
     * {@return this, prepared as {@code ftruncate(2)}; since 6.9}
     *
     * @param fd the file
     * @param lengthBytes its new size
     */
    default Sqe prepFtruncate(int fd, long lengthBytes) {
        return prepRw(IORING_OP_FTRUNCATE, fd, 0, 0, lengthBytes, 0);
    }

    /**
     * {@return this, prepared as {@code posix_fadvise(2)}; since 5.6}
     *
     * @param fd the file
     * @param offset in the file
     * @param lengthBytes how many, 0 to the end
     * @param advice {@code POSIX_FADV_*}
     */
    default Sqe prepFadvise(int fd, long offset, int lengthBytes, int advice) {
        return prepRw(IORING_OP_FADVISE, fd, 0, lengthBytes, offset, advice);
    }

    /**
     * {@return this, prepared as {@code madvise(2)}; since 5.6}
     *
     * @param address page aligned
     * @param lengthBytes how many
     * @param advice {@code MADV_*}
     */
    default Sqe prepMadvise(long address, int lengthBytes, int advice) {
        return prepRw(IORING_OP_MADVISE, -1, address, lengthBytes, 0, advice);
    }

    /**
     * {@return this, prepared as {@code splice(2)}; since 5.7. Always handed to a worker thread}
     *
     * @param fdIn source; a slot with {@code SPLICE_F_FD_IN_FIXED}
     * @param offsetIn in it, -1 for its own position
     * @param fdOut target
     * @param offsetOut in it, -1 for its own position
     * @param lengthBytes how many
     * @param spliceFlags {@code SPLICE_F_*}
     */
    default Sqe prepSplice(int fdIn, long offsetIn, int fdOut, long offsetOut, int lengthBytes, int spliceFlags) {
        return prepRw(IORING_OP_SPLICE, fdOut, offsetIn, lengthBytes, offsetOut, spliceFlags).rawFileIndex(fdIn);
    }

    /**
     * {@return this, prepared as {@code tee(2)}; since 5.8. Always handed to a worker thread}
     *
     * @param fdIn source pipe
     * @param fdOut target pipe
     * @param lengthBytes how many
     * @param spliceFlags {@code SPLICE_F_*}
     */
    default Sqe prepTee(int fdIn, int fdOut, int lengthBytes, int spliceFlags) {
        return prepRw(IORING_OP_TEE, fdOut, 0, lengthBytes, 0, spliceFlags).rawFileIndex(fdIn);
    }
}
