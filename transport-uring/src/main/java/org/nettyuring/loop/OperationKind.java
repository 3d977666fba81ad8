// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import static org.nettyuring.loop.OperationTrait.BREAKS_WHEN_SHORT;
import static org.nettyuring.loop.OperationTrait.IN_LINE;
import static org.nettyuring.loop.OperationTrait.MAKES_DESCRIPTOR;
import static org.nettyuring.loop.OperationTrait.MAY_BLOCK;
import static org.nettyuring.loop.OperationTrait.NOTIFIES;
import static org.nettyuring.loop.OperationTrait.ONCE;
import static org.nettyuring.loop.OperationTrait.WORKER;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;

/**
 * What kinds of operations there are: each with its opcode, the first kernel that has it, and whether it may block.
 * Those without an opcode are system calls that never wait for anything; they run in line, on the thread that asks. A
 * constant has the name of its {@code IORING_OP_} or, in line, of its system call.
 */
public enum OperationKind {
    NOP(IoUringConstants.IORING_OP_NOP, "5.1"),
    READV(IoUringConstants.IORING_OP_READV, "5.1", MAY_BLOCK, BREAKS_WHEN_SHORT),
    WRITEV(IoUringConstants.IORING_OP_WRITEV, "5.1", MAY_BLOCK, BREAKS_WHEN_SHORT),
    FSYNC(IoUringConstants.IORING_OP_FSYNC, "5.1", MAY_BLOCK, WORKER),
    READ_FIXED(IoUringConstants.IORING_OP_READ_FIXED, "5.1", MAY_BLOCK, BREAKS_WHEN_SHORT),
    WRITE_FIXED(IoUringConstants.IORING_OP_WRITE_FIXED, "5.1", MAY_BLOCK, BREAKS_WHEN_SHORT),
    POLL_ADD(IoUringConstants.IORING_OP_POLL_ADD, "5.1", MAY_BLOCK),
    POLL_REMOVE(IoUringConstants.IORING_OP_POLL_REMOVE, "5.1", ONCE),
    SYNC_FILE_RANGE(IoUringConstants.IORING_OP_SYNC_FILE_RANGE, "5.2", MAY_BLOCK, WORKER),
    SENDMSG(IoUringConstants.IORING_OP_SENDMSG, "5.3", MAY_BLOCK),
    RECVMSG(IoUringConstants.IORING_OP_RECVMSG, "5.3", MAY_BLOCK),
    TIMEOUT(IoUringConstants.IORING_OP_TIMEOUT, "5.4", MAY_BLOCK),
    TIMEOUT_REMOVE(IoUringConstants.IORING_OP_TIMEOUT_REMOVE, "5.5", ONCE),
    ACCEPT(IoUringConstants.IORING_OP_ACCEPT, "5.5", MAY_BLOCK, MAKES_DESCRIPTOR),
    ASYNC_CANCEL(IoUringConstants.IORING_OP_ASYNC_CANCEL, "5.5", ONCE),
    CONNECT(IoUringConstants.IORING_OP_CONNECT, "5.5", MAY_BLOCK, ONCE),
    FALLOCATE(IoUringConstants.IORING_OP_FALLOCATE, "5.6", MAY_BLOCK, WORKER),
    OPENAT(IoUringConstants.IORING_OP_OPENAT, "5.6", MAY_BLOCK, MAKES_DESCRIPTOR),
    CLOSE(IoUringConstants.IORING_OP_CLOSE, "5.6", MAY_BLOCK, ONCE),
    FILES_UPDATE(IoUringConstants.IORING_OP_FILES_UPDATE, "5.6"),
    STATX(IoUringConstants.IORING_OP_STATX, "5.6", MAY_BLOCK, WORKER),
    READ(IoUringConstants.IORING_OP_READ, "5.6", MAY_BLOCK, BREAKS_WHEN_SHORT),
    WRITE(IoUringConstants.IORING_OP_WRITE, "5.6", MAY_BLOCK, BREAKS_WHEN_SHORT),
    FADVISE(IoUringConstants.IORING_OP_FADVISE, "5.6", MAY_BLOCK),
    MADVISE(IoUringConstants.IORING_OP_MADVISE, "5.6", MAY_BLOCK, WORKER),
    SEND(IoUringConstants.IORING_OP_SEND, "5.6", MAY_BLOCK),
    RECV(IoUringConstants.IORING_OP_RECV, "5.6", MAY_BLOCK),
    OPENAT2(IoUringConstants.IORING_OP_OPENAT2, "5.6", MAY_BLOCK, MAKES_DESCRIPTOR),
    EPOLL_CTL(IoUringConstants.IORING_OP_EPOLL_CTL, "5.6"),
    SPLICE(IoUringConstants.IORING_OP_SPLICE, "5.7", MAY_BLOCK, WORKER, BREAKS_WHEN_SHORT),
    TEE(IoUringConstants.IORING_OP_TEE, "5.8", MAY_BLOCK, WORKER, BREAKS_WHEN_SHORT),
    SHUTDOWN(IoUringConstants.IORING_OP_SHUTDOWN, "5.11", MAY_BLOCK, WORKER),
    RENAMEAT(IoUringConstants.IORING_OP_RENAMEAT, "5.11", MAY_BLOCK, WORKER),
    UNLINKAT(IoUringConstants.IORING_OP_UNLINKAT, "5.11", MAY_BLOCK, WORKER),
    MKDIRAT(IoUringConstants.IORING_OP_MKDIRAT, "5.15", MAY_BLOCK, WORKER),
    SYMLINKAT(IoUringConstants.IORING_OP_SYMLINKAT, "5.15", MAY_BLOCK, WORKER),
    LINKAT(IoUringConstants.IORING_OP_LINKAT, "5.15", MAY_BLOCK, WORKER),
    MSG_RING(IoUringConstants.IORING_OP_MSG_RING, "5.18", ONCE),
    FSETXATTR(IoUringConstants.IORING_OP_FSETXATTR, "5.19", MAY_BLOCK, WORKER),
    SETXATTR(IoUringConstants.IORING_OP_SETXATTR, "5.19", MAY_BLOCK, WORKER),
    FGETXATTR(IoUringConstants.IORING_OP_FGETXATTR, "5.19", MAY_BLOCK, WORKER),
    GETXATTR(IoUringConstants.IORING_OP_GETXATTR, "5.19", MAY_BLOCK, WORKER),
    SOCKET(IoUringConstants.IORING_OP_SOCKET, "5.19", MAKES_DESCRIPTOR),
    URING_CMD(IoUringConstants.IORING_OP_URING_CMD, "5.19", MAY_BLOCK, ONCE),
    SEND_ZC(IoUringConstants.IORING_OP_SEND_ZC, "6.0", MAY_BLOCK, NOTIFIES),
    SENDMSG_ZC(IoUringConstants.IORING_OP_SENDMSG_ZC, "6.1", MAY_BLOCK, NOTIFIES),
    WAITID(IoUringConstants.IORING_OP_WAITID, "6.7", MAY_BLOCK),
    /** {@code -EAGAIN} is its answer that the word has another value. */
    FUTEX_WAIT(IoUringConstants.IORING_OP_FUTEX_WAIT, "6.7", MAY_BLOCK, ONCE),
    FUTEX_WAKE(IoUringConstants.IORING_OP_FUTEX_WAKE, "6.7", ONCE),
    FUTEX_WAITV(IoUringConstants.IORING_OP_FUTEX_WAITV, "6.7", MAY_BLOCK, ONCE),
    FIXED_FD_INSTALL(IoUringConstants.IORING_OP_FIXED_FD_INSTALL, "6.8", MAKES_DESCRIPTOR),
    FTRUNCATE(IoUringConstants.IORING_OP_FTRUNCATE, "6.9", MAY_BLOCK, WORKER),
    BIND(IoUringConstants.IORING_OP_BIND, "6.11"),
    LISTEN(IoUringConstants.IORING_OP_LISTEN, "6.11"),
    EPOLL_WAIT(IoUringConstants.IORING_OP_EPOLL_WAIT, "6.15", MAY_BLOCK),
    READV_FIXED(IoUringConstants.IORING_OP_READV_FIXED, "6.15", MAY_BLOCK, BREAKS_WHEN_SHORT),
    WRITEV_FIXED(IoUringConstants.IORING_OP_WRITEV_FIXED, "6.15", MAY_BLOCK, BREAKS_WHEN_SHORT),
    PIPE(IoUringConstants.IORING_OP_PIPE, "6.16"),
    GETSOCKOPT("2.0"),
    SETSOCKOPT("2.0"),
    GETSOCKNAME("2.0"),
    GETPEERNAME("2.0"),
    FCNTL("2.0"),
    EVENTFD("2.6.27"),
    PIPE2("2.6.27");

    private static final int NO_OPCODE = -1;

    private final int opcode;
    private final String firstKernel;
    @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
    private final Set<OperationTrait> traits;

    OperationKind(String firstKernel) {
        this(NO_OPCODE, firstKernel, IN_LINE);
    }

    OperationKind(int opcode, String firstKernel, OperationTrait... traits) {
        this.opcode = opcode;
        this.firstKernel = firstKernel;
        this.traits = EnumSet.noneOf(OperationTrait.class);
        this.traits.addAll(Set.of(traits));
    }

    /** {@return {@code IORING_OP_*}, or -1 for a kind that {@linkplain #runsInLine() runs in line}} */
    public int opcode() {
        return opcode;
    }

    /** {@return the first Linux that has it, e.g. {@code "6.9"}} */
    public String firstKernel() {
        return firstKernel;
    }

    /** {@return whether it may wait for a device, a peer, another process or time} */
    public boolean mayBlock() {
        return has(MAY_BLOCK);
    }

    /** {@return whether it is a system call on the thread that asks, because it never waits, and no entry of a ring} */
    public boolean runsInLine() {
        return has(IN_LINE);
    }

    /** {@return whether the kernel always hands it to one of its worker threads (io-wq), some microseconds more} */
    public boolean goesToWorker() {
        return has(WORKER);
    }

    /** {@return the name in errors, as man pages have it, e.g. {@code "fsync"}} */
    public String callName() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean has(OperationTrait trait) {
        return traits.contains(trait);
    }

    /**
     * Whether a result is the operation's ordinary end: a timer's is {@code -ETIME}.
     *
     * @param res {@code cqe->res}
     */
    boolean isSuccess(int res) {
        return res >= 0 || this == TIMEOUT && res == -Errno.ETIME;
    }

    /**
     * Whether a result says that nothing happened, and another try may do better.
     *
     * @param res {@code cqe->res}
     */
    boolean isWorthAnotherTry(int res) {
        return (res == -Errno.EAGAIN || res == -Errno.EINTR) && !has(ONCE);
    }
}
