// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.abi;

/**
 * Provided-buffer rings, see io_uring_register_buf_ring(3).
 *
 * <p>One nested class per structure; offsets and sizes in bytes.
 */
public final class BufferRingLayouts {
    private BufferRingLayouts() {}

    /**
     * {@code struct io_uring_buf}.
     *
     * <pre>{@code
     * struct io_uring_buf {
     *     __u64 addr;
     *     __u32 len;
     *     __u16 bid;
     *     __u16 resv;
     * };
     * }</pre>
     */
    public static final class Buf {
        public static final int ADDR_OFFSET = 0;
        public static final int LEN_OFFSET = 8;
        public static final int BID_OFFSET = 12;
        public static final int RESV_OFFSET = 14;
        public static final int SIZE = 16;

        private Buf() {}
    }

    /**
     * {@code struct io_uring_buf_ring}.
     *
     * <pre>{@code
     * struct io_uring_buf_ring {
     *     union {
     *         struct {
     *             __u64 resv1;
     *             __u32 resv2;
     *             __u16 resv3;
     *             __u16 tail;
     *         };
     *         struct io_uring_buf bufs[0];
     *     };
     * };
     * }</pre>
     */
    public static final class BufRing {
        public static final int TAIL_OFFSET = 14;
        public static final int BUFS_OFFSET = 0;
        public static final int SIZE = 16;

        private BufRing() {}
    }

    /**
     * {@code struct io_uring_buf_reg}.
     *
     * <pre>{@code
     * struct io_uring_buf_reg {
     *     __u64 ring_addr;
     *     __u32 ring_entries;
     *     __u16 bgid;
     *     __u16 flags;
     *     __u32 min_left;
     *     __u32 resv[5];
     * };
     * }</pre>
     */
    public static final class BufReg {
        public static final int RING_ADDR_OFFSET = 0;
        public static final int RING_ENTRIES_OFFSET = 8;
        public static final int BGID_OFFSET = 12;
        public static final int FLAGS_OFFSET = 14;
        public static final int MIN_LEFT_OFFSET = 16;
        public static final int SIZE = 40;

        private BufReg() {}
    }

    /**
     * {@code struct io_uring_buf_status}.
     *
     * <pre>{@code
     * struct io_uring_buf_status {
     *     __u32 buf_group;
     *     __u32 head;
     *     __u32 resv[8];
     * };
     * }</pre>
     */
    public static final class BufStatus {
        public static final int BUF_GROUP_OFFSET = 0;
        public static final int HEAD_OFFSET = 4;
        public static final int SIZE = 40;

        private BufStatus() {}
    }
}
