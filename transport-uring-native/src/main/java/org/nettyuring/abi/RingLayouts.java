// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.abi;

/**
 * Structures of ring setup, waiting and the ring mappings.
 *
 * <p>One nested class per structure; offsets and sizes in bytes.
 */
public final class RingLayouts {
    private RingLayouts() {}

    /**
     * {@code struct io_sqring_offsets}.
     *
     * <pre>{@code
     * struct io_sqring_offsets {
     *     __u32 head;
     *     __u32 tail;
     *     __u32 ring_mask;
     *     __u32 ring_entries;
     *     __u32 flags;
     *     __u32 dropped;
     *     __u32 array;
     *     __u32 resv1;
     *     __u64 user_addr;
     * };
     * }</pre>
     */
    public static final class SqringOffsets {
        public static final int HEAD_OFFSET = 0;
        public static final int TAIL_OFFSET = 4;
        public static final int RING_MASK_OFFSET = 8;
        public static final int RING_ENTRIES_OFFSET = 12;
        public static final int FLAGS_OFFSET = 16;
        public static final int DROPPED_OFFSET = 20;
        public static final int ARRAY_OFFSET = 24;
        public static final int USER_ADDR_OFFSET = 32;
        public static final int SIZE = 40;

        private SqringOffsets() {}
    }

    /**
     * {@code struct io_cqring_offsets}.
     *
     * <pre>{@code
     * struct io_cqring_offsets {
     *     __u32 head;
     *     __u32 tail;
     *     __u32 ring_mask;
     *     __u32 ring_entries;
     *     __u32 overflow;
     *     __u32 cqes;
     *     __u32 flags;
     *     __u32 resv1;
     *     __u64 user_addr;
     * };
     * }</pre>
     */
    public static final class CqringOffsets {
        public static final int HEAD_OFFSET = 0;
        public static final int TAIL_OFFSET = 4;
        public static final int RING_MASK_OFFSET = 8;
        public static final int RING_ENTRIES_OFFSET = 12;
        public static final int OVERFLOW_OFFSET = 16;
        public static final int CQES_OFFSET = 20;
        public static final int FLAGS_OFFSET = 24;
        public static final int USER_ADDR_OFFSET = 32;
        public static final int SIZE = 40;

        private CqringOffsets() {}
    }

    /**
     * {@code struct io_uring_params}.
     *
     * <pre>{@code
     * struct io_uring_params {
     *     __u32 sq_entries;
     *     __u32 cq_entries;
     *     __u32 flags;
     *     __u32 sq_thread_cpu;
     *     __u32 sq_thread_idle;
     *     __u32 features;
     *     __u32 wq_fd;
     *     __u32 resv[3];
     *     struct io_sqring_offsets sq_off;
     *     struct io_cqring_offsets cq_off;
     * };
     * }</pre>
     */
    public static final class Params {
        public static final int SQ_ENTRIES_OFFSET = 0;
        public static final int CQ_ENTRIES_OFFSET = 4;
        public static final int FLAGS_OFFSET = 8;
        public static final int SQ_THREAD_CPU_OFFSET = 12;
        public static final int SQ_THREAD_IDLE_OFFSET = 16;
        public static final int FEATURES_OFFSET = 20;
        public static final int WQ_FD_OFFSET = 24;
        public static final int SQ_OFF_OFFSET = 40;
        public static final int CQ_OFF_OFFSET = 80;
        public static final int SQ_OFF_HEAD_OFFSET = 40;
        public static final int SQ_OFF_TAIL_OFFSET = 44;
        public static final int SQ_OFF_RING_MASK_OFFSET = 48;
        public static final int SQ_OFF_RING_ENTRIES_OFFSET = 52;
        public static final int SQ_OFF_FLAGS_OFFSET = 56;
        public static final int SQ_OFF_DROPPED_OFFSET = 60;
        public static final int SQ_OFF_ARRAY_OFFSET = 64;
        public static final int SQ_OFF_USER_ADDR_OFFSET = 72;
        public static final int CQ_OFF_HEAD_OFFSET = 80;
        public static final int CQ_OFF_TAIL_OFFSET = 84;
        public static final int CQ_OFF_RING_MASK_OFFSET = 88;
        public static final int CQ_OFF_RING_ENTRIES_OFFSET = 92;
        public static final int CQ_OFF_OVERFLOW_OFFSET = 96;
        public static final int CQ_OFF_CQES_OFFSET = 100;
        public static final int CQ_OFF_FLAGS_OFFSET = 104;
        public static final int CQ_OFF_USER_ADDR_OFFSET = 112;
        public static final int SIZE = 120;

        private Params() {}
    }

    /**
     * {@code struct __kernel_timespec}.
     *
     * <pre>{@code
     * struct __kernel_timespec {
     *     __kernel_time64_t tv_sec;
     *     long long tv_nsec;
     * };
     * }</pre>
     */
    public static final class KernelTimespec {
        public static final int TV_SEC_OFFSET = 0;
        public static final int TV_NSEC_OFFSET = 8;
        public static final int SIZE = 16;

        private KernelTimespec() {}
    }

    /**
     * {@code struct io_uring_getevents_arg}.
     *
     * <pre>{@code
     * struct io_uring_getevents_arg {
     *     __u64 sigmask;
     *     __u32 sigmask_sz;
     *     __u32 min_wait_usec;
     *     __u64 ts;
     * };
     * }</pre>
     */
    public static final class GeteventsArg {
        public static final int SIGMASK_OFFSET = 0;
        public static final int SIGMASK_SZ_OFFSET = 8;
        public static final int MIN_WAIT_USEC_OFFSET = 12;
        public static final int TS_OFFSET = 16;
        public static final int SIZE = 24;

        private GeteventsArg() {}
    }

    /**
     * {@code struct io_uring_reg_wait}.
     *
     * <pre>{@code
     * struct io_uring_reg_wait {
     *     struct __kernel_timespec ts;
     *     __u32 min_wait_usec;
     *     __u32 flags;
     *     __u64 sigmask;
     *     __u32 sigmask_sz;
     *     __u32 pad[3];
     *     __u64 pad2[2];
     * };
     * }</pre>
     */
    public static final class RegWait {
        public static final int TS_OFFSET = 0;
        public static final int MIN_WAIT_USEC_OFFSET = 16;
        public static final int FLAGS_OFFSET = 20;
        public static final int SIGMASK_OFFSET = 24;
        public static final int SIGMASK_SZ_OFFSET = 32;
        public static final int SIZE = 64;

        private RegWait() {}
    }

    /**
     * {@code struct io_uring_recvmsg_out}.
     *
     * <pre>{@code
     * struct io_uring_recvmsg_out {
     *     __u32 namelen;
     *     __u32 controllen;
     *     __u32 payloadlen;
     *     __u32 flags;
     * };
     * }</pre>
     */
    public static final class RecvmsgOut {
        public static final int NAMELEN_OFFSET = 0;
        public static final int CONTROLLEN_OFFSET = 4;
        public static final int PAYLOADLEN_OFFSET = 8;
        public static final int FLAGS_OFFSET = 12;
        public static final int SIZE = 16;

        private RecvmsgOut() {}
    }
}
