// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nettyuring.abi.IoUringConstants;

/** One io_uring instance: requests in flight, task work, completions held back. Used under the kernel's lock. */
final class FakeRing extends FakeFile {
    private record HeldBack(long userData, int res, int flags) {}

    final int setupFlags;
    final RingQueues queues;
    final Map<Integer, BufferGroup> bufferGroups = new HashMap<>();
    final Map<Integer, MemoryRange> registeredBuffers = new HashMap<>();

    private final Set<Request> inFlight = new LinkedHashSet<>();
    /** Those that occupy a worker thread, and those that wait for one. */
    private final Set<Request> working = new HashSet<>();
    private final Set<Request> waitingForWorker = new LinkedHashSet<>();
    private int workers = Integer.MAX_VALUE;
    private final Set<Long> usedUserData = new HashSet<>();
    private final List<TaskWork> taskWork = new ArrayList<>();
    private final Deque<HeldBack> overflow = new ArrayDeque<>();
    private Thread submitter;
    private boolean closed;

    /** Something to do in the submitter's context. */
    private record TaskWork(Object orderKey, Runnable action) {}

    FakeRing(FakeKernel kernel, int setupFlags, RingQueues queues) {
        super(kernel);
        this.setupFlags = setupFlags;
        this.queues = queues;
        if (!has(IoUringConstants.IORING_SETUP_R_DISABLED)) {
            submitter = Thread.currentThread();
        }
    }

    boolean has(int setupFlag) {
        return (setupFlags & setupFlag) != 0;
    }

    boolean defersTaskWork() {
        return has(IoUringConstants.IORING_SETUP_DEFER_TASKRUN);
    }

    boolean isEnabled() {
        return submitter != null;
    }

    void enable() {
        submitter = Thread.currentThread();
    }

    /** Whether the calling thread may enter and register. */
    boolean mayBeUsedHere() {
        return !has(IoUringConstants.IORING_SETUP_SINGLE_ISSUER) || submitter == null
                || submitter == Thread.currentThread();
    }

    Set<Request> inFlight() {
        return inFlight;
    }

    /** Remembers the value; false if it was used before. */
    boolean isFresh(long userData) {
        return usedUserData.add(userData);
    }

    void started(Request request) {
        inFlight.add(request);
    }

    void ended(Request request) {
        inFlight.remove(request);
        waitingForWorker.remove(request);
        if (working.remove(request)) {
            waitingForWorker.stream().findFirst().ifPresent(Request::wake);
        }
    }

    /** {@return requests that wait for a worker thread} */
    int waitingForWorker() {
        return waitingForWorker.size();
    }

    void limitWorkers(int newWorkers) {
        workers = newWorkers;
    }

    /** Takes a worker thread, as what may block does, until the request ends; false if it has to wait for one. */
    boolean takesWorker(Request request) {
        if (working.contains(request)) {
            return true;
        }
        if (working.size() >= workers) {
            waitingForWorker.add(request);
            return false;
        }
        waitingForWorker.remove(request);
        return working.add(request);
    }

    void addTaskWork(Request request) {
        addTaskWork(request.orderKey(), request::runTaskWork);
    }

    void addTaskWork(Object orderKey, Runnable action) {
        if (closed) {
            return;
        }
        taskWork.add(new TaskWork(orderKey, action));
        updateTaskRunFlag();
        if (!defersTaskWork() && !has(IoUringConstants.IORING_SETUP_COOP_TASKRUN)) {
            // The submitter is interrupted, wherever it is.
            kernel.clock().schedule(kernel.clock().nowNs(), () -> runTaskWork(Integer.MAX_VALUE));
        }
        kernel.signal();
    }

    boolean hasTaskWork() {
        return !taskWork.isEmpty();
    }

    /** Runs at most {@code max} items; how many it ran. */
    int runTaskWork(int max) {
        int ran = 0;
        while (ran < max && !taskWork.isEmpty()) {
            ran++;
            takeTaskWork().action.run();
        }
        updateTaskRunFlag();
        return ran;
    }

    private TaskWork takeTaskWork() {
        int index = 0;
        if (taskWork.size() > 1 && kernel.plan().fires(Fault.REORDER)) {
            Object key = taskWork.get(kernel.plan().below(taskWork.size())).orderKey;
            while (taskWork.get(index).orderKey != key) {
                index++;
            }
        }
        return taskWork.remove(index);
    }

    private void updateTaskRunFlag() {
        if (has(IoUringConstants.IORING_SETUP_TASKRUN_FLAG)) {
            queues.sqFlag(IoUringConstants.IORING_SQ_TASKRUN, !taskWork.isEmpty());
        }
    }

    /** Posts, or holds back until there is room. */
    void post(long userData, int res, int flags) {
        if (!tryPost(userData, res, flags)) {
            overflow.add(new HeldBack(userData, res, flags));
            queues.sqFlag(IoUringConstants.IORING_SQ_CQ_OVERFLOW, true);
        }
    }

    /** Posts if there is room and nothing is held back. */
    boolean tryPost(long userData, int res, int flags) {
        if (closed) {
            return false;
        }
        if (!overflow.isEmpty() || queues.cqIsFull() || kernel.plan().fires(Fault.CQ_OVERFLOW)) {
            return false;
        }
        append(userData, res, flags);
        return true;
    }

    private void append(long userData, int res, int flags) {
        kernel.trace("cqe user_data 0x%x res %d flags 0x%x", userData, res, flags);
        queues.postCqe(userData, res, flags);
        kernel.rings().progressed();
        changed(Poll.POLLIN);
    }

    /** Moves what was held back into the queue; false if some of it has no room. */
    boolean flushOverflow() {
        while (!overflow.isEmpty() && !queues.cqIsFull()) {
            HeldBack cqe = overflow.remove();
            append(cqe.userData, cqe.res, cqe.flags);
        }
        queues.sqFlag(IoUringConstants.IORING_SQ_CQ_OVERFLOW, !overflow.isEmpty());
        return overflow.isEmpty();
    }

    boolean isOverflown() {
        return !overflow.isEmpty();
    }

    /** Memory for an {@code mmap} offset, or null. */
    KernelMapping mappingAt(long offset) {
        if ((offset & IoUringConstants.IORING_OFF_MMAP_MASK) == IoUringConstants.IORING_OFF_PBUF_RING) {
            long bgid = (offset & ~IoUringConstants.IORING_OFF_MMAP_MASK) >> IoUringConstants.IORING_OFF_PBUF_SHIFT;
            BufferGroup group = bufferGroups.get((int) bgid);
            return group == null ? null : group.mapping;
        }
        return queues.mappingAt(offset);
    }

    @Override
    int readiness() {
        return queues.cqPending() > 0 ? Poll.POLLIN : 0;
    }

    @Override
    void released() {
        closed = true;
        for (Request request : List.copyOf(inFlight)) {
            request.pinned.clear();
            request.finish();
        }
        taskWork.clear();
        overflow.clear();
        bufferGroups.values().forEach(BufferGroup::free);
        bufferGroups.clear();
        queues.free();
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public String toString() {
        if (closed) {
            return "closed ring"; // its memory is gone
        }
        return "ring (" + queues + ", " + inFlight.size() + " in flight, " + taskWork.size() + " to be completed, "
                + overflow.size() + " held back)";
    }
}
