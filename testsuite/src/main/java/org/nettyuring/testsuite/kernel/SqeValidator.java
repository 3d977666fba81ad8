// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.memory.NativeRegion;

/**
 * Checks what a real kernel cannot or does not: that every address in an SQE lies in memory that is alive, that it
 * stays so until the terminal completion, that fields without a meaning are zero, and that a stream socket has one send
 * at a time. A violation fails the test with the operation and its {@code user_data}. Used under the kernel's lock.
 */
public final class SqeValidator {
    /** Fields of an SQE that only some opcodes give a meaning. */
    private enum Field { IOPRIO, OFF, ADDR, LEN, OP_FLAGS, BUF_INDEX, FILE_INDEX, ADDR3 }

    private static final Map<Integer, Set<Field>> USED = usedFields();
    private static final int PLAYED_SQE_FLAGS = IoUringConstants.IOSQE_ASYNC | IoUringConstants.IOSQE_BUFFER_SELECT
            | IoUringConstants.IOSQE_CQE_SKIP_SUCCESS | IoUringConstants.IOSQE_IO_LINK
            | IoUringConstants.IOSQE_IO_HARDLINK;

    private final FakeKernel kernel;
    private boolean untrackedAllowed;
    private boolean concurrentSendsAllowed;
    private boolean badDescriptorsAllowed;
    private boolean freshUserDataRequired;

    SqeValidator(FakeKernel kernel) {
        this.kernel = kernel;
    }

    /**
     * Lets SQEs point at memory that nobody tracks, for tests that use Netty's own allocators.
     *
     * @return this
     */
    public SqeValidator allowUntrackedMemory() {
        untrackedAllowed = true;
        return this;
    }

    /**
     * Lets a stream socket have several sends in flight, which Linux reorders.
     *
     * @return this
     */
    public SqeValidator allowConcurrentSends() {
        concurrentSendsAllowed = true;
        return this;
    }

    /**
     * Lets SQEs name descriptors that are not open, which complete with {@code -EBADF}.
     *
     * @return this
     */
    public SqeValidator allowBadDescriptors() {
        badDescriptorsAllowed = true;
        return this;
    }

    /**
     * Refuses {@code user_data} that was used before on the same ring: a late cancel would find the next tenant.
     *
     * @return this
     */
    public SqeValidator requireFreshUserData() {
        freshUserDataRequired = true;
        return this;
    }

    boolean badDescriptorsAllowed() {
        return badDescriptorsAllowed;
    }

    private static Map<Integer, Set<Field>> usedFields() {
        Map<Integer, Set<Field>> used = new HashMap<>();
        Set<Field> message = EnumSet.of(Field.IOPRIO, Field.ADDR, Field.LEN, Field.OP_FLAGS, Field.BUF_INDEX);
        Set<Field> transfer = EnumSet.of(Field.IOPRIO, Field.OFF, Field.ADDR, Field.LEN, Field.OP_FLAGS,
                Field.BUF_INDEX);
        used.put(IoUringConstants.IORING_OP_NOP, EnumSet.of(Field.LEN, Field.OP_FLAGS));
        used.put(IoUringConstants.IORING_OP_RECV, EnumSet.of(Field.IOPRIO, Field.ADDR, Field.LEN, Field.OP_FLAGS,
                Field.BUF_INDEX, Field.FILE_INDEX));
        used.put(IoUringConstants.IORING_OP_RECVMSG, message);
        used.put(IoUringConstants.IORING_OP_SEND, EnumSet.of(Field.IOPRIO, Field.OFF, Field.ADDR, Field.LEN,
                Field.OP_FLAGS, Field.BUF_INDEX, Field.FILE_INDEX));
        used.put(IoUringConstants.IORING_OP_SENDMSG, message);
        used.put(IoUringConstants.IORING_OP_SEND_ZC, message);
        used.put(IoUringConstants.IORING_OP_SENDMSG_ZC, message);
        used.put(IoUringConstants.IORING_OP_READ, transfer);
        used.put(IoUringConstants.IORING_OP_READV, transfer);
        used.put(IoUringConstants.IORING_OP_WRITE, transfer);
        used.put(IoUringConstants.IORING_OP_WRITEV, transfer);
        used.put(IoUringConstants.IORING_OP_ACCEPT,
                EnumSet.of(Field.IOPRIO, Field.OFF, Field.ADDR, Field.OP_FLAGS));
        used.put(IoUringConstants.IORING_OP_CONNECT, EnumSet.of(Field.OFF, Field.ADDR));
        used.put(IoUringConstants.IORING_OP_ASYNC_CANCEL, EnumSet.of(Field.ADDR, Field.LEN, Field.OP_FLAGS));
        used.put(IoUringConstants.IORING_OP_TIMEOUT,
                EnumSet.of(Field.OFF, Field.ADDR, Field.LEN, Field.OP_FLAGS));
        used.put(IoUringConstants.IORING_OP_TIMEOUT_REMOVE, EnumSet.of(Field.OFF, Field.ADDR, Field.OP_FLAGS));
        used.put(IoUringConstants.IORING_OP_LINK_TIMEOUT, EnumSet.of(Field.ADDR, Field.LEN, Field.OP_FLAGS));
        used.put(IoUringConstants.IORING_OP_POLL_ADD, EnumSet.of(Field.LEN, Field.OP_FLAGS));
        used.put(IoUringConstants.IORING_OP_POLL_REMOVE, EnumSet.of(Field.ADDR));
        used.put(IoUringConstants.IORING_OP_MSG_RING, EnumSet.of(Field.OFF, Field.ADDR, Field.LEN, Field.OP_FLAGS,
                Field.FILE_INDEX));
        used.put(IoUringConstants.IORING_OP_SHUTDOWN, EnumSet.of(Field.LEN));
        used.put(IoUringConstants.IORING_OP_CLOSE, EnumSet.noneOf(Field.class));
        addFiles(used, transfer);
        addCalls(used);
        return used;
    }

    private static void addFiles(Map<Integer, Set<Field>> used, Set<Field> transfer) {
        used.put(IoUringConstants.IORING_OP_READ_FIXED, transfer);
        used.put(IoUringConstants.IORING_OP_WRITE_FIXED, transfer);
        used.put(IoUringConstants.IORING_OP_OPENAT2, EnumSet.of(Field.OFF, Field.ADDR, Field.LEN));
        used.put(IoUringConstants.IORING_OP_STATX, EnumSet.of(Field.OFF, Field.ADDR, Field.LEN, Field.OP_FLAGS));
        used.put(IoUringConstants.IORING_OP_RENAMEAT, EnumSet.of(Field.OFF, Field.ADDR, Field.LEN, Field.OP_FLAGS));
        used.put(IoUringConstants.IORING_OP_UNLINKAT, EnumSet.of(Field.ADDR, Field.OP_FLAGS));
        used.put(IoUringConstants.IORING_OP_MKDIRAT, EnumSet.of(Field.ADDR, Field.LEN));
        used.put(IoUringConstants.IORING_OP_FSYNC, EnumSet.of(Field.OP_FLAGS));
        used.put(IoUringConstants.IORING_OP_SYNC_FILE_RANGE, EnumSet.of(Field.OFF, Field.LEN, Field.OP_FLAGS));
        used.put(IoUringConstants.IORING_OP_FALLOCATE, EnumSet.of(Field.OFF, Field.ADDR, Field.LEN));
        used.put(IoUringConstants.IORING_OP_FTRUNCATE, EnumSet.of(Field.OFF));
        used.put(IoUringConstants.IORING_OP_FADVISE, EnumSet.of(Field.OFF, Field.LEN, Field.OP_FLAGS));
    }

    private static void addCalls(Map<Integer, Set<Field>> used) {
        Set<Field> paths = EnumSet.of(Field.OFF, Field.ADDR, Field.LEN, Field.OP_FLAGS);
        used.put(IoUringConstants.IORING_OP_OPENAT, EnumSet.of(Field.ADDR, Field.LEN, Field.OP_FLAGS));
        used.put(IoUringConstants.IORING_OP_LINKAT, paths);
        used.put(IoUringConstants.IORING_OP_SYMLINKAT, EnumSet.of(Field.OFF, Field.ADDR));
        used.put(IoUringConstants.IORING_OP_FSETXATTR, paths);
        used.put(IoUringConstants.IORING_OP_FGETXATTR, EnumSet.of(Field.OFF, Field.ADDR, Field.LEN));
        Set<Field> attributes = EnumSet.copyOf(paths);
        attributes.add(Field.ADDR3);
        used.put(IoUringConstants.IORING_OP_SETXATTR, attributes);
        used.put(IoUringConstants.IORING_OP_GETXATTR, attributes);
        used.put(IoUringConstants.IORING_OP_SPLICE, EnumSet.of(Field.OFF, Field.ADDR, Field.LEN, Field.OP_FLAGS,
                Field.FILE_INDEX));
        used.put(IoUringConstants.IORING_OP_TEE, EnumSet.of(Field.LEN, Field.OP_FLAGS, Field.FILE_INDEX));
        used.put(IoUringConstants.IORING_OP_SOCKET, EnumSet.of(Field.OFF, Field.LEN, Field.OP_FLAGS));
        used.put(IoUringConstants.IORING_OP_BIND, EnumSet.of(Field.OFF, Field.ADDR));
        used.put(IoUringConstants.IORING_OP_LISTEN, EnumSet.of(Field.LEN));
        used.put(IoUringConstants.IORING_OP_PIPE, EnumSet.of(Field.ADDR, Field.OP_FLAGS));
        used.put(IoUringConstants.IORING_OP_MADVISE, EnumSet.of(Field.ADDR, Field.LEN, Field.OP_FLAGS));
        Set<Field> futex = EnumSet.of(Field.OFF, Field.ADDR, Field.OP_FLAGS, Field.ADDR3);
        used.put(IoUringConstants.IORING_OP_FUTEX_WAIT, futex);
        used.put(IoUringConstants.IORING_OP_FUTEX_WAKE, futex);
        used.put(IoUringConstants.IORING_OP_FUTEX_WAITV, EnumSet.of(Field.ADDR, Field.LEN, Field.OP_FLAGS));
    }

    /** Flags and fields of an entry that was just taken. */
    void check(SubmittedSqe sqe) {
        Set<Field> used = USED.get(sqe.opcode());
        if (used == null) {
            throw kernel.failure("not played: " + sqe);
        }
        int unplayed = sqe.flags() & ~PLAYED_SQE_FLAGS;
        if (unplayed != 0) {
            throw kernel.failure("not played: sqe->flags 0x" + Integer.toHexString(unplayed) + ": " + sqe);
        }
        checkZero(sqe, used, Field.IOPRIO, sqe.ioprio());
        checkZero(sqe, used, Field.OFF, sqe.off());
        checkZero(sqe, used, Field.ADDR, sqe.addr());
        checkZero(sqe, used, Field.LEN, sqe.len());
        checkZero(sqe, used, Field.OP_FLAGS, sqe.opFlags());
        checkZero(sqe, used, Field.BUF_INDEX, sqe.bufIndex());
        checkZero(sqe, used, Field.FILE_INDEX, sqe.fileIndex());
        checkZero(sqe, used, Field.ADDR3, sqe.addr3());
        if (sqe.personality() != 0 || sqe.pad2() != 0) {
            throw kernel.failure("reserved bytes are not zero: " + sqe);
        }
    }

    private void checkZero(SubmittedSqe sqe, Set<Field> used, Field field, long value) {
        if (value != 0 && !used.contains(field)) {
            throw kernel.failure(field + " is 0x" + Long.toHexString(value) + " (expected: 0): " + sqe);
        }
    }

    /** An entry's name, which nobody had before. */
    void checkUserData(FakeRing ring, SubmittedSqe sqe) {
        if (freshUserDataRequired && !ring.isFresh(sqe.userData())) {
            throw kernel.failure("user_data was used before: " + sqe);
        }
    }

    /** A request that was made of an entry: not a second one under the same name, not a second send. */
    void checkNew(Request request) {
        for (Request other : request.ring.inFlight()) {
            if (other.sqe.userData() == request.sqe.userData()) {
                throw kernel.failure("user_data of " + request + " is in flight already: " + other);
            }
            if (!concurrentSendsAllowed && request instanceof SendRequest && other instanceof SendRequest
                    && other.file == request.file && other.isCancellable()) {
                throw kernel.failure("two sends on one stream socket, which Linux reorders: "
                        + request + " and " + other);
            }
        }
    }

    void checkLive(long address, long lengthBytes, String what, SubmittedSqe sqe) {
        if (!isLive(address, lengthBytes)) {
            throw kernel.failure(new MemoryRange(address, lengthBytes, what) + " is not in live memory: " + sqe);
        }
    }

    void checkPinned(Request request) {
        for (MemoryRange range : request.pinned) {
            if (!isLive(range.address(), range.lengthBytes())) {
                throw kernel.failure(range + " was freed before the terminal completion of " + request);
            }
        }
    }

    /** Everything the kernel may touch on behalf of a ring. */
    void checkRing(FakeRing ring) {
        if (!ring.queues.isSqHeadIntact()) {
            throw kernel.failure("the kernel's sq head or cq tail was overwritten: " + ring);
        }
        if (ring.queues.sqPending() < 0 || ring.queues.sqPending() > ring.queues.sqEntries()) {
            throw kernel.failure("sq tail is " + ring.queues.sqPending() + " entries ahead of the head (expected: 0.."
                    + ring.queues.sqEntries() + ")");
        }
        if (!ring.queues.isCqHeadValid()) {
            throw kernel.failure("cq head moved backwards or beyond the tail: " + ring);
        }
        ring.inFlight().forEach(this::checkPinned);
        ring.bufferGroups.values().forEach(this::checkGroup);
    }

    private void checkGroup(BufferGroup group) {
        if (!isLive(group.ringAddress, group.ringBytes())) {
            throw kernel.failure("pbuf ring " + group.bgid + " was freed while it is registered");
        }
        int available = group.available();
        if (available > group.entries) {
            throw kernel.failure("pbuf ring " + group.bgid + " tail is " + available + " entries ahead of the head"
                    + " (expected: 0.." + group.entries + ")");
        }
        for (int i = 0; i < available; i++) {
            BufferGroup.Selected buffer = group.peek(i);
            if (!isLive(buffer.address(), buffer.lengthBytes())) {
                throw kernel.failure("pbuf ring " + group.bgid + ": "
                        + new MemoryRange(buffer.address(), buffer.lengthBytes(), "bid " + buffer.bid())
                        + " is not in live memory");
            }
        }
    }

    /** Memory is about to be freed: no request may still use it. */
    void checkUnused(FakeRing ring, long address, long lengthBytes) {
        for (Request request : ring.inFlight()) {
            for (MemoryRange range : request.pinned) {
                if (range.overlaps(address, lengthBytes)) {
                    throw kernel.failure("freed while the kernel uses it: " + range + " of " + request);
                }
            }
        }
    }

    private boolean isLive(long address, long lengthBytes) {
        if (lengthBytes == 0) {
            return true;
        }
        if (lengthBytes < 0 || address == 0) {
            return false;
        }
        if (untrackedAllowed || kernel.allocator().isLive(address, lengthBytes)) {
            return true;
        }
        for (NativeRegion region : kernel.liveRegions()) {
            if (region.contains(address, lengthBytes)) {
                return true;
            }
        }
        return false;
    }
}
