// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.abi;

/**
 * Arguments of io_uring_register(2) that have no file of their own.
 *
 * <p>One nested class per structure; offsets and sizes in bytes.
 */
public final class RegisterLayouts {
    private RegisterLayouts() {}

    /**
     * {@code struct io_uring_probe_op}.
     *
     * <pre>{@code
     * struct io_uring_probe_op {
     *     __u8 op;
     *     __u8 resv;
     *     __u16 flags;
     *     __u32 resv2;
     * };
     * }</pre>
     */
    public static final class ProbeOp {
        public static final int OP_OFFSET = 0;
        public static final int FLAGS_OFFSET = 2;
        public static final int SIZE = 8;

        private ProbeOp() {}
    }

    /**
     * {@code struct io_uring_probe}.
     *
     * <pre>{@code
     * struct io_uring_probe {
     *     __u8 last_op;
     *     __u8 ops_len;
     *     __u16 resv;
     *     __u32 resv2[3];
     *     struct io_uring_probe_op ops[];
     * };
     * }</pre>
     */
    public static final class Probe {
        public static final int LAST_OP_OFFSET = 0;
        public static final int OPS_LEN_OFFSET = 1;
        public static final int OPS_OFFSET = 16;
        public static final int SIZE = 16;

        private Probe() {}
    }

    /**
     * {@code struct io_uring_restriction}.
     *
     * <pre>{@code
     * struct io_uring_restriction {
     *     __u16 opcode;
     *     union {
     *         __u8 register_op;
     *         __u8 sqe_op;
     *         __u8 sqe_flags;
     *     };
     *     __u8 resv;
     *     __u32 resv2[3];
     * };
     * }</pre>
     */
    public static final class Restriction {
        public static final int OPCODE_OFFSET = 0;
        public static final int REGISTER_OP_OFFSET = 2;
        public static final int SQE_OP_OFFSET = 2;
        public static final int SQE_FLAGS_OFFSET = 2;
        public static final int SIZE = 16;

        private Restriction() {}
    }

    /**
     * {@code struct io_uring_clock_register}.
     *
     * <pre>{@code
     * struct io_uring_clock_register {
     *     __u32 clockid;
     *     __u32 __resv[3];
     * };
     * }</pre>
     */
    public static final class ClockRegister {
        public static final int CLOCKID_OFFSET = 0;
        public static final int SIZE = 16;

        private ClockRegister() {}
    }

    /**
     * {@code struct io_uring_napi}.
     *
     * <pre>{@code
     * struct io_uring_napi {
     *     __u32 busy_poll_to;
     *     __u8 prefer_busy_poll;
     *     __u8 pad[3];
     *     __u64 resv;
     * };
     * }</pre>
     */
    public static final class Napi {
        public static final int BUSY_POLL_TO_OFFSET = 0;
        public static final int PREFER_BUSY_POLL_OFFSET = 4;
        public static final int SIZE = 16;

        private Napi() {}
    }

    /**
     * {@code struct io_uring_sync_cancel_reg}.
     *
     * <pre>{@code
     * struct io_uring_sync_cancel_reg {
     *     __u64 addr;
     *     __s32 fd;
     *     __u32 flags;
     *     struct __kernel_timespec timeout;
     *     __u8 opcode;
     *     __u8 pad[7];
     *     __u64 pad2[3];
     * };
     * }</pre>
     */
    public static final class SyncCancelReg {
        public static final int ADDR_OFFSET = 0;
        public static final int FD_OFFSET = 8;
        public static final int FLAGS_OFFSET = 12;
        public static final int TIMEOUT_OFFSET = 16;
        public static final int OPCODE_OFFSET = 32;
        public static final int SIZE = 64;

        private SyncCancelReg() {}
    }
}
