// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.nettyuring.abi.SocketConstants.AF_INET;
import static org.nettyuring.abi.SocketConstants.SHUT_WR;
import static org.nettyuring.abi.SocketConstants.SOCK_STREAM;

import java.net.InetSocketAddress;
import java.util.List;
import org.nettyuring.loop.OperationKind;
import org.nettyuring.loop.RingFuture;

/** Operations on sockets, on memory and on others of the ring, for the rows of {@link OperationRow}. */
final class SocketOperations {
    private static final int BYTES = 10;
    private static final int SOCKADDR_IN_SIZE = 16;
    private static final int BACKLOG = 1;
    private static final int PAGE_BYTES = 4096;
    private static final int MADV_NORMAL = 0;
    /** {@code FUTEX2_SIZE_U32 | FUTEX2_PRIVATE}. */
    private static final int FUTEX_FLAGS = 2 | 128;
    private static final long ANY_BIT = 0xFFFF_FFFFL;
    private static final int FUTEX_WAITV_SIZE = 24;
    private static final long NOBODY = 0x1234_5678L;

    private SocketOperations() {}

    private static int newSocket(OperationScene at) {
        return at.own(at.kernel.socket(AF_INET, SOCK_STREAM, 0));
    }

    static List<RingFuture> connect(OperationScene at, InetSocketAddress address) {
        int fd = newSocket(at);
        long sockaddr = at.sockaddr(address);
        return at.submit(at.of(OperationKind.CONNECT, sqe -> sqe.prepConnect(fd, sockaddr, SOCKADDR_IN_SIZE)));
    }

    static List<RingFuture> socket(OperationScene at) {
        return at.closing(at.submit(at.of(OperationKind.SOCKET, sqe -> sqe.prepSocket(AF_INET, SOCK_STREAM, 0, 0))));
    }

    static List<RingFuture> bind(OperationScene at) {
        int fd = newSocket(at);
        long sockaddr = at.sockaddr(new InetSocketAddress(at.scene.farAddress().getAddress(), 0));
        return at.submit(at.of(OperationKind.BIND, sqe -> sqe.prepBind(fd, sockaddr, SOCKADDR_IN_SIZE)));
    }

    static List<RingFuture> listen(OperationScene at) {
        int fd = newSocket(at);
        return at.submit(at.of(OperationKind.LISTEN, sqe -> sqe.prepListen(fd, BACKLOG)));
    }

    static List<RingFuture> recvmsg(OperationScene at) {
        long message = at.message(BYTES);
        return at.submit(at.of(OperationKind.RECVMSG, sqe -> sqe.prepRecvmsg(at.channelFd(), message, 0)));
    }

    static List<RingFuture> sendmsg(OperationScene at) {
        long message = at.message(BYTES);
        return at.submit(at.of(OperationKind.SENDMSG, sqe -> sqe.prepSendmsg(at.channelFd(), message, 0)));
    }

    static List<RingFuture> sendZc(OperationScene at) {
        at.scene.letFarRead();
        return at.submit(at.of(OperationKind.SEND_ZC, sqe -> sqe.prepSendZc(
                at.channelFd(), at.address(), BYTES, 0, 0)));
    }

    static List<RingFuture> sendmsgZc(OperationScene at) {
        at.scene.letFarRead();
        long message = at.message(BYTES);
        return at.submit(at.of(OperationKind.SENDMSG_ZC, sqe -> sqe.prepSendmsgZc(at.channelFd(), message, 0)));
    }

    static List<RingFuture> shutdown(OperationScene at) {
        return at.submit(at.of(OperationKind.SHUTDOWN, sqe -> sqe.prepShutdown(at.channelFd(), SHUT_WR)));
    }

    static List<RingFuture> accept(OperationScene at) {
        return at.closing(at.submit(at.of(OperationKind.ACCEPT, sqe -> sqe.prepAccept(at.channelFd(), 0, 0, 0))));
    }

    static List<RingFuture> madvise(OperationScene at) {
        long page = (at.room(2 * PAGE_BYTES) + PAGE_BYTES - 1) & -PAGE_BYTES;
        return at.submit(at.of(OperationKind.MADVISE, sqe -> sqe.prepMadvise(page, PAGE_BYTES, MADV_NORMAL)));
    }

    static List<RingFuture> futexWait(OperationScene at) {
        long word = wakingWord(at);
        return at.submit(at.of(OperationKind.FUTEX_WAIT, sqe -> sqe.prepFutexWait(word, 0, ANY_BIT, FUTEX_FLAGS, 0)));
    }

    static List<RingFuture> futexWaitv(OperationScene at) {
        long word = wakingWord(at);
        long waitv = at.room(FUTEX_WAITV_SIZE);
        at.putLong(waitv + Long.BYTES, word);
        at.putLong(waitv + 2 * Long.BYTES, FUTEX_FLAGS);
        return at.submit(at.of(OperationKind.FUTEX_WAITV, sqe -> sqe.prepFutexWaitv(waitv, 1, 0)));
    }

    private static long wakingWord(OperationScene at) {
        long word = at.room(Integer.BYTES);
        at.wake = () -> {
            at.putLong(word, 1);
            at.futures.add(at.operations.submit(at.of(OperationKind.FUTEX_WAKE,
                    sqe -> sqe.prepFutexWake(word, 1, ANY_BIT, FUTEX_FLAGS, 0))));
        };
        return word;
    }

    static List<RingFuture> futexWake(OperationScene at) {
        long word = at.room(Integer.BYTES);
        return at.submit(at.of(OperationKind.FUTEX_WAKE, sqe -> sqe.prepFutexWake(word, 1, ANY_BIT, FUTEX_FLAGS, 0)));
    }

    static List<RingFuture> pollRemove(OperationScene at) {
        return at.submit(at.of(OperationKind.POLL_REMOVE, sqe -> sqe.prepPollRemove(NOBODY)));
    }

    static List<RingFuture> timeoutRemove(OperationScene at) {
        return at.submit(at.of(OperationKind.TIMEOUT_REMOVE, sqe -> sqe.prepTimeoutRemove(NOBODY, 0)));
    }

    static List<RingFuture> asyncCancel(OperationScene at) {
        return at.submit(at.of(OperationKind.ASYNC_CANCEL, sqe -> sqe.prepCancelFd(at.eventfd, 0)));
    }

    static List<RingFuture> timeout(OperationScene at) {
        long timespec = at.room(2 * Long.BYTES);
        at.putLong(timespec, 60);
        return at.submit(at.of(OperationKind.TIMEOUT, sqe -> sqe.prepTimeout(timespec, 0, 0)));
    }

    static List<RingFuture> write(OperationScene at) {
        long value = at.room(Long.BYTES);
        at.putLong(value, 1);
        return at.submit(at.of(OperationKind.WRITE, sqe -> sqe.prepWrite(at.eventfd, value, Long.BYTES, -1)));
    }

    static List<RingFuture> close(OperationScene at) {
        int fd = at.kernel.eventfd(0, 0);
        List<RingFuture> futures = at.submit(at.of(OperationKind.CLOSE, sqe -> sqe.prepClose(fd)));
        futures.get(0).addListener(done -> {
            if (!done.isSuccess()) {
                at.kernel.close(fd);
            }
        });
        return futures;
    }
}
