/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 The nettyuring authors */
/*
 * Prints what liburing's prep functions write: one line per entry, its name and its 64 bytes in hex. The output is
 * src/test/resources/org/nettyuring/ring/sqes.golden, against which SqePrepTest compares ours. Needs liburing's headers
 * (2.13 or newer), not its library; after liburing's ./configure, with its src/include in $I:
 *     cc -I$I src/layouts/sqes.c -o sqes && ./sqes > src/test/resources/org/nettyuring/ring/sqes.golden
 */
#define _GNU_SOURCE
#include <liburing.h>
#include <stdio.h>
#include <string.h>

static const unsigned long A = 0x1122334455667788UL; /* addresses */
static const unsigned long B = 0x2132435465768798UL;
static const unsigned long C = 0x3142536475869708UL;
static const unsigned long OFF = 0x4152637485960718UL;
static const int FD = 0x51627384;
static const int FD2 = 0x61728394;
static const unsigned LEN = 0x718293a4;
static const int FLAGS = 0x2192a3b4;

static void print(const char *name, const struct io_uring_sqe *sqe)
{
	const unsigned char *bytes = (const unsigned char *) sqe;

	printf("%s ", name);
	for (unsigned i = 0; i < sizeof(*sqe); i++)
		printf("%02x", bytes[i]);
	printf("\n");
}

/* Runs one prep on a cleared entry: liburing clears what the prep does not write. */
#define SQE(name, ...) do { \
		struct io_uring_sqe entry, *sqe = &entry; \
		memset(sqe, 0, sizeof(*sqe)); \
		__VA_ARGS__; \
		print(name, sqe); \
	} while (0)

static void transfers(void)
{
	SQE("recv", io_uring_prep_recv(sqe, FD, (void *) A, LEN, FLAGS));
	SQE("recv_multishot", io_uring_prep_recv_multishot(sqe, FD, NULL, LEN, FLAGS);
		sqe->flags |= IOSQE_BUFFER_SELECT; sqe->buf_group = 0xbeef);
	SQE("recvmsg", io_uring_prep_recvmsg(sqe, FD, (void *) A, FLAGS));
	SQE("recvmsg_multishot", io_uring_prep_recvmsg_multishot(sqe, FD, (void *) A, FLAGS));
	SQE("recv_zc", io_uring_prep_rw(IORING_OP_RECV_ZC, sqe, FD, NULL, LEN, 0);
		sqe->ioprio |= IORING_RECV_MULTISHOT; sqe->zcrx_ifq_idx = 3);
	SQE("send", io_uring_prep_send(sqe, FD, (void *) A, LEN, FLAGS));
	SQE("send_bundle", io_uring_prep_send_bundle(sqe, FD, LEN, FLAGS));
	SQE("sendto", io_uring_prep_sendto(sqe, FD, (void *) A, LEN, FLAGS, (void *) B, 28));
	SQE("send_vectorized", io_uring_prep_send(sqe, FD, (void *) A, 3, FLAGS);
		sqe->ioprio |= IORING_SEND_VECTORIZED);
	SQE("sendmsg", io_uring_prep_sendmsg(sqe, FD, (void *) A, FLAGS));
	SQE("send_zc", io_uring_prep_send_zc(sqe, FD, (void *) A, LEN, FLAGS, IORING_SEND_ZC_REPORT_USAGE));
	SQE("send_zc_fixed",
		io_uring_prep_send_zc_fixed(sqe, FD, (void *) A, LEN, FLAGS, IORING_SEND_ZC_REPORT_USAGE, 0xbeef));
	SQE("sendmsg_zc", io_uring_prep_sendmsg_zc(sqe, FD, (void *) A, FLAGS));
	SQE("sendmsg_zc_fixed", io_uring_prep_sendmsg_zc_fixed(sqe, FD, (void *) A, FLAGS, 0xbeef));
}

static void sockets(void)
{
	SQE("accept", io_uring_prep_accept(sqe, FD, (void *) A, (void *) B, FLAGS));
	SQE("accept_direct", io_uring_prep_accept_direct(sqe, FD, (void *) A, (void *) B, FLAGS, 7));
	SQE("accept_direct_alloc",
		io_uring_prep_accept_direct(sqe, FD, (void *) A, (void *) B, FLAGS, IORING_FILE_INDEX_ALLOC));
	SQE("multishot_accept", io_uring_prep_multishot_accept(sqe, FD, NULL, NULL, FLAGS));
	SQE("multishot_accept_direct", io_uring_prep_multishot_accept_direct(sqe, FD, NULL, NULL, FLAGS));
	SQE("connect", io_uring_prep_connect(sqe, FD, (void *) A, 28));
	SQE("shutdown", io_uring_prep_shutdown(sqe, FD, 2));
	SQE("socket", io_uring_prep_socket(sqe, 10, 0x80001, 6, FLAGS));
	SQE("socket_direct", io_uring_prep_socket_direct(sqe, 10, 1, 6, 7, FLAGS));
	SQE("socket_direct_alloc", io_uring_prep_socket_direct_alloc(sqe, 10, 1, 6, FLAGS));
	SQE("bind", io_uring_prep_bind(sqe, FD, (void *) A, 28));
	SQE("listen", io_uring_prep_listen(sqe, FD, 4096));
	SQE("uring_cmd", io_uring_prep_uring_cmd(sqe, (int) 0x81234567, FD));
	SQE("cmd_sock", io_uring_prep_cmd_sock(sqe, SOCKET_URING_OP_SETSOCKOPT, FD, 0x71, 0x72, (void *) A, 16));
	SQE("cmd_getsockname", io_uring_prep_cmd_getsockname(sqe, FD, (void *) A, (void *) B, 1));
}

static void control(void)
{
	SQE("nop", io_uring_prep_nop(sqe));
	SQE("nop_inject_result", io_uring_prep_nop(sqe); sqe->nop_flags = IORING_NOP_INJECT_RESULT; sqe->len = -104);
	SQE("timeout", io_uring_prep_timeout(sqe, (void *) A, 0xfedcba98, IORING_TIMEOUT_ABS));
	SQE("timeout_remove", io_uring_prep_timeout_remove(sqe, B, FLAGS));
	SQE("timeout_update", io_uring_prep_timeout_update(sqe, (void *) A, B, IORING_TIMEOUT_ABS));
	SQE("link_timeout", io_uring_prep_link_timeout(sqe, (void *) A, IORING_TIMEOUT_ABS));
	SQE("cancel64", io_uring_prep_cancel64(sqe, B, IORING_ASYNC_CANCEL_ALL));
	SQE("cancel_fd", io_uring_prep_cancel_fd(sqe, FD, IORING_ASYNC_CANCEL_ALL));
	SQE("poll_add", io_uring_prep_poll_add(sqe, FD, 0x2001));
	SQE("poll_multishot", io_uring_prep_poll_multishot(sqe, FD, 0x2001));
	SQE("poll_update", io_uring_prep_poll_update(sqe, A, B, 0x2001, IORING_POLL_UPDATE_EVENTS));
	SQE("poll_remove", io_uring_prep_poll_remove(sqe, B));
	SQE("msg_ring", io_uring_prep_msg_ring(sqe, FD, (unsigned) -7, B, IORING_MSG_RING_CQE_SKIP));
	SQE("msg_ring_cqe_flags", io_uring_prep_msg_ring_cqe_flags(sqe, FD, LEN, B, IORING_MSG_RING_CQE_SKIP, 0x12340002));
	SQE("msg_ring_fd", io_uring_prep_msg_ring_fd(sqe, FD, 5, 7, B, IORING_MSG_RING_CQE_SKIP));
	SQE("msg_ring_fd_alloc", io_uring_prep_msg_ring_fd_alloc(sqe, FD, 5, B, IORING_MSG_RING_CQE_SKIP));
	SQE("files_update", io_uring_prep_files_update(sqe, (void *) A, 3, 7));
	SQE("files_update_alloc", io_uring_prep_files_update(sqe, (void *) A, 3, IORING_FILE_INDEX_ALLOC));
	SQE("provide_buffers", io_uring_prep_provide_buffers(sqe, (void *) A, LEN, 9, 0xbeef, 17));
	SQE("remove_buffers", io_uring_prep_remove_buffers(sqe, 9, 0xbeef));
}

static void files(void)
{
	SQE("read", io_uring_prep_read(sqe, FD, (void *) A, LEN, OFF));
	SQE("write", io_uring_prep_write(sqe, FD, (void *) A, LEN, OFF));
	SQE("readv", io_uring_prep_readv2(sqe, FD, (void *) A, 3, OFF, FLAGS));
	SQE("writev", io_uring_prep_writev2(sqe, FD, (void *) A, 3, OFF, FLAGS));
	SQE("read_fixed", io_uring_prep_read_fixed(sqe, FD, (void *) A, LEN, OFF, 0xbeef));
	SQE("write_fixed", io_uring_prep_write_fixed(sqe, FD, (void *) A, LEN, OFF, 0xbeef));
	SQE("readv_fixed", io_uring_prep_readv_fixed(sqe, FD, (void *) A, 3, OFF, FLAGS, 0xbeef));
	SQE("writev_fixed", io_uring_prep_writev_fixed(sqe, FD, (void *) A, 3, OFF, FLAGS, 0xbeef));
	SQE("read_multishot", io_uring_prep_read_multishot(sqe, FD, LEN, OFF, 0xbeef));
	SQE("fsync", io_uring_prep_fsync(sqe, FD, IORING_FSYNC_DATASYNC));
	SQE("sync_file_range", io_uring_prep_sync_file_range(sqe, FD, LEN, OFF, FLAGS));
	SQE("fallocate", io_uring_prep_fallocate(sqe, FD, 3, OFF, B));
	SQE("ftruncate", io_uring_prep_ftruncate(sqe, FD, OFF));
	SQE("fadvise", io_uring_prep_fadvise(sqe, FD, OFF, LEN, 4));
	SQE("madvise", io_uring_prep_madvise(sqe, (void *) A, LEN, 4));
	SQE("splice", io_uring_prep_splice(sqe, FD, OFF, FD2, -1, LEN, FLAGS));
	SQE("tee", io_uring_prep_tee(sqe, FD, FD2, LEN, FLAGS));
}

static void paths(void)
{
	SQE("openat", io_uring_prep_openat(sqe, AT_FDCWD, (void *) A, FLAGS, 0640));
	SQE("openat_direct", io_uring_prep_openat_direct(sqe, AT_FDCWD, (void *) A, FLAGS, 0640, 7));
	SQE("openat2", io_uring_prep_openat2(sqe, AT_FDCWD, (void *) A, (void *) B));
	SQE("openat2_direct", io_uring_prep_openat2_direct(sqe, AT_FDCWD, (void *) A, (void *) B, IORING_FILE_INDEX_ALLOC));
	SQE("close", io_uring_prep_close(sqe, FD));
	SQE("close_direct", io_uring_prep_close_direct(sqe, 7));
	SQE("statx", io_uring_prep_statx(sqe, AT_FDCWD, (void *) A, FLAGS, 0x7ff, (void *) B));
	SQE("renameat", io_uring_prep_renameat(sqe, FD, (void *) A, FD2, (void *) B, 1));
	SQE("unlinkat", io_uring_prep_unlinkat(sqe, AT_FDCWD, (void *) A, 0x200));
	SQE("mkdirat", io_uring_prep_mkdirat(sqe, AT_FDCWD, (void *) A, 0750));
	SQE("symlinkat", io_uring_prep_symlinkat(sqe, (void *) A, FD, (void *) B));
	SQE("linkat", io_uring_prep_linkat(sqe, FD, (void *) A, FD2, (void *) B, 0x400));
	SQE("getxattr", io_uring_prep_getxattr(sqe, (void *) A, (void *) B, (void *) C, LEN));
	SQE("setxattr", io_uring_prep_setxattr(sqe, (void *) A, (void *) B, (void *) C, 2, LEN));
	SQE("fgetxattr", io_uring_prep_fgetxattr(sqe, FD, (void *) A, (void *) B, LEN));
	SQE("fsetxattr", io_uring_prep_fsetxattr(sqe, FD, (void *) A, (void *) B, 2, LEN));
}

static void processes(void)
{
	SQE("epoll_ctl", io_uring_prep_epoll_ctl(sqe, FD, FD2, 3, (void *) A));
	SQE("epoll_wait", io_uring_prep_epoll_wait(sqe, FD, (void *) A, 64, FLAGS));
	SQE("fixed_fd_install", io_uring_prep_fixed_fd_install(sqe, 7, IORING_FIXED_FD_NO_CLOEXEC));
	SQE("pipe", io_uring_prep_pipe(sqe, (void *) A, FLAGS));
	SQE("pipe_direct", io_uring_prep_pipe_direct(sqe, (void *) A, FLAGS, IORING_FILE_INDEX_ALLOC));
	SQE("futex_wait", io_uring_prep_futex_wait(sqe, (void *) A, B, C, 2, FLAGS));
	SQE("futex_wake", io_uring_prep_futex_wake(sqe, (void *) A, B, C, 2, FLAGS));
	SQE("futex_waitv", io_uring_prep_futex_waitv(sqe, (void *) A, 3, FLAGS));
	SQE("waitid", io_uring_prep_waitid(sqe, 1, 4711, (void *) A, 4, FLAGS));
}

int main(void)
{
	transfers();
	sockets();
	control();
	files();
	paths();
	processes();
	return 0;
}
