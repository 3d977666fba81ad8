// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.nettyuring.abi.IoUringConstants.IORING_OP_EPOLL_CTL;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_EPOLL_WAIT;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_FIXED_FD_INSTALL;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_FUTEX_WAIT;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_FUTEX_WAITV;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_FUTEX_WAKE;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_PIPE;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_WAITID;
import static org.nettyuring.abi.IoUringConstants.IOSQE_FIXED_FILE;

/** Descriptors, epoll sets, futexes, children. Every method writes all 64 bytes of the entry. */
public sealed interface ProcessPreps extends RawPrep permits Sqe {
    /**
     * {@return this, prepared as {@code epoll_ctl(2)}; since 5.6}
     *
     * @param epfd the epoll set
     * @param fd the descriptor
     * @param op {@code EPOLL_CTL_*}
     * @param eventAddress a {@code struct epoll_event}, read while the entry is consumed
     */
    default Sqe prepEpollCtl(int epfd, int fd, int op, long eventAddress) {
        return prepRw(IORING_OP_EPOLL_CTL, epfd, eventAddress, op, fd & 0xFFFF_FFFFL, 0);
    }

    /**
     * {@return this, prepared as {@code epoll_wait(2)}; since 6.15}
     *
     * @param epfd the epoll set
     * @param eventsAddress receives {@code struct epoll_event[]}, the kernel's until the CQE
     * @param maxEvents room
     * @param flags 0
     */
    default Sqe prepEpollWait(int epfd, long eventsAddress, int maxEvents, int flags) {
        return prepRw(IORING_OP_EPOLL_WAIT, epfd, eventsAddress, maxEvents, 0, flags);
    }

    /**
     * {@return this, prepared as a descriptor for a slot of the {@link FileTable}; since 6.8}
     *
     * @param slot the slot
     * @param installFlags {@code IORING_FIXED_FD_NO_CLOEXEC} or 0
     */
    default Sqe prepFixedFdInstall(int slot, int installFlags) {
        return prepRw(IORING_OP_FIXED_FD_INSTALL, slot, 0, 0, 0, installFlags).addFlags(IOSQE_FIXED_FILE);
    }

    /**
     * {@return this, prepared as {@code pipe2(2)}; since 6.16}
     *
     * @param fdsAddress receives two {@code int}s, the kernel's until the CQE
     * @param pipeFlags {@code O_*}
     */
    default Sqe prepPipe(long fdsAddress, int pipeFlags) {
        return prepRw(IORING_OP_PIPE, 0, fdsAddress, 0, 0, pipeFlags);
    }

    /**
     * {@return this, prepared as {@code pipe2(2)} into two slots; since 6.16}
     *
     * @param fdsAddress receives two {@code int}s, the kernel's until the CQE
     * @param pipeFlags {@code O_*} without {@code O_CLOEXEC}
     * @param slot the first slot, or {@code IORING_FILE_INDEX_ALLOC}
     */
    default Sqe prepPipeDirect(long fdsAddress, int pipeFlags, int slot) {
        return prepPipe(fdsAddress, pipeFlags).fileIndex(slot);
    }

    /**
     * {@return this, prepared as a wait on a futex; since 6.7}
     *
     * @param futexAddress 4-byte aligned
     * @param expected the value it must hold to wait
     * @param mask which wakes are heard
     * @param futexFlags {@code FUTEX2_*}
     * @param flags 0
     */
    default Sqe prepFutexWait(long futexAddress, long expected, long mask, int futexFlags, int flags) {
        return prepRw(IORING_OP_FUTEX_WAIT, futexFlags, futexAddress, 0, expected, flags).addr3(mask);
    }

    /**
     * {@return this, prepared as a wake of waiters on a futex; since 6.7}
     *
     * @param futexAddress 4-byte aligned
     * @param waiters how many at most
     * @param mask which waiters hear it
     * @param futexFlags {@code FUTEX2_*}
     * @param flags 0
     */
    default Sqe prepFutexWake(long futexAddress, long waiters, long mask, int futexFlags, int flags) {
        return prepRw(IORING_OP_FUTEX_WAKE, futexFlags, futexAddress, 0, waiters, flags).addr3(mask);
    }

    /**
     * {@return this, prepared as a wait on several futexes; since 6.7}
     *
     * @param waitvAddress {@code struct futex_waitv[]}
     * @param futexes how many
     * @param flags 0
     */
    default Sqe prepFutexWaitv(long waitvAddress, int futexes, int flags) {
        return prepRw(IORING_OP_FUTEX_WAITV, 0, waitvAddress, futexes, 0, flags);
    }

    /**
     * {@return this, prepared as {@code waitid(2)}; since 6.7}
     *
     * @param idType {@code P_*}
     * @param id process, group or descriptor
     * @param infoAddress receives a {@code siginfo_t}, the kernel's until the CQE
     * @param options {@code WEXITED} and others
     * @param flags 0
     */
    default Sqe prepWaitid(int idType, int id, long infoAddress, int options, int flags) {
        return prepRw(IORING_OP_WAITID, id, 0, idType, infoAddress, flags).rawFileIndex(options);
    }
}
