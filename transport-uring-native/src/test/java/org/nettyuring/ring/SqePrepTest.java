// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.nettyuring.abi.IoUringConstants.IORING_ASYNC_CANCEL_ALL;
import static org.nettyuring.abi.IoUringConstants.IORING_FILE_INDEX_ALLOC;
import static org.nettyuring.abi.IoUringConstants.IORING_FIXED_FD_NO_CLOEXEC;
import static org.nettyuring.abi.IoUringConstants.IORING_FSYNC_DATASYNC;
import static org.nettyuring.abi.IoUringConstants.IORING_MSG_RING_CQE_SKIP;
import static org.nettyuring.abi.IoUringConstants.IORING_POLL_UPDATE_EVENTS;
import static org.nettyuring.abi.IoUringConstants.IORING_SEND_ZC_REPORT_USAGE;
import static org.nettyuring.abi.IoUringConstants.IORING_TIMEOUT_ABS;
import static org.nettyuring.abi.IoUringConstants.SOCKET_URING_OP_SETSOCKOPT;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettyuring.abi.SqeLayout;

/** Every prep against the 64 bytes that liburing's function of that name writes: {@code src/layouts/sqes.c}. */
class SqePrepTest {
    private static final long A = 0x1122334455667788L;
    private static final long B = 0x2132435465768798L;
    private static final long C = 0x3142536475869708L;
    private static final long OFF = 0x4152637485960718L;
    private static final int FD = 0x51627384;
    private static final int FD2 = 0x61728394;
    private static final int LEN = 0x718293a4;
    private static final int FLAGS = 0x2192a3b4;
    private static final int GROUP = 0xbeef;
    private static final int AT_FDCWD = -100;
    private static final int ALLOC = IORING_FILE_INDEX_ALLOC;
    private static final int SLOT = 7;

    private static final Map<String, String> GOLDEN = readGolden();
    private static final Map<String, UnaryOperator<Sqe>> PREPS = new LinkedHashMap<>();

    static {
        transfers();
        sockets();
        control();
        files();
        paths();
        processes();
    }

    private static void transfers() {
        PREPS.put("recv", sqe -> sqe.prepRecv(FD, A, LEN, FLAGS));
        PREPS.put("recv_multishot", sqe -> sqe.prepRecvMultishot(FD, 0, LEN, FLAGS).bufferSelect(GROUP));
        PREPS.put("recvmsg", sqe -> sqe.prepRecvmsg(FD, A, FLAGS));
        PREPS.put("recvmsg_multishot", sqe -> sqe.prepRecvmsgMultishot(FD, A, FLAGS));
        PREPS.put("recv_zc", sqe -> sqe.prepRecvZc(FD, LEN, 3));
        PREPS.put("send", sqe -> sqe.prepSend(FD, A, LEN, FLAGS));
        PREPS.put("send_bundle", sqe -> sqe.prepSendBundle(FD, LEN, FLAGS));
        PREPS.put("sendto", sqe -> sqe.prepSendto(FD, A, LEN, FLAGS, B, 28));
        PREPS.put("send_vectorized", sqe -> sqe.prepSendVectorized(FD, A, 3, FLAGS));
        PREPS.put("sendmsg", sqe -> sqe.prepSendmsg(FD, A, FLAGS));
        PREPS.put("send_zc", sqe -> sqe.prepSendZc(FD, A, LEN, FLAGS, IORING_SEND_ZC_REPORT_USAGE));
        PREPS.put("send_zc_fixed", sqe -> sqe.prepSendZcFixed(FD, A, LEN, FLAGS, IORING_SEND_ZC_REPORT_USAGE, GROUP));
        PREPS.put("sendmsg_zc", sqe -> sqe.prepSendmsgZc(FD, A, FLAGS));
        PREPS.put("sendmsg_zc_fixed", sqe -> sqe.prepSendmsgZcFixed(FD, A, FLAGS, GROUP));
    }

    private static void sockets() {
        PREPS.put("accept", sqe -> sqe.prepAccept(FD, A, B, FLAGS));
        PREPS.put("accept_direct", sqe -> sqe.prepAcceptDirect(FD, A, B, FLAGS, SLOT));
        PREPS.put("accept_direct_alloc", sqe -> sqe.prepAcceptDirect(FD, A, B, FLAGS, ALLOC));
        PREPS.put("multishot_accept", sqe -> sqe.prepMultishotAccept(FD, 0, 0, FLAGS));
        PREPS.put("multishot_accept_direct", sqe -> sqe.prepMultishotAcceptDirect(FD, 0, 0, FLAGS));
        PREPS.put("connect", sqe -> sqe.prepConnect(FD, A, 28));
        PREPS.put("shutdown", sqe -> sqe.prepShutdown(FD, 2));
        PREPS.put("socket", sqe -> sqe.prepSocket(10, 0x80001, 6, FLAGS));
        PREPS.put("socket_direct", sqe -> sqe.prepSocketDirect(10, 1, 6, SLOT, FLAGS));
        PREPS.put("socket_direct_alloc", sqe -> sqe.prepSocketDirect(10, 1, 6, ALLOC, FLAGS));
        PREPS.put("bind", sqe -> sqe.prepBind(FD, A, 28));
        PREPS.put("listen", sqe -> sqe.prepListen(FD, 4096));
        PREPS.put("uring_cmd", sqe -> sqe.prepUringCmd(0x81234567, FD));
        PREPS.put("cmd_sock", sqe -> sqe.prepCmdSock(SOCKET_URING_OP_SETSOCKOPT, FD, 0x71, 0x72, A, 16));
        PREPS.put("cmd_getsockname", sqe -> sqe.prepCmdGetsockname(FD, A, B, 1));
    }

    private static void control() {
        PREPS.put("nop", Sqe::prepNop);
        PREPS.put("nop_inject_result", sqe -> sqe.prepNopInjectResult(-104));
        PREPS.put("timeout", sqe -> sqe.prepTimeout(A, 0xfedcba98, IORING_TIMEOUT_ABS));
        PREPS.put("timeout_remove", sqe -> sqe.prepTimeoutRemove(B, FLAGS));
        PREPS.put("timeout_update", sqe -> sqe.prepTimeoutUpdate(A, B, IORING_TIMEOUT_ABS));
        PREPS.put("link_timeout", sqe -> sqe.prepLinkTimeout(A, IORING_TIMEOUT_ABS));
        PREPS.put("cancel64", sqe -> sqe.prepCancel64(B, IORING_ASYNC_CANCEL_ALL));
        PREPS.put("cancel_fd", sqe -> sqe.prepCancelFd(FD, IORING_ASYNC_CANCEL_ALL));
        PREPS.put("poll_add", sqe -> sqe.prepPollAdd(FD, 0x2001));
        PREPS.put("poll_multishot", sqe -> sqe.prepPollMultishot(FD, 0x2001));
        PREPS.put("poll_update", sqe -> sqe.prepPollUpdate(A, B, 0x2001, IORING_POLL_UPDATE_EVENTS));
        PREPS.put("poll_remove", sqe -> sqe.prepPollRemove(B));
        PREPS.put("msg_ring", sqe -> sqe.prepMsgRing(FD, -7, B, IORING_MSG_RING_CQE_SKIP));
        PREPS.put("msg_ring_cqe_flags",
                sqe -> sqe.prepMsgRingCqeFlags(FD, LEN, B, IORING_MSG_RING_CQE_SKIP, 0x12340002));
        PREPS.put("msg_ring_fd", sqe -> sqe.prepMsgRingFd(FD, 5, SLOT, B, IORING_MSG_RING_CQE_SKIP));
        PREPS.put("msg_ring_fd_alloc", sqe -> sqe.prepMsgRingFd(FD, 5, ALLOC, B, IORING_MSG_RING_CQE_SKIP));
        PREPS.put("files_update", sqe -> sqe.prepFilesUpdate(A, 3, SLOT));
        PREPS.put("files_update_alloc", sqe -> sqe.prepFilesUpdate(A, 3, ALLOC));
        PREPS.put("provide_buffers", sqe -> sqe.prepProvideBuffers(A, LEN, 9, GROUP, 17));
        PREPS.put("remove_buffers", sqe -> sqe.prepRemoveBuffers(9, GROUP));
    }

    private static void files() {
        PREPS.put("read", sqe -> sqe.prepRead(FD, A, LEN, OFF));
        PREPS.put("write", sqe -> sqe.prepWrite(FD, A, LEN, OFF));
        PREPS.put("readv", sqe -> sqe.prepReadv(FD, A, 3, OFF, FLAGS));
        PREPS.put("writev", sqe -> sqe.prepWritev(FD, A, 3, OFF, FLAGS));
        PREPS.put("read_fixed", sqe -> sqe.prepReadFixed(FD, A, LEN, OFF, GROUP));
        PREPS.put("write_fixed", sqe -> sqe.prepWriteFixed(FD, A, LEN, OFF, GROUP));
        PREPS.put("readv_fixed", sqe -> sqe.prepReadvFixed(FD, A, 3, OFF, FLAGS, GROUP));
        PREPS.put("writev_fixed", sqe -> sqe.prepWritevFixed(FD, A, 3, OFF, FLAGS, GROUP));
        PREPS.put("read_multishot", sqe -> sqe.prepReadMultishot(FD, LEN, OFF, GROUP));
        PREPS.put("fsync", sqe -> sqe.prepFsync(FD, IORING_FSYNC_DATASYNC));
        PREPS.put("sync_file_range", sqe -> sqe.prepSyncFileRange(FD, LEN, OFF, FLAGS));
        PREPS.put("fallocate", sqe -> sqe.prepFallocate(FD, 3, OFF, B));
        PREPS.put("ftruncate", sqe -> sqe.prepFtruncate(FD, OFF));
        PREPS.put("fadvise", sqe -> sqe.prepFadvise(FD, OFF, LEN, 4));
        PREPS.put("madvise", sqe -> sqe.prepMadvise(A, LEN, 4));
        PREPS.put("splice", sqe -> sqe.prepSplice(FD, OFF, FD2, -1, LEN, FLAGS));
        PREPS.put("tee", sqe -> sqe.prepTee(FD, FD2, LEN, FLAGS));
    }

    private static void paths() {
        PREPS.put("openat", sqe -> sqe.prepOpenat(AT_FDCWD, A, FLAGS, 0640));
        PREPS.put("openat_direct", sqe -> sqe.prepOpenatDirect(AT_FDCWD, A, FLAGS, 0640, SLOT));
        PREPS.put("openat2", sqe -> sqe.prepOpenat2(AT_FDCWD, A, B));
        PREPS.put("openat2_direct", sqe -> sqe.prepOpenat2Direct(AT_FDCWD, A, B, ALLOC));
        PREPS.put("close", sqe -> sqe.prepClose(FD));
        PREPS.put("close_direct", sqe -> sqe.prepCloseDirect(SLOT));
        PREPS.put("statx", sqe -> sqe.prepStatx(AT_FDCWD, A, FLAGS, 0x7ff, B));
        PREPS.put("renameat", sqe -> sqe.prepRenameat(FD, A, FD2, B, 1));
        PREPS.put("unlinkat", sqe -> sqe.prepUnlinkat(AT_FDCWD, A, 0x200));
        PREPS.put("mkdirat", sqe -> sqe.prepMkdirat(AT_FDCWD, A, 0750));
        PREPS.put("symlinkat", sqe -> sqe.prepSymlinkat(A, FD, B));
        PREPS.put("linkat", sqe -> sqe.prepLinkat(FD, A, FD2, B, 0x400));
        PREPS.put("getxattr", sqe -> sqe.prepGetxattr(A, B, C, LEN));
        PREPS.put("setxattr", sqe -> sqe.prepSetxattr(A, B, C, 2, LEN));
        PREPS.put("fgetxattr", sqe -> sqe.prepFgetxattr(FD, A, B, LEN));
        PREPS.put("fsetxattr", sqe -> sqe.prepFsetxattr(FD, A, B, 2, LEN));
    }

    private static void processes() {
        PREPS.put("epoll_ctl", sqe -> sqe.prepEpollCtl(FD, FD2, 3, A));
        PREPS.put("epoll_wait", sqe -> sqe.prepEpollWait(FD, A, 64, FLAGS));
        PREPS.put("fixed_fd_install", sqe -> sqe.prepFixedFdInstall(SLOT, IORING_FIXED_FD_NO_CLOEXEC));
        PREPS.put("pipe", sqe -> sqe.prepPipe(A, FLAGS));
        PREPS.put("pipe_direct", sqe -> sqe.prepPipeDirect(A, FLAGS, ALLOC));
        PREPS.put("futex_wait", sqe -> sqe.prepFutexWait(A, B, C, 2, FLAGS));
        PREPS.put("futex_wake", sqe -> sqe.prepFutexWake(A, B, C, 2, FLAGS));
        PREPS.put("futex_waitv", sqe -> sqe.prepFutexWaitv(A, 3, FLAGS));
        PREPS.put("waitid", sqe -> sqe.prepWaitid(1, 4711, A, 4, FLAGS));
    }

    static Stream<String> preps() {
        return PREPS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("preps")
    void shouldWriteWhatLiburingWrites(String name) {
        assertEquals(GOLDEN.get(name), hexOf(1, PREPS.get(name)));
    }

    @Test
    void shouldHaveAGoldenEntryForEveryPrepAndAPrepForEveryGoldenEntry() {
        assertEquals(GOLDEN.keySet(), PREPS.keySet());
    }

    @Test
    void shouldTestEveryPrepOfEveryFamily() {
        Set<String> methods = Stream.of(Sqe.class.getInterfaces())
                .flatMap(family -> Stream.of(family.getDeclaredMethods()))
                .map(Method::getName)
                .filter(name -> name.startsWith("prep"))
                .map(name -> snakeCase(name.substring("prep".length())))
                .collect(Collectors.toSet());
        Set<String> tested = preps().filter(name -> !name.endsWith("_alloc")).collect(Collectors.toSet());
        assertEquals(methods, tested);
    }

    @Test
    void shouldSetSingleFieldsAfterThePrep() {
        String hex = hexOf(0, sqe -> sqe.prepNop()
                .userData(A)
                .flags(0x01)
                .addFlags(0x40)
                .ioprio(0x0102)
                .addIoprio(0x8000)
                .bufIndex(0xfeed)
                .personality(0x1234)
                .optlen(LEN));
        assertEquals("0041" + "0281" + "ffffffff" + "00".repeat(24) + "8877665544332211" + "edfe" + "3412" + "a4938271"
                + "00".repeat(16), hex);
    }

    /** {@return the entry's bytes, written over garbage; its neighbours must keep theirs} */
    private static String hexOf(int index, UnaryOperator<Sqe> prep) {
        ByteBuffer sqes = ByteBuffer.allocateDirect(3 * SqeLayout.SIZE).order(ByteOrder.nativeOrder());
        for (int i = 0; i < sqes.capacity(); i++) {
            sqes.put(i, (byte) 0xa5);
        }
        Sqe sqe = new Sqe(sqes).at(index * SqeLayout.SIZE);
        assertSame(sqe, prep.apply(sqe));
        byte[] bytes = new byte[sqes.capacity()];
        sqes.get(0, bytes);
        for (int i = 0; i < bytes.length; i++) {
            if (i / SqeLayout.SIZE != index) {
                assertEquals((byte) 0xa5, bytes[i], "byte " + i + " of another entry");
            }
        }
        return HexFormat.of().formatHex(bytes, index * SqeLayout.SIZE, (index + 1) * SqeLayout.SIZE);
    }

    private static String snakeCase(String camelCase) {
        return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> readGolden() {
        Map<String, String> golden = new LinkedHashMap<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                SqePrepTest.class.getResourceAsStream("sqes.golden"), StandardCharsets.US_ASCII))) {
            reader.lines().map(line -> line.split(" ", 2)).forEach(parts -> golden.put(parts[0], parts[1]));
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
        return golden;
    }
}
