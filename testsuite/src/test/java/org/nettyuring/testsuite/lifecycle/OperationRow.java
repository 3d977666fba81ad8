// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static java.util.Map.entry;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.nettyuring.loop.OperationKind;
import org.nettyuring.loop.RingFuture;

/**
 * What a caller submits: a kind of operation, or a form in which several are submitted. A new kind is a new row.
 *
 * <table>
 * <caption>Completions of each kind, and what a cancel makes of them (Linux 6.18)</caption>
 * <tr><th>kinds</th><th>without a cancel</th><th>cancelled in the kernel</th></tr>
 * <tr><td>{@code NOP}, {@code *_REMOVE}, {@code ASYNC_CANCEL}, {@code SOCKET}, {@code BIND}, {@code LISTEN},
 * {@code PIPE}, {@code FUTEX_WAKE}, {@code WRITE} of an eventfd</td><td>one, with the enter</td><td>never found
 * there</td></tr>
 * <tr><td>{@code POLL_ADD}, {@code RECV*}, {@code ACCEPT}, {@code CONNECT}, {@code READ} of an eventfd, {@code
 * FUTEX_WAIT*}, {@code TIMEOUT}</td><td>one, when it is ready</td><td>{@code -ECANCELED}, or the result that was
 * faster</td></tr>
 * <tr><td>{@code SEND}, {@code SENDMSG}</td><td>one</td><td>{@code -ECANCELED}, or the bytes that are sent</td></tr>
 * <tr><td>{@code SEND_ZC}, {@code SENDMSG_ZC}</td><td>the result with {@code F_MORE}, then {@code F_NOTIF} with 0</td>
 * <td>the first may be {@code -ECANCELED}, with or without a notification</td></tr>
 * <tr><td>{@code READ*}, {@code WRITE*} of files</td><td>one, at once or from a worker</td><td>the result; {@code
 * -ECANCELED} if no worker had it yet</td></tr>
 * <tr><td>{@code FSYNC}, {@code SYNC_FILE_RANGE}, {@code FALLOCATE}, {@code FADVISE}, {@code MADVISE}, {@code
 * FTRUNCATE}, {@code SHUTDOWN}, paths, extended attributes</td><td>one, from a worker; of {@code OPENAT*} a
 * descriptor</td><td>as files; {@code -EINTR}, {@code -ERESTARTSYS} of a worker that waited and was
 * interrupted</td></tr>
 * <tr><td>{@code SPLICE}, {@code TEE}</td><td>one, from a worker that waits for the pipe</td><td>{@code -ERESTARTSYS}
 * or {@code -EINTR} of a worker that waits, {@code -ECANCELED} before</td></tr>
 * <tr><td>{@code CLOSE}</td><td>one</td><td>the result; {@code -ECANCELED}, and the descriptor is open, if no worker
 * had it yet</td></tr>
 * </table>
 */
enum OperationRow {
    NOP(On.NOTHING, false, at -> at.submit(at.nop()), OperationKind.NOP),
    NOP_WITH_A_LIMIT(On.NOTHING, false, at -> at.submit(at.nop().timeout(Duration.ofMinutes(1))), OperationKind.NOP),
    TIMEOUT(On.NOTHING, true, SocketOperations::timeout, OperationKind.TIMEOUT),
    READ(On.EVENTFD, true, at -> at.submit(at.read()), OperationKind.READ),
    READ_WITH_A_LIMIT(On.EVENTFD, true, at -> at.submit(at.read().timeout(Duration.ofMinutes(1))), OperationKind.READ),
    WRITE(On.EVENTFD, false, SocketOperations::write, OperationKind.WRITE),
    POLL_ADD(On.EVENTFD, true, at -> at.submit(at.poll(at.eventfd)), OperationKind.POLL_ADD),
    POLL_REMOVE(On.NOTHING, false, SocketOperations::pollRemove, OperationKind.POLL_REMOVE),
    TIMEOUT_REMOVE(On.NOTHING, false, SocketOperations::timeoutRemove, OperationKind.TIMEOUT_REMOVE),
    ASYNC_CANCEL(On.EVENTFD, false, SocketOperations::asyncCancel, OperationKind.ASYNC_CANCEL),
    BATCH(On.EVENTFD, true, at -> at.caller.submitBatch(List.of(at.nop(), at.read(), at.poll(at.eventfd))),
            OperationKind.NOP, OperationKind.READ, OperationKind.POLL_ADD),
    PIPELINE(On.EVENTFD, true, at -> at.caller.pipeline(List.of(at.poll(at.eventfd), at.read(), at.nop())),
            OperationKind.NOP, OperationKind.READ, OperationKind.POLL_ADD),
    PIPELINE_WITH_LIMITS(On.EVENTFD, true, at -> at.caller.pipeline(List.of(
            at.poll(at.eventfd).timeout(Duration.ofMinutes(1)), at.read().timeout(Duration.ofMinutes(1)))),
            OperationKind.READ, OperationKind.POLL_ADD),
    PIPELINE_THAT_GOES_ON(On.EVENTFD, true, at -> at.caller.pipeline(List.of(
            at.read().continueOnFailure(), at.nop(), at.nop())), OperationKind.NOP, OperationKind.READ),
    PIPELINE_OF_NOPS(On.NOTHING, false, at -> at.caller.pipeline(List.of(at.nop(), at.nop(), at.nop(), at.nop())),
            OperationKind.NOP),
    RECV(On.CONNECTION, true, at -> at.submit(at.of(OperationKind.RECV, sqe -> sqe.prepRecv(
            at.channelFd(), at.address(), 100, 0))), OperationKind.RECV),
    RECVMSG(On.CONNECTION, true, SocketOperations::recvmsg, OperationKind.RECVMSG),
    POLL_OF_A_CHANNEL(On.CONNECTION, true, at -> at.submit(at.poll(at.channelFd())), OperationKind.POLL_ADD),
    SEND(On.CONNECTION, false, at -> at.submit(at.of(OperationKind.SEND, sqe -> sqe.prepSend(
            at.channelFd(), at.address(), 10, 0))), OperationKind.SEND),
    SENDMSG(On.CONNECTION, false, SocketOperations::sendmsg, OperationKind.SENDMSG),
    SEND_ZC(On.CONNECTION, false, SocketOperations::sendZc, OperationKind.SEND_ZC),
    SENDMSG_ZC(On.CONNECTION, false, SocketOperations::sendmsgZc, OperationKind.SENDMSG_ZC),
    SHUTDOWN(On.CONNECTION, false, SocketOperations::shutdown, OperationKind.SHUTDOWN),
    ACCEPT(On.LISTENER, true, SocketOperations::accept, OperationKind.ACCEPT),
    CONNECT(On.NOTHING, false, at -> SocketOperations.connect(at, at.scene.farAddress()), OperationKind.CONNECT),
    CONNECT_TO_NOBODY(On.NOTHING, true, at -> SocketOperations.connect(at, at.scene.deadAddress()),
            OperationKind.CONNECT),
    SOCKET(On.NOTHING, false, SocketOperations::socket, OperationKind.SOCKET),
    BIND(On.NOTHING, false, SocketOperations::bind, OperationKind.BIND),
    LISTEN(On.NOTHING, false, SocketOperations::listen, OperationKind.LISTEN),
    FUTEX_WAIT(On.MEMORY, true, SocketOperations::futexWait, OperationKind.FUTEX_WAIT),
    FUTEX_WAITV(On.MEMORY, true, SocketOperations::futexWaitv, OperationKind.FUTEX_WAITV),
    FUTEX_WAKE(On.MEMORY, false, SocketOperations::futexWake, OperationKind.FUTEX_WAKE),
    MADVISE(On.MEMORY, false, SocketOperations::madvise, OperationKind.MADVISE),
    CLOSE(On.NOTHING, false, SocketOperations::close, OperationKind.CLOSE),
    FSYNC(OperationKind.FSYNC, (at, fd) -> sqe -> sqe.prepFsync(fd, 0)),
    SYNC_FILE_RANGE(OperationKind.SYNC_FILE_RANGE, (at, fd) -> sqe -> sqe.prepSyncFileRange(fd, 1000, 0, 0)),
    READ_OF_A_FILE(OperationKind.READ, (at, fd) -> sqe -> sqe.prepRead(fd, at.address(), 1000, 0)),
    WRITE_OF_A_FILE(OperationKind.WRITE, (at, fd) -> sqe -> sqe.prepWrite(fd, at.address(), 1000, 0)),
    READV(OperationKind.READV, FileOperations::readv),
    WRITEV(OperationKind.WRITEV, FileOperations::writev),
    FALLOCATE(OperationKind.FALLOCATE, (at, fd) -> sqe -> sqe.prepFallocate(fd, 0, 0, 10_000)),
    FTRUNCATE(OperationKind.FTRUNCATE, (at, fd) -> sqe -> sqe.prepFtruncate(fd, 100)),
    FADVISE(OperationKind.FADVISE, (at, fd) -> sqe -> sqe.prepFadvise(fd, 0, 1000, 0)),
    STATX_OF_A_FILE(OperationKind.STATX, FileOperations::statxOfAnOpenFile),
    FSETXATTR(OperationKind.FSETXATTR, FileOperations::fsetxattr),
    FGETXATTR(OperationKind.FGETXATTR, FileOperations::fgetxattr),
    SPLICE_OF_A_FILE(OperationKind.SPLICE, FileOperations::spliceOfAFile),
    WRITE_AND_FSYNC(On.FILE, false, FileOperations::writeAndFsync, OperationKind.WRITE, OperationKind.FSYNC),
    READ_MAKE_AND_SYNC(On.FILE, false, FileOperations::readMakeAndSync,
            OperationKind.READ, OperationKind.MKDIRAT, OperationKind.FSYNC),
    OPENAT(On.PATH, false, FileOperations::openat, OperationKind.OPENAT),
    OPENAT2(On.PATH, false, FileOperations::openat2, OperationKind.OPENAT2),
    STATX(On.PATH, false, FileOperations::statx, OperationKind.STATX),
    RENAMEAT(On.PATH, false, FileOperations::renameat, OperationKind.RENAMEAT),
    UNLINKAT(On.PATH, false, FileOperations::unlinkat, OperationKind.UNLINKAT),
    MKDIRAT(On.PATH, false, FileOperations::mkdirat, OperationKind.MKDIRAT),
    SYMLINKAT(On.PATH, false, FileOperations::symlinkat, OperationKind.SYMLINKAT),
    LINKAT(On.PATH, false, FileOperations::linkat, OperationKind.LINKAT),
    SETXATTR(On.PATH, false, FileOperations::setxattr, OperationKind.SETXATTR),
    GETXATTR(On.PATH, false, FileOperations::getxattr, OperationKind.GETXATTR),
    SPLICE(On.PIPE, true, FileOperations::spliceOfAPipe, OperationKind.SPLICE),
    TEE(On.PIPE, true, FileOperations::tee, OperationKind.TEE),
    PIPE(On.NOTHING, false, FileOperations::pipe, OperationKind.PIPE);

    private static final String REGISTERED = "needs a buffer that is registered with the ring, which IoUringFile does: "
            + "FileSimulation walks it";
    private static final String DIRECT = "needs a table of direct descriptors, which no loop's ring has";
    private static final String EPOLL = "needs an epoll descriptor, which nothing here makes";

    /** Kinds that are not walked, and why. */
    static final Map<OperationKind, String> WITHOUT_A_ROW = Map.ofEntries(
            entry(OperationKind.READ_FIXED, REGISTERED),
            entry(OperationKind.WRITE_FIXED, REGISTERED),
            entry(OperationKind.READV_FIXED, REGISTERED),
            entry(OperationKind.WRITEV_FIXED, REGISTERED),
            entry(OperationKind.FILES_UPDATE, DIRECT),
            entry(OperationKind.FIXED_FD_INSTALL, DIRECT),
            entry(OperationKind.EPOLL_CTL, EPOLL),
            entry(OperationKind.EPOLL_WAIT, EPOLL),
            entry(OperationKind.MSG_RING, "goes to another ring, whose number only loops know: RingMessagesTest"),
            entry(OperationKind.URING_CMD, "is what a driver makes of it, and of its cancel"),
            entry(OperationKind.WAITID, "needs a child of this process, all of which the JVM reaps itself"));

    /** What it is applied to. */
    enum On { NOTHING, EVENTFD, CONNECTION, LISTENER, FILE, PATH, PIPE, MEMORY }

    final On on;
    /** The kernel has it until something happens, or for good. */
    final boolean waits;
    @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
    final Set<OperationKind> kinds;
    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    private final Function<OperationScene, List<RingFuture>> way;

    OperationRow(
            On on, boolean waits, Function<OperationScene, List<RingFuture>> way, OperationKind... kinds) {
        this.on = on;
        this.waits = waits;
        this.way = way;
        this.kinds = EnumSet.copyOf(List.of(kinds));
    }

    OperationRow(OperationKind kind, FileOperations.OnFile way) {
        this(On.FILE, false, at -> FileOperations.onFile(at, kind, way), kind);
    }

    /** Brings what it is applied to. */
    void prepare(Scene scene) {
        switch (on) {
            case CONNECTION -> scene.connect(false);
            case LISTENER -> scene.listen(false);
            default -> {
                // the scene has it
            }
        }
    }

    void submit(OperationScene at) {
        List<RingFuture> made = way.apply(at);
        at.futures.addAll(made);
        at.holdDevice(this);
        for (RingFuture future : made) {
            if (!kinds.contains(future.operation().kind())) {
                throw new AssertionError("of a kind that the row does not name: " + future);
            }
        }
    }

    boolean canBeWoken() {
        return waits && this != TIMEOUT && this != CONNECT_TO_NOBODY;
    }

    /** Lets it complete. */
    void wake(OperationScene at) {
        switch (on) {
            case CONNECTION -> at.scene.far.write(new byte[10]);
            case LISTENER -> at.scene.far = at.scene.farConnect(at.scene.port());
            case NOTHING -> {
                // it does
            }
            default -> at.wake.run();
        }
    }

    /** {@return whether a device could be slow about it} */
    boolean isOfADevice() {
        return on == On.FILE || on == On.PATH;
    }

    boolean isOfAChannel() {
        return on == On.CONNECTION || on == On.LISTENER;
    }

    /** {@return whether an errno is among its ordinary ends} */
    boolean mayFail() {
        return isOfAChannel() || switch (this) {
            case POLL_REMOVE, TIMEOUT_REMOVE, ASYNC_CANCEL, FUTEX_WAIT, FUTEX_WAITV -> true; // too late, or nobody
            case SETXATTR, GETXATTR, FSETXATTR, FGETXATTR -> true; // no file system must have them
            default -> false;
        };
    }
}
