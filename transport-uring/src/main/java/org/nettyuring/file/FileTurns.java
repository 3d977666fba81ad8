// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.file;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.nettyuring.loop.WorkerShares;

/**
 * What of one file is with the kernel, and what waits for its turn: behind as many as the file may have there, behind
 * the files that have the kernel's threads, or, an append, behind another, so that appends keep their order. Loop
 * thread only.
 */
final class FileTurns implements WorkerShares.Claimant {
    private final FileHandle handle;
    private final int maxInFlight;
    private final Set<FileOp<?>> inFlight = new LinkedHashSet<>();
    private final Deque<FileOp<?>> waiting = new ArrayDeque<>();
    /** Behind {@link #append}. */
    private final Deque<FileOp<?>> waitingAppends = new ArrayDeque<>();
    /** The append whose turn it is, in flight or waiting as any other; null for none. */
    private FileOp<?> append;
    private WorkerShares.Share share;

    FileTurns(FileHandle handle, int maxInFlight) {
        this.handle = handle;
        this.maxInFlight = maxInFlight;
    }

    /** Before the first operation. */
    void join(WorkerShares shares) {
        share = shares.join(handle.path());
    }

    /** After the last operation. */
    void leave() {
        share.leave(this);
    }

    void add(FileOp<?> op) {
        if (op.isAppend() && append != null) {
            waitingAppends.add(op);
        } else {
            append = op.isAppend() ? op : append;
            waiting.add(op);
            launchWaiting();
        }
    }

    private void launchWaiting() {
        while (inFlight.size() < maxInFlight && !waiting.isEmpty() && share.tryTake(this)) {
            FileOp<?> op = waiting.poll();
            inFlight.add(op);
            handle.registration().submit(op);
        }
    }

    @Override
    public void onTurn() {
        launchWaiting();
    }

    /** {@return whether it was here: it waits no longer, or was only pausing} */
    boolean forget(FileOp<?> op) {
        return waiting.remove(op) || waitingAppends.remove(op) || inFlight.contains(op);
    }

    /** The kernel has let go of an operation, or never had it. */
    void ended(FileOp<?> op) {
        if (op == append) {
            append = waitingAppends.poll();
            if (append != null) {
                waiting.add(append);
            }
        }
        if (inFlight.remove(op)) {
            share.giveBack();
        }
        launchWaiting();
    }

    /** Takes all that wait. */
    List<FileOp<?>> takeWaiting() {
        List<FileOp<?>> all = new ArrayList<>(waiting);
        all.addAll(waitingAppends);
        waiting.clear();
        waitingAppends.clear();
        return all;
    }

    List<FileOp<?>> inFlight() {
        return List.copyOf(inFlight);
    }

    /** {@return whether nothing is in flight, and nothing waits} */
    boolean isIdle() {
        return inFlight.isEmpty() && waiting.isEmpty();
    }
}
