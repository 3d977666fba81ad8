// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.file;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.nettyuring.abi.FileLayouts.Statx;
import org.nettyuring.abi.FileLayouts.StatxTimestamp;
import org.nettyuring.abi.LinuxConstants;

/**
 * What statx(2) says of a file.
 *
 * @param mode kind and permission bits, {@code S_IF*} and the rest
 * @param size in bytes
 * @param blocks of 512 bytes that are allocated
 * @param blockSizeBytes preferred for I/O
 * @param links hard links
 * @param uid its owner
 * @param gid its group
 * @param inode its number
 * @param device of the file system: major number in the upper 32 bits, minor in the lower
 * @param accessed last read
 * @param changed last change of its status
 * @param modified last change of its contents
 * @param created null if the file system does not keep it
 * @param directMemoryAlign alignment in bytes that {@code O_DIRECT} asks of memory; 0 for none possible, -1 if the
 *     kernel (before 6.1) or the file system does not say
 * @param directOffsetAlign alignment in bytes that {@code O_DIRECT} asks of positions and lengths; 0 and -1 as before
 */
public record FileStatus(int mode, long size, long blocks, int blockSizeBytes, int links, int uid, int gid, long inode,
        long device, Instant accessed, Instant changed, Instant modified, Instant created, int directMemoryAlign,
        int directOffsetAlign) {
    /** What is asked for. */
    static final int MASK =
            LinuxConstants.STATX_BASIC_STATS | LinuxConstants.STATX_BTIME | LinuxConstants.STATX_DIOALIGN;

    private static final int S_IFMT = 0xF000;
    private static final int S_IFREG = 0x8000;
    private static final int S_IFDIR = 0x4000;

    /** Reads a {@code struct statx} in native byte order. */
    static FileStatus of(ByteBuffer statx) {
        int mask = statx.getInt(Statx.STX_MASK_OFFSET);
        boolean saysAlignment = (mask & LinuxConstants.STATX_DIOALIGN) != 0;
        return new FileStatus(
                statx.getShort(Statx.STX_MODE_OFFSET) & 0xFFFF,
                statx.getLong(Statx.STX_SIZE_OFFSET),
                statx.getLong(Statx.STX_BLOCKS_OFFSET),
                statx.getInt(Statx.STX_BLKSIZE_OFFSET),
                statx.getInt(Statx.STX_NLINK_OFFSET),
                statx.getInt(Statx.STX_UID_OFFSET),
                statx.getInt(Statx.STX_GID_OFFSET),
                statx.getLong(Statx.STX_INO_OFFSET),
                (long) statx.getInt(Statx.STX_DEV_MAJOR_OFFSET) << Integer.SIZE
                        | statx.getInt(Statx.STX_DEV_MINOR_OFFSET) & 0xFFFF_FFFFL,
                time(statx, Statx.STX_ATIME_OFFSET),
                time(statx, Statx.STX_CTIME_OFFSET),
                time(statx, Statx.STX_MTIME_OFFSET),
                (mask & LinuxConstants.STATX_BTIME) != 0 ? time(statx, Statx.STX_BTIME_OFFSET) : null,
                saysAlignment ? statx.getInt(Statx.STX_DIO_MEM_ALIGN_OFFSET) : -1,
                saysAlignment ? statx.getInt(Statx.STX_DIO_OFFSET_ALIGN_OFFSET) : -1);
    }

    private static Instant time(ByteBuffer statx, int offset) {
        return Instant.ofEpochSecond(statx.getLong(offset + StatxTimestamp.TV_SEC_OFFSET),
                statx.getInt(offset + StatxTimestamp.TV_NSEC_OFFSET));
    }

    /** {@return whether it is a regular file} */
    public boolean isRegularFile() {
        return (mode & S_IFMT) == S_IFREG;
    }

    /** {@return whether it is a directory} */
    public boolean isDirectory() {
        return (mode & S_IFMT) == S_IFDIR;
    }
}
