// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.abi;

/**
 * The constants of {@code linux/io_uring.h} that sockets, files and the ring itself need: same spelling, order and
 * value form. "since" is the first mainline kernel; what this kernel has is found by probing, never from these.
 */
public final class IoUringConstants {
    // sqe->file_index
    public static final int IORING_FILE_INDEX_ALLOC = ~0; // since 5.19

    // sqe->flags
    public static final int IOSQE_FIXED_FILE = 1 << 0; // since 5.1
    public static final int IOSQE_IO_DRAIN = 1 << 1; // since 5.2
    public static final int IOSQE_IO_LINK = 1 << 2; // since 5.3
    public static final int IOSQE_IO_HARDLINK = 1 << 3; // since 5.5
    public static final int IOSQE_ASYNC = 1 << 4; // since 5.6
    public static final int IOSQE_BUFFER_SELECT = 1 << 5; // since 5.7
    public static final int IOSQE_CQE_SKIP_SUCCESS = 1 << 6; // since 5.17

    // io_uring_setup(2) flags
    public static final int IORING_SETUP_IOPOLL = 1 << 0; // since 5.1
    public static final int IORING_SETUP_SQPOLL = 1 << 1; // since 5.1
    public static final int IORING_SETUP_SQ_AFF = 1 << 2; // since 5.1
    public static final int IORING_SETUP_CQSIZE = 1 << 3; // since 5.5
    public static final int IORING_SETUP_CLAMP = 1 << 4; // since 5.6
    public static final int IORING_SETUP_ATTACH_WQ = 1 << 5; // since 5.6
    public static final int IORING_SETUP_R_DISABLED = 1 << 6; // since 5.10
    public static final int IORING_SETUP_SUBMIT_ALL = 1 << 7; // since 5.18
    public static final int IORING_SETUP_COOP_TASKRUN = 1 << 8; // since 5.19
    public static final int IORING_SETUP_TASKRUN_FLAG = 1 << 9; // since 5.19
    public static final int IORING_SETUP_SQE128 = 1 << 10; // since 5.19
    public static final int IORING_SETUP_CQE32 = 1 << 11; // since 5.19
    public static final int IORING_SETUP_SINGLE_ISSUER = 1 << 12; // since 6.0
    public static final int IORING_SETUP_DEFER_TASKRUN = 1 << 13; // since 6.1
    public static final int IORING_SETUP_NO_MMAP = 1 << 14; // since 6.5
    public static final int IORING_SETUP_REGISTERED_FD_ONLY = 1 << 15; // since 6.5
    public static final int IORING_SETUP_NO_SQARRAY = 1 << 16; // since 6.6
    public static final int IORING_SETUP_HYBRID_IOPOLL = 1 << 17; // since 6.13
    public static final int IORING_SETUP_CQE_MIXED = 1 << 18; // since 6.18
    public static final int IORING_SETUP_SQE_MIXED = 1 << 19; // since 6.19
    public static final int IORING_SETUP_SQ_REWIND = 1 << 20; // since 7.0

    // enum io_uring_op
    public static final int IORING_OP_NOP = 0; // since 5.1
    public static final int IORING_OP_READV = 1; // since 5.1
    public static final int IORING_OP_WRITEV = 2; // since 5.1
    public static final int IORING_OP_FSYNC = 3; // since 5.1
    public static final int IORING_OP_READ_FIXED = 4; // since 5.1
    public static final int IORING_OP_WRITE_FIXED = 5; // since 5.1
    public static final int IORING_OP_POLL_ADD = 6; // since 5.1
    public static final int IORING_OP_POLL_REMOVE = 7; // since 5.1
    public static final int IORING_OP_SYNC_FILE_RANGE = 8; // since 5.2
    public static final int IORING_OP_SENDMSG = 9; // since 5.3
    public static final int IORING_OP_RECVMSG = 10; // since 5.3
    public static final int IORING_OP_TIMEOUT = 11; // since 5.4
    public static final int IORING_OP_TIMEOUT_REMOVE = 12; // since 5.5
    public static final int IORING_OP_ACCEPT = 13; // since 5.5
    public static final int IORING_OP_ASYNC_CANCEL = 14; // since 5.5
    public static final int IORING_OP_LINK_TIMEOUT = 15; // since 5.5
    public static final int IORING_OP_CONNECT = 16; // since 5.5
    public static final int IORING_OP_FALLOCATE = 17; // since 5.6
    public static final int IORING_OP_OPENAT = 18; // since 5.6
    public static final int IORING_OP_CLOSE = 19; // since 5.6
    public static final int IORING_OP_FILES_UPDATE = 20; // since 5.6
    public static final int IORING_OP_STATX = 21; // since 5.6
    public static final int IORING_OP_READ = 22; // since 5.6
    public static final int IORING_OP_WRITE = 23; // since 5.6
    public static final int IORING_OP_FADVISE = 24; // since 5.6
    public static final int IORING_OP_MADVISE = 25; // since 5.6
    public static final int IORING_OP_SEND = 26; // since 5.6
    public static final int IORING_OP_RECV = 27; // since 5.6
    public static final int IORING_OP_OPENAT2 = 28; // since 5.6
    public static final int IORING_OP_EPOLL_CTL = 29; // since 5.6
    public static final int IORING_OP_SPLICE = 30; // since 5.7
    public static final int IORING_OP_PROVIDE_BUFFERS = 31; // since 5.7
    public static final int IORING_OP_REMOVE_BUFFERS = 32; // since 5.7
    public static final int IORING_OP_TEE = 33; // since 5.8
    public static final int IORING_OP_SHUTDOWN = 34; // since 5.11
    public static final int IORING_OP_RENAMEAT = 35; // since 5.11
    public static final int IORING_OP_UNLINKAT = 36; // since 5.11
    public static final int IORING_OP_MKDIRAT = 37; // since 5.15
    public static final int IORING_OP_SYMLINKAT = 38; // since 5.15
    public static final int IORING_OP_LINKAT = 39; // since 5.15
    public static final int IORING_OP_MSG_RING = 40; // since 5.18
    public static final int IORING_OP_FSETXATTR = 41; // since 5.19
    public static final int IORING_OP_SETXATTR = 42; // since 5.19
    public static final int IORING_OP_FGETXATTR = 43; // since 5.19
    public static final int IORING_OP_GETXATTR = 44; // since 5.19
    public static final int IORING_OP_SOCKET = 45; // since 5.19
    public static final int IORING_OP_URING_CMD = 46; // since 5.19
    public static final int IORING_OP_SEND_ZC = 47; // since 6.0
    public static final int IORING_OP_SENDMSG_ZC = 48; // since 6.1
    public static final int IORING_OP_READ_MULTISHOT = 49; // since 6.7
    public static final int IORING_OP_WAITID = 50; // since 6.7
    public static final int IORING_OP_FUTEX_WAIT = 51; // since 6.7
    public static final int IORING_OP_FUTEX_WAKE = 52; // since 6.7
    public static final int IORING_OP_FUTEX_WAITV = 53; // since 6.7
    public static final int IORING_OP_FIXED_FD_INSTALL = 54; // since 6.8
    public static final int IORING_OP_FTRUNCATE = 55; // since 6.9
    public static final int IORING_OP_BIND = 56; // since 6.11
    public static final int IORING_OP_LISTEN = 57; // since 6.11
    public static final int IORING_OP_RECV_ZC = 58; // since 6.15
    public static final int IORING_OP_EPOLL_WAIT = 59; // since 6.15
    public static final int IORING_OP_READV_FIXED = 60; // since 6.15
    public static final int IORING_OP_WRITEV_FIXED = 61; // since 6.15
    public static final int IORING_OP_PIPE = 62; // since 6.16
    public static final int IORING_OP_NOP128 = 63; // since 6.19
    public static final int IORING_OP_URING_CMD128 = 64; // since 6.19

    // sqe->uring_cmd_flags
    public static final int IORING_URING_CMD_FIXED = 1 << 0; // since 6.1

    // sqe->fsync_flags
    public static final int IORING_FSYNC_DATASYNC = 1 << 0; // since 5.1

    // sqe->timeout_flags
    public static final int IORING_TIMEOUT_ABS = 1 << 0; // since 5.4
    public static final int IORING_TIMEOUT_UPDATE = 1 << 1; // since 5.11
    public static final int IORING_TIMEOUT_BOOTTIME = 1 << 2; // since 5.15
    public static final int IORING_TIMEOUT_REALTIME = 1 << 3; // since 5.15
    public static final int IORING_LINK_TIMEOUT_UPDATE = 1 << 4; // since 5.15
    public static final int IORING_TIMEOUT_ETIME_SUCCESS = 1 << 5; // since 5.16
    public static final int IORING_TIMEOUT_MULTISHOT = 1 << 6; // since 6.4
    public static final int IORING_TIMEOUT_IMMEDIATE_ARG = 1 << 7; // since 7.1
    public static final int IORING_TIMEOUT_CLOCK_MASK = IORING_TIMEOUT_BOOTTIME | IORING_TIMEOUT_REALTIME; // since 5.15
    public static final int IORING_TIMEOUT_UPDATE_MASK =
            IORING_TIMEOUT_UPDATE | IORING_LINK_TIMEOUT_UPDATE; // since 5.15

    // sqe->splice_flags, extends splice(2) flags
    public static final int SPLICE_F_FD_IN_FIXED = 1 << 31; // since 5.7

    // POLL_ADD flags, stored in sqe->len
    public static final int IORING_POLL_ADD_MULTI = 1 << 0; // since 5.13
    public static final int IORING_POLL_UPDATE_EVENTS = 1 << 1; // since 5.13
    public static final int IORING_POLL_UPDATE_USER_DATA = 1 << 2; // since 5.13
    public static final int IORING_POLL_ADD_LEVEL = 1 << 3; // since 6.0

    // sqe->cancel_flags
    public static final int IORING_ASYNC_CANCEL_ALL = 1 << 0; // since 5.19
    public static final int IORING_ASYNC_CANCEL_FD = 1 << 1; // since 5.19
    public static final int IORING_ASYNC_CANCEL_ANY = 1 << 2; // since 5.19
    public static final int IORING_ASYNC_CANCEL_FD_FIXED = 1 << 3; // since 6.0
    public static final int IORING_ASYNC_CANCEL_USERDATA = 1 << 4; // since 6.6
    public static final int IORING_ASYNC_CANCEL_OP = 1 << 5; // since 6.6

    // send/sendmsg and recv/recvmsg flags (sqe->ioprio)
    public static final int IORING_RECVSEND_POLL_FIRST = 1 << 0; // since 5.19
    public static final int IORING_RECV_MULTISHOT = 1 << 1; // since 6.0
    public static final int IORING_RECVSEND_FIXED_BUF = 1 << 2; // since 6.0
    public static final int IORING_SEND_ZC_REPORT_USAGE = 1 << 3; // since 6.2
    public static final int IORING_RECVSEND_BUNDLE = 1 << 4; // since 6.10
    public static final int IORING_SEND_VECTORIZED = 1 << 5; // since 6.17

    // cqe.res for IORING_CQE_F_NOTIF if IORING_SEND_ZC_REPORT_USAGE was requested
    public static final int IORING_NOTIF_USAGE_ZC_COPIED = 1 << 31; // since 6.2

    // accept flags stored in sqe->ioprio
    public static final int IORING_ACCEPT_MULTISHOT = 1 << 0; // since 5.19
    public static final int IORING_ACCEPT_DONTWAIT = 1 << 1; // since 6.10
    public static final int IORING_ACCEPT_POLL_FIRST = 1 << 2; // since 6.10

    // IORING_OP_MSG_RING command types, stored in sqe->addr
    public static final int IORING_MSG_DATA = 0; // since 5.18
    public static final int IORING_MSG_SEND_FD = 1; // since 6.0

    // sqe->msg_ring_flags
    public static final int IORING_MSG_RING_CQE_SKIP = 1 << 0; // since 6.0
    public static final int IORING_MSG_RING_FLAGS_PASS = 1 << 1; // since 6.3

    // sqe->install_fd_flags
    public static final int IORING_FIXED_FD_NO_CLOEXEC = 1 << 0; // since 6.8

    // sqe->nop_flags
    public static final int IORING_NOP_INJECT_RESULT = 1 << 0; // since 6.10
    public static final int IORING_NOP_CQE32 = 1 << 5; // since 6.18

    // cqe->flags
    public static final int IORING_CQE_F_BUFFER = 1 << 0; // since 5.7
    public static final int IORING_CQE_F_MORE = 1 << 1; // since 5.13
    public static final int IORING_CQE_F_SOCK_NONEMPTY = 1 << 2; // since 5.19
    public static final int IORING_CQE_F_NOTIF = 1 << 3; // since 6.0
    public static final int IORING_CQE_F_BUF_MORE = 1 << 4; // since 6.12
    public static final int IORING_CQE_F_SKIP = 1 << 5; // since 6.18
    public static final int IORING_CQE_F_32 = 1 << 15; // since 6.18
    public static final int IORING_CQE_BUFFER_SHIFT = 16; // since 5.7

    // Magic offsets for the application to mmap the data it needs
    public static final long IORING_OFF_SQ_RING = 0L; // since 5.1
    public static final long IORING_OFF_CQ_RING = 0x8000000L; // since 5.1
    public static final long IORING_OFF_SQES = 0x10000000L; // since 5.1
    public static final long IORING_OFF_PBUF_RING = 0x80000000L; // since 6.4
    public static final int IORING_OFF_PBUF_SHIFT = 16; // since 6.4
    public static final long IORING_OFF_MMAP_MASK = 0xf8000000L; // since 6.4

    // sq_ring->flags
    public static final int IORING_SQ_NEED_WAKEUP = 1 << 0; // since 5.1
    public static final int IORING_SQ_CQ_OVERFLOW = 1 << 1; // since 5.8
    public static final int IORING_SQ_TASKRUN = 1 << 2; // since 5.19

    // cq_ring->flags
    public static final int IORING_CQ_EVENTFD_DISABLED = 1 << 0; // since 5.8

    // io_uring_enter(2) flags
    public static final int IORING_ENTER_GETEVENTS = 1 << 0; // since 5.1
    public static final int IORING_ENTER_SQ_WAKEUP = 1 << 1; // since 5.1
    public static final int IORING_ENTER_SQ_WAIT = 1 << 2; // since 5.10
    public static final int IORING_ENTER_EXT_ARG = 1 << 3; // since 5.11
    public static final int IORING_ENTER_REGISTERED_RING = 1 << 4; // since 5.18
    public static final int IORING_ENTER_ABS_TIMER = 1 << 5; // since 6.12
    public static final int IORING_ENTER_EXT_ARG_REG = 1 << 6; // since 6.13
    public static final int IORING_ENTER_NO_IOWAIT = 1 << 7; // since 6.15

    // io_uring_params->features flags
    public static final int IORING_FEAT_SINGLE_MMAP = 1 << 0; // since 5.4
    public static final int IORING_FEAT_NODROP = 1 << 1; // since 5.5
    public static final int IORING_FEAT_SUBMIT_STABLE = 1 << 2; // since 5.5
    public static final int IORING_FEAT_RW_CUR_POS = 1 << 3; // since 5.6
    public static final int IORING_FEAT_CUR_PERSONALITY = 1 << 4; // since 5.6
    public static final int IORING_FEAT_FAST_POLL = 1 << 5; // since 5.7
    public static final int IORING_FEAT_POLL_32BITS = 1 << 6; // since 5.9
    public static final int IORING_FEAT_SQPOLL_NONFIXED = 1 << 7; // since 5.11
    public static final int IORING_FEAT_EXT_ARG = 1 << 8; // since 5.11
    public static final int IORING_FEAT_NATIVE_WORKERS = 1 << 9; // since 5.12
    public static final int IORING_FEAT_RSRC_TAGS = 1 << 10; // since 5.13
    public static final int IORING_FEAT_CQE_SKIP = 1 << 11; // since 5.17
    public static final int IORING_FEAT_LINKED_FILE = 1 << 12; // since 5.17
    public static final int IORING_FEAT_REG_REG_RING = 1 << 13; // since 6.3
    public static final int IORING_FEAT_RECVSEND_BUNDLE = 1 << 14; // since 6.10
    public static final int IORING_FEAT_MIN_TIMEOUT = 1 << 15; // since 6.12
    public static final int IORING_FEAT_RW_ATTR = 1 << 16; // since 6.14
    public static final int IORING_FEAT_NO_IOWAIT = 1 << 17; // since 6.15

    // io_uring_register(2) opcodes
    public static final int IORING_REGISTER_BUFFERS = 0; // since 5.1
    public static final int IORING_UNREGISTER_BUFFERS = 1; // since 5.1
    public static final int IORING_REGISTER_FILES = 2; // since 5.1
    public static final int IORING_UNREGISTER_FILES = 3; // since 5.1
    public static final int IORING_REGISTER_EVENTFD = 4; // since 5.2
    public static final int IORING_UNREGISTER_EVENTFD = 5; // since 5.2
    public static final int IORING_REGISTER_FILES_UPDATE = 6; // since 5.5
    public static final int IORING_REGISTER_EVENTFD_ASYNC = 7; // since 5.6
    public static final int IORING_REGISTER_PROBE = 8; // since 5.6
    public static final int IORING_REGISTER_PERSONALITY = 9; // since 5.6
    public static final int IORING_UNREGISTER_PERSONALITY = 10; // since 5.6
    public static final int IORING_REGISTER_RESTRICTIONS = 11; // since 5.10
    public static final int IORING_REGISTER_ENABLE_RINGS = 12; // since 5.10
    public static final int IORING_REGISTER_FILES2 = 13; // since 5.13
    public static final int IORING_REGISTER_FILES_UPDATE2 = 14; // since 5.13
    public static final int IORING_REGISTER_BUFFERS2 = 15; // since 5.13
    public static final int IORING_REGISTER_BUFFERS_UPDATE = 16; // since 5.13
    public static final int IORING_REGISTER_IOWQ_AFF = 17; // since 5.14
    public static final int IORING_UNREGISTER_IOWQ_AFF = 18; // since 5.14
    public static final int IORING_REGISTER_IOWQ_MAX_WORKERS = 19; // since 5.15
    public static final int IORING_REGISTER_RING_FDS = 20; // since 5.18
    public static final int IORING_UNREGISTER_RING_FDS = 21; // since 5.18
    public static final int IORING_REGISTER_PBUF_RING = 22; // since 5.19
    public static final int IORING_UNREGISTER_PBUF_RING = 23; // since 5.19
    public static final int IORING_REGISTER_SYNC_CANCEL = 24; // since 6.0
    public static final int IORING_REGISTER_FILE_ALLOC_RANGE = 25; // since 6.0
    public static final int IORING_REGISTER_PBUF_STATUS = 26; // since 6.8
    public static final int IORING_REGISTER_NAPI = 27; // since 6.9
    public static final int IORING_UNREGISTER_NAPI = 28; // since 6.9
    public static final int IORING_REGISTER_CLOCK = 29; // since 6.12
    public static final int IORING_REGISTER_CLONE_BUFFERS = 30; // since 6.12
    public static final int IORING_REGISTER_SEND_MSG_RING = 31; // since 6.13
    public static final int IORING_REGISTER_ZCRX_IFQ = 32; // since 6.15
    public static final int IORING_REGISTER_RESIZE_RINGS = 33; // since 6.13
    public static final int IORING_REGISTER_MEM_REGION = 34; // since 6.13
    public static final int IORING_REGISTER_QUERY = 35; // since 6.18
    public static final int IORING_REGISTER_ZCRX_CTRL = 36; // since 6.19
    public static final int IORING_REGISTER_BPF_FILTER = 37; // since 7.0
    public static final int IORING_REGISTER_USE_REGISTERED_RING = 1 << 31; // since 6.3

    // io-wq worker categories
    public static final int IO_WQ_BOUND = 0; // since 5.15
    public static final int IO_WQ_UNBOUND = 1; // since 5.15

    // io_uring_region_desc->flags
    public static final int IORING_MEM_REGION_TYPE_USER = 1; // since 6.13

    // io_uring_mem_region_reg->flags
    public static final int IORING_MEM_REGION_REG_WAIT_ARG = 1; // since 6.13

    // io_uring_rsrc_register->flags
    public static final int IORING_RSRC_REGISTER_SPARSE = 1 << 0; // since 5.19

    // Skip updating fd indexes set to this value in the fd table
    public static final int IORING_REGISTER_FILES_SKIP = -2; // since 5.12

    // io_uring_probe_op->flags
    public static final int IO_URING_OP_SUPPORTED = 1 << 0; // since 5.6

    // io_uring_clone_buffers->flags
    public static final int IORING_REGISTER_SRC_REGISTERED = 1 << 0; // since 6.12
    public static final int IORING_REGISTER_DST_REPLACE = 1 << 1; // since 6.13

    // io_uring_buf_reg->flags
    public static final int IOU_PBUF_RING_MMAP = 1; // since 6.4
    public static final int IOU_PBUF_RING_INC = 2; // since 6.12

    // io_uring_restriction->opcode
    public static final int IORING_RESTRICTION_REGISTER_OP = 0; // since 5.10
    public static final int IORING_RESTRICTION_SQE_OP = 1; // since 5.10
    public static final int IORING_RESTRICTION_SQE_FLAGS_ALLOWED = 2; // since 5.10
    public static final int IORING_RESTRICTION_SQE_FLAGS_REQUIRED = 3; // since 5.10

    // io_uring_reg_wait->flags
    public static final int IORING_REG_WAIT_TS = 1 << 0; // since 6.13

    // sqe->cmd_op of IORING_OP_URING_CMD when file is a socket
    public static final int SOCKET_URING_OP_SIOCINQ = 0; // since 6.5
    public static final int SOCKET_URING_OP_SIOCOUTQ = 1; // since 6.5
    public static final int SOCKET_URING_OP_GETSOCKOPT = 2; // since 6.7
    public static final int SOCKET_URING_OP_SETSOCKOPT = 3; // since 6.7
    public static final int SOCKET_URING_OP_TX_TIMESTAMP = 4; // since 6.17
    public static final int SOCKET_URING_OP_GETSOCKNAME = 5; // since 6.19

    private IoUringConstants() {}
}
