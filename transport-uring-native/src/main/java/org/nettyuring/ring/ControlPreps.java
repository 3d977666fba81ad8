// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.nettyuring.abi.IoUringConstants.IORING_ASYNC_CANCEL_FD;
import static org.nettyuring.abi.IoUringConstants.IORING_MSG_RING_FLAGS_PASS;
import static org.nettyuring.abi.IoUringConstants.IORING_MSG_SEND_FD;
import static org.nettyuring.abi.IoUringConstants.IORING_NOP_INJECT_RESULT;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_ASYNC_CANCEL;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_FILES_UPDATE;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_LINK_TIMEOUT;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_MSG_RING;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_NOP;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_POLL_ADD;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_POLL_REMOVE;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_PROVIDE_BUFFERS;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_REMOVE_BUFFERS;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_TIMEOUT;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_TIMEOUT_REMOVE;
import static org.nettyuring.abi.IoUringConstants.IORING_POLL_ADD_MULTI;
import static org.nettyuring.abi.IoUringConstants.IORING_TIMEOUT_UPDATE;

/**
 * What steers the ring itself: timers, polls, cancels, messages between rings, tables. Every method writes all 64 bytes
 * of the entry. A {@code timespec} is the kernel's until the enter that consumed the entry returned.
 */
public sealed interface ControlPreps extends RawPrep permits Sqe {
    /** {@return this, prepared as nothing that completes with 0; since 5.1} */
    default Sqe prepNop() {
        return prepRw(IORING_OP_NOP, -1, 0, 0, 0, 0);
    }

    /**
     * {@return this, prepared as nothing that completes with the given result, for tests; since 6.6}
     *
     * @param result {@code cqe->res}, also negative
     */
    default Sqe prepNopInjectResult(int result) {
        return prepRw(IORING_OP_NOP, -1, 0, result, 0, IORING_NOP_INJECT_RESULT);
    }

    /**
     * {@return this, prepared as a timer that completes with {@code -ETIME}; since 5.4}
     *
     * @param timespecAddress a {@code struct __kernel_timespec}
     * @param count completions after which it ends early with 0; 0 for never, which is far cheaper for the ring
     * @param timeoutFlags {@code IORING_TIMEOUT_*}
     */
    default Sqe prepTimeout(long timespecAddress, int count, int timeoutFlags) {
        return prepRw(IORING_OP_TIMEOUT, -1, timespecAddress, 1, count & 0xFFFF_FFFFL, timeoutFlags);
    }

    /**
     * {@return this, prepared as the end of an armed timer; since 5.5}
     *
     * @param timerUserData the timer's {@code user_data}
     * @param timeoutFlags 0
     */
    default Sqe prepTimeoutRemove(long timerUserData, int timeoutFlags) {
        return prepRw(IORING_OP_TIMEOUT_REMOVE, -1, timerUserData, 0, 0, timeoutFlags);
    }

    /**
     * {@return this, prepared as a new deadline for an armed timer; {@code -ENOENT} if it fired; since 5.11}
     *
     * @param timespecAddress a {@code struct __kernel_timespec}
     * @param timerUserData the timer's {@code user_data}
     * @param timeoutFlags {@code IORING_TIMEOUT_ABS} and the clock
     */
    default Sqe prepTimeoutUpdate(long timespecAddress, long timerUserData, int timeoutFlags) {
        return prepRw(
                IORING_OP_TIMEOUT_REMOVE, -1, timerUserData, 0, timespecAddress, timeoutFlags | IORING_TIMEOUT_UPDATE);
    }

    /**
     * {@return this, prepared as the time limit of the entry before it, which has {@code IOSQE_IO_LINK}; since 5.5}
     *
     * @param timespecAddress a {@code struct __kernel_timespec}
     * @param timeoutFlags {@code IORING_TIMEOUT_*}
     */
    default Sqe prepLinkTimeout(long timespecAddress, int timeoutFlags) {
        return prepRw(IORING_OP_LINK_TIMEOUT, -1, timespecAddress, 1, 0, timeoutFlags);
    }

    /**
     * {@return this, prepared as a cancel by {@code user_data}: 0, {@code -ENOENT}, {@code -EALREADY}, or with
     * {@code CANCEL_ALL} how many; since 5.5}
     *
     * @param userDataToCancel the operation's {@code user_data}
     * @param cancelFlags {@code IORING_ASYNC_CANCEL_*}
     */
    default Sqe prepCancel64(long userDataToCancel, int cancelFlags) {
        return prepRw(IORING_OP_ASYNC_CANCEL, -1, userDataToCancel, 0, 0, cancelFlags);
    }

    /**
     * {@return this, prepared as a cancel by descriptor; walks all operations of the ring; since 5.19}
     *
     * @param fd the descriptor; a slot with {@code IORING_ASYNC_CANCEL_FD_FIXED}
     * @param cancelFlags {@code IORING_ASYNC_CANCEL_*}; {@code CANCEL_FD} is added
     */
    default Sqe prepCancelFd(int fd, int cancelFlags) {
        return prepRw(IORING_OP_ASYNC_CANCEL, fd, 0, 0, 0, cancelFlags | IORING_ASYNC_CANCEL_FD);
    }

    /**
     * {@return this, prepared as a one-shot {@code poll(2)}; since 5.1}
     *
     * @param fd the descriptor
     * @param pollMask {@code POLL*}
     */
    default Sqe prepPollAdd(int fd, int pollMask) {
        return prepRw(IORING_OP_POLL_ADD, fd, 0, 0, 0, pollMask);
    }

    /**
     * {@return this, prepared as polls until a CQE without {@code F_MORE}; the first reports a level, later ones edges;
     * since 5.13}
     *
     * @param fd the descriptor
     * @param pollMask {@code POLL*}
     */
    default Sqe prepPollMultishot(int fd, int pollMask) {
        return prepRw(IORING_OP_POLL_ADD, fd, 0, IORING_POLL_ADD_MULTI, 0, pollMask);
    }

    /**
     * {@return this, prepared as a change of an armed poll; since 5.13}
     *
     * @param oldUserData the poll's {@code user_data}
     * @param newUserData its new one, with {@code IORING_POLL_UPDATE_USER_DATA}
     * @param pollMask its new mask, with {@code IORING_POLL_UPDATE_EVENTS}
     * @param updateFlags {@code IORING_POLL_*}
     */
    default Sqe prepPollUpdate(long oldUserData, long newUserData, int pollMask, int updateFlags) {
        return prepRw(IORING_OP_POLL_REMOVE, -1, oldUserData, updateFlags, newUserData, pollMask);
    }

    /**
     * {@return this, prepared as the end of an armed poll; since 5.1}
     *
     * @param pollUserData the poll's {@code user_data}
     */
    default Sqe prepPollRemove(long pollUserData) {
        return prepRw(IORING_OP_POLL_REMOVE, -1, pollUserData, 0, 0, 0);
    }

    /**
     * {@return this, prepared as a completion posted to another ring; since 5.18. A ring whose thread died takes it and
     * loses it}
     *
     * @param ringFd the other ring
     * @param res the {@code cqe->res} it sees
     * @param userData the {@code cqe->user_data} it sees
     * @param msgRingFlags {@code IORING_MSG_RING_*}
     */
    default Sqe prepMsgRing(int ringFd, int res, long userData, int msgRingFlags) {
        return prepRw(IORING_OP_MSG_RING, ringFd, 0, res, userData, msgRingFlags);
    }

    /**
     * {@return this, prepared as {@link #prepMsgRing} with CQE flags; since 6.3}
     *
     * @param ringFd the other ring
     * @param res the {@code cqe->res} it sees
     * @param userData the {@code cqe->user_data} it sees
     * @param msgRingFlags {@code IORING_MSG_RING_*}; {@code FLAGS_PASS} is added
     * @param cqeFlags the {@code cqe->flags} it sees
     */
    default Sqe prepMsgRingCqeFlags(int ringFd, int res, long userData, int msgRingFlags, int cqeFlags) {
        return prepMsgRing(ringFd, res, userData, msgRingFlags | IORING_MSG_RING_FLAGS_PASS).rawFileIndex(cqeFlags);
    }

    /**
     * {@return this, prepared as a registered file sent to another ring's table; since 6.0}
     *
     * @param ringFd the other ring
     * @param sourceSlot our slot, which stays ours
     * @param targetSlot its slot, or {@code IORING_FILE_INDEX_ALLOC} (since 6.1)
     * @param userData the {@code cqe->user_data} it sees
     * @param msgRingFlags {@code IORING_MSG_RING_*}
     */
    default Sqe prepMsgRingFd(int ringFd, int sourceSlot, int targetSlot, long userData, int msgRingFlags) {
        return prepRw(IORING_OP_MSG_RING, ringFd, IORING_MSG_SEND_FD, 0, userData, msgRingFlags)
                .addr3(sourceSlot & 0xFFFF_FFFFL)
                .fileIndex(targetSlot);
    }

    /**
     * {@return this, prepared as a change of the ring's {@link FileTable}; since 5.6}
     *
     * @param fdsAddress {@code int[]}, the kernel's until the CQE; receives slots with {@code IORING_FILE_INDEX_ALLOC}
     * @param fds how many
     * @param firstSlot where they go, or {@code IORING_FILE_INDEX_ALLOC}
     */
    default Sqe prepFilesUpdate(long fdsAddress, int fds, int firstSlot) {
        return prepRw(IORING_OP_FILES_UPDATE, -1, fdsAddress, fds, firstSlot, 0);
    }

    /**
     * {@return this, prepared as the older way to provide buffers; since 5.7, and worse than {@link BufferRing}}
     *
     * @param address the first buffer
     * @param lengthBytes of each buffer
     * @param buffers how many, one behind the other
     * @param bgid their group
     * @param firstBid id of the first
     */
    default Sqe prepProvideBuffers(long address, int lengthBytes, int buffers, int bgid, int firstBid) {
        return prepRw(IORING_OP_PROVIDE_BUFFERS, buffers, address, lengthBytes, firstBid, 0).bufGroup(bgid);
    }

    /**
     * {@return this, prepared as the removal of buffers given by {@link #prepProvideBuffers}; since 5.7}
     *
     * @param buffers how many
     * @param bgid their group
     */
    default Sqe prepRemoveBuffers(int buffers, int bgid) {
        return prepRw(IORING_OP_REMOVE_BUFFERS, buffers, 0, 0, 0, 0).bufGroup(bgid);
    }
}
