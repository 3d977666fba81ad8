// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.abi;

/**
 * Registered files, buffers and memory regions, see io_uring_register(2).
 *
 * <p>One nested class per structure; offsets and sizes in bytes.
 */
public final class RsrcLayouts {
    private RsrcLayouts() {}

    /**
     * {@code struct io_uring_rsrc_register}.
     *
     * <pre>{@code
     * struct io_uring_rsrc_register {
     *     __u32 nr;
     *     __u32 flags;
     *     __u64 resv2;
     *     __aligned_u64 data;
     *     __aligned_u64 tags;
     * };
     * }</pre>
     */
    public static final class RsrcRegister {
        public static final int NR_OFFSET = 0;
        public static final int FLAGS_OFFSET = 4;
        public static final int DATA_OFFSET = 16;
        public static final int TAGS_OFFSET = 24;
        public static final int SIZE = 32;

        private RsrcRegister() {}
    }

    /**
     * {@code struct io_uring_rsrc_update}.
     *
     * <pre>{@code
     * struct io_uring_rsrc_update {
     *     __u32 offset;
     *     __u32 resv;
     *     __aligned_u64 data;
     * };
     * }</pre>
     */
    public static final class RsrcUpdate {
        public static final int OFFSET_OFFSET = 0;
        public static final int DATA_OFFSET = 8;
        public static final int SIZE = 16;

        private RsrcUpdate() {}
    }

    /**
     * {@code struct io_uring_rsrc_update2}.
     *
     * <pre>{@code
     * struct io_uring_rsrc_update2 {
     *     __u32 offset;
     *     __u32 resv;
     *     __aligned_u64 data;
     *     __aligned_u64 tags;
     *     __u32 nr;
     *     __u32 resv2;
     * };
     * }</pre>
     */
    public static final class RsrcUpdate2 {
        public static final int OFFSET_OFFSET = 0;
        public static final int DATA_OFFSET = 8;
        public static final int TAGS_OFFSET = 16;
        public static final int NR_OFFSET = 24;
        public static final int SIZE = 32;

        private RsrcUpdate2() {}
    }

    /**
     * {@code struct io_uring_files_update}.
     *
     * <pre>{@code
     * struct io_uring_files_update {
     *     __u32 offset;
     *     __u32 resv;
     *     __aligned_u64 fds;
     * };
     * }</pre>
     */
    public static final class FilesUpdate {
        public static final int OFFSET_OFFSET = 0;
        public static final int FDS_OFFSET = 8;
        public static final int SIZE = 16;

        private FilesUpdate() {}
    }

    /**
     * {@code struct io_uring_file_index_range}.
     *
     * <pre>{@code
     * struct io_uring_file_index_range {
     *     __u32 off;
     *     __u32 len;
     *     __u64 resv;
     * };
     * }</pre>
     */
    public static final class FileIndexRange {
        public static final int OFF_OFFSET = 0;
        public static final int LEN_OFFSET = 4;
        public static final int SIZE = 16;

        private FileIndexRange() {}
    }

    /**
     * {@code struct io_uring_clone_buffers}.
     *
     * <pre>{@code
     * struct io_uring_clone_buffers {
     *     __u32 src_fd;
     *     __u32 flags;
     *     __u32 src_off;
     *     __u32 dst_off;
     *     __u32 nr;
     *     __u32 pad[3];
     * };
     * }</pre>
     */
    public static final class CloneBuffers {
        public static final int SRC_FD_OFFSET = 0;
        public static final int FLAGS_OFFSET = 4;
        public static final int SRC_OFF_OFFSET = 8;
        public static final int DST_OFF_OFFSET = 12;
        public static final int NR_OFFSET = 16;
        public static final int SIZE = 32;

        private CloneBuffers() {}
    }

    /**
     * {@code struct io_uring_region_desc}.
     *
     * <pre>{@code
     * struct io_uring_region_desc {
     *     __u64 user_addr;
     *     __u64 size;
     *     __u32 flags;
     *     __u32 id;
     *     __u64 mmap_offset;
     *     __u64 __resv[4];
     * };
     * }</pre>
     */
    public static final class RegionDesc {
        public static final int USER_ADDR_OFFSET = 0;
        public static final int SIZE_OFFSET = 8;
        public static final int FLAGS_OFFSET = 16;
        public static final int ID_OFFSET = 20;
        public static final int MMAP_OFFSET_OFFSET = 24;
        public static final int SIZE = 64;

        private RegionDesc() {}
    }

    /**
     * {@code struct io_uring_mem_region_reg}.
     *
     * <pre>{@code
     * struct io_uring_mem_region_reg {
     *     __u64 region_uptr;
     *     __u64 flags;
     *     __u64 __resv[2];
     * };
     * }</pre>
     */
    public static final class MemRegionReg {
        public static final int REGION_UPTR_OFFSET = 0;
        public static final int FLAGS_OFFSET = 8;
        public static final int SIZE = 32;

        private MemRegionReg() {}
    }
}
