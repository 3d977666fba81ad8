// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.abi;

/**
 * Structures of the calls for files, see openat2(2) and statx(2).
 *
 * <p>One nested class per structure; offsets and sizes in bytes.
 */
public final class FileLayouts {
    private FileLayouts() {}

    /**
     * {@code struct open_how}, since 5.6.
     *
     * <pre>{@code
     * struct open_how {
     *     __u64 flags;
     *     __u64 mode;
     *     __u64 resolve;
     * };
     * }</pre>
     */
    public static final class OpenHow {
        public static final int FLAGS_OFFSET = 0;
        public static final int MODE_OFFSET = 8;
        public static final int RESOLVE_OFFSET = 16;
        public static final int SIZE = 24;

        private OpenHow() {}
    }

    /**
     * {@code struct statx}, the fields that are used here.
     *
     * <pre>{@code
     * struct statx {
     *     __u32 stx_mask;
     *     __u32 stx_blksize;
     *     __u64 stx_attributes;
     *     __u32 stx_nlink;
     *     __u32 stx_uid;
     *     __u32 stx_gid;
     *     __u16 stx_mode;
     *     __u64 stx_ino;
     *     __u64 stx_size;
     *     __u64 stx_blocks;
     *     __u64 stx_attributes_mask;
     *     struct statx_timestamp stx_atime;
     *     struct statx_timestamp stx_btime;
     *     struct statx_timestamp stx_ctime;
     *     struct statx_timestamp stx_mtime;
     *     __u32 stx_rdev_major;
     *     __u32 stx_rdev_minor;
     *     __u32 stx_dev_major;
     *     __u32 stx_dev_minor;
     *     __u64 stx_mnt_id;
     *     __u32 stx_dio_mem_align;
     *     __u32 stx_dio_offset_align;
     *     ...
     * };
     * }</pre>
     */
    public static final class Statx {
        public static final int STX_MASK_OFFSET = 0;
        public static final int STX_BLKSIZE_OFFSET = 4;
        public static final int STX_NLINK_OFFSET = 16;
        public static final int STX_UID_OFFSET = 20;
        public static final int STX_GID_OFFSET = 24;
        public static final int STX_MODE_OFFSET = 28;
        public static final int STX_INO_OFFSET = 32;
        public static final int STX_SIZE_OFFSET = 40;
        public static final int STX_BLOCKS_OFFSET = 48;
        public static final int STX_ATIME_OFFSET = 64;
        public static final int STX_BTIME_OFFSET = 80;
        public static final int STX_CTIME_OFFSET = 96;
        public static final int STX_MTIME_OFFSET = 112;
        public static final int STX_DEV_MAJOR_OFFSET = 136;
        public static final int STX_DEV_MINOR_OFFSET = 140;
        public static final int STX_DIO_MEM_ALIGN_OFFSET = 152;
        public static final int STX_DIO_OFFSET_ALIGN_OFFSET = 156;
        public static final int SIZE = 256;

        private Statx() {}
    }

    /**
     * {@code struct statx_timestamp}.
     *
     * <pre>{@code
     * struct statx_timestamp {
     *     __s64 tv_sec;
     *     __u32 tv_nsec;
     * };
     * }</pre>
     */
    public static final class StatxTimestamp {
        public static final int TV_SEC_OFFSET = 0;
        public static final int TV_NSEC_OFFSET = 8;
        public static final int SIZE = 16;

        private StatxTimestamp() {}
    }
}
