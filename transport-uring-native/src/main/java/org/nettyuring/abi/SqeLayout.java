// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.abi;

/**
 * The submission queue entry. Offsets and sizes in bytes.
 *
 * <pre>{@code
 * struct io_uring_sqe {
 *     __u8 opcode;
 *     __u8 flags;
 *     __u16 ioprio;
 *     __s32 fd;
 *     union {
 *         __u64 off;
 *         __u64 addr2;
 *         struct {
 *             __u32 cmd_op;
 *             __u32 __pad1;
 *         };
 *     };
 *     union {
 *         __u64 addr;
 *         __u64 splice_off_in;
 *         struct {
 *             __u32 level;
 *             __u32 optname;
 *         };
 *     };
 *     __u32 len;
 *     union {
 *         __kernel_rwf_t rw_flags;
 *         __u32 fsync_flags;
 *         __u16 poll_events;
 *         __u32 poll32_events;
 *         __u32 sync_range_flags;
 *         __u32 msg_flags;
 *         __u32 timeout_flags;
 *         __u32 accept_flags;
 *         __u32 cancel_flags;
 *         __u32 open_flags;
 *         __u32 statx_flags;
 *         __u32 fadvise_advice;
 *         __u32 splice_flags;
 *         __u32 rename_flags;
 *         __u32 unlink_flags;
 *         __u32 hardlink_flags;
 *         __u32 xattr_flags;
 *         __u32 msg_ring_flags;
 *         __u32 uring_cmd_flags;
 *         __u32 waitid_flags;
 *         __u32 futex_flags;
 *         __u32 install_fd_flags;
 *         __u32 nop_flags;
 *         __u32 pipe_flags;
 *     };
 *     __u64 user_data;
 *     union {
 *         __u16 buf_index;
 *         __u16 buf_group;
 *     } __attribute__((packed));
 *     __u16 personality;
 *     union {
 *         __s32 splice_fd_in;
 *         __u32 file_index;
 *         __u32 zcrx_ifq_idx;
 *         __u32 optlen;
 *         struct {
 *             __u16 addr_len;
 *             __u16 __pad3[1];
 *         };
 *     };
 *     union {
 *         struct {
 *             __u64 addr3;
 *             __u64 __pad2[1];
 *         };
 *         struct {
 *             __u64 attr_ptr;
 *             __u64 attr_type_mask;
 *         };
 *         __u64 optval;
 *         __u8 cmd[0];
 *     };
 * };
 * }</pre>
 */
public final class SqeLayout {
    public static final int OPCODE_OFFSET = 0;
    public static final int FLAGS_OFFSET = 1;
    public static final int IOPRIO_OFFSET = 2;
    public static final int FD_OFFSET = 4;
    public static final int OFF_OFFSET = 8;
    public static final int ADDR2_OFFSET = 8;
    public static final int CMD_OP_OFFSET = 8;
    public static final int ADDR_OFFSET = 16;
    public static final int SPLICE_OFF_IN_OFFSET = 16;
    public static final int LEVEL_OFFSET = 16;
    public static final int OPTNAME_OFFSET = 20;
    public static final int LEN_OFFSET = 24;
    public static final int RW_FLAGS_OFFSET = 28;
    public static final int FSYNC_FLAGS_OFFSET = 28;
    public static final int POLL_EVENTS_OFFSET = 28;
    public static final int POLL32_EVENTS_OFFSET = 28;
    public static final int SYNC_RANGE_FLAGS_OFFSET = 28;
    public static final int MSG_FLAGS_OFFSET = 28;
    public static final int TIMEOUT_FLAGS_OFFSET = 28;
    public static final int ACCEPT_FLAGS_OFFSET = 28;
    public static final int CANCEL_FLAGS_OFFSET = 28;
    public static final int OPEN_FLAGS_OFFSET = 28;
    public static final int STATX_FLAGS_OFFSET = 28;
    public static final int FADVISE_ADVICE_OFFSET = 28;
    public static final int SPLICE_FLAGS_OFFSET = 28;
    public static final int RENAME_FLAGS_OFFSET = 28;
    public static final int UNLINK_FLAGS_OFFSET = 28;
    public static final int HARDLINK_FLAGS_OFFSET = 28;
    public static final int XATTR_FLAGS_OFFSET = 28;
    public static final int MSG_RING_FLAGS_OFFSET = 28;
    public static final int URING_CMD_FLAGS_OFFSET = 28;
    public static final int WAITID_FLAGS_OFFSET = 28;
    public static final int FUTEX_FLAGS_OFFSET = 28;
    public static final int INSTALL_FD_FLAGS_OFFSET = 28;
    public static final int NOP_FLAGS_OFFSET = 28;
    public static final int PIPE_FLAGS_OFFSET = 28;
    public static final int USER_DATA_OFFSET = 32;
    public static final int BUF_INDEX_OFFSET = 40;
    public static final int BUF_GROUP_OFFSET = 40;
    public static final int PERSONALITY_OFFSET = 42;
    public static final int SPLICE_FD_IN_OFFSET = 44;
    public static final int FILE_INDEX_OFFSET = 44;
    public static final int ZCRX_IFQ_IDX_OFFSET = 44;
    public static final int OPTLEN_OFFSET = 44;
    public static final int ADDR_LEN_OFFSET = 44;
    public static final int ADDR3_OFFSET = 48;
    public static final int ATTR_PTR_OFFSET = 48;
    public static final int ATTR_TYPE_MASK_OFFSET = 56;
    public static final int OPTVAL_OFFSET = 48;
    public static final int CMD_OFFSET = 48;
    public static final int SIZE = 64;

    private SqeLayout() {}
}
