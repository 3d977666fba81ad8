// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.faults;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nettyuring.abi.CqeLayout;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.abi.RingLayouts.Params;
import org.nettyuring.abi.SqeLayout;
import org.nettyuring.memory.Memory;

/**
 * One ring of a real kernel, with its queues in view. Indices are free-running, as the kernel's. The submitter's
 * thread, during an enter, but for what is constant.
 *
 * <p>Where the ring has an index array, entry i is taken to be in slot i: this library fills it so.
 */
public final class TappedRing {
    private final int fd;
    private final ByteBuffer params = ByteBuffer.allocate(Params.SIZE).order(ByteOrder.nativeOrder());
    private final int entriesAskedFor;
    private ByteBuffer sqRing;
    private ByteBuffer cqRing;
    private ByteBuffer sqes;

    TappedRing(int fd, int entriesAskedFor, ByteBuffer answer) {
        this.fd = fd;
        this.entriesAskedFor = entriesAskedFor;
        params.put(0, answer, 0, Params.SIZE);
    }

    void mapped(long offset, ByteBuffer view) {
        if (offset == IoUringConstants.IORING_OFF_SQES) {
            sqes = view;
        } else if (offset == IoUringConstants.IORING_OFF_CQ_RING) {
            cqRing = view;
        } else {
            sqRing = view;
            cqRing = cqRing == null ? view : cqRing; // one mapping, where the kernel can
        }
    }

    /** {@return the descriptor} */
    public int fd() {
        return fd;
    }

    /** {@return {@code IORING_SETUP_*}} */
    public int setupFlags() {
        return param(Params.FLAGS_OFFSET);
    }

    /** {@return the submission entries that were asked for} */
    public int entriesAskedFor() {
        return entriesAskedFor;
    }

    /** {@return the next entry that the kernel consumes} */
    public int sqHead() {
        return Memory.getIntAcquire(sqRing, param(Params.SQ_OFF_HEAD_OFFSET));
    }

    /** {@return one past the last entry that the kernel may consume} */
    public int sqTail() {
        return Memory.getIntAcquire(sqRing, param(Params.SQ_OFF_TAIL_OFFSET));
    }

    /**
     * {@return an entry; changes reach the kernel if it has not consumed it}
     *
     * @param index from {@link #sqHead()}, below {@link #sqTail()}
     */
    public ByteBuffer sqe(int index) {
        int slot = index & (param(Params.SQ_ENTRIES_OFFSET) - 1);
        return sqes.slice(slot * SqeLayout.SIZE, SqeLayout.SIZE).order(sqes.order());
    }

    /** {@return the next completion that the ring's owner reads} */
    public int cqHead() {
        return Memory.getIntAcquire(cqRing, param(Params.CQ_OFF_HEAD_OFFSET));
    }

    /** {@return one past the last completion that the kernel has posted} */
    public int cqTail() {
        return Memory.getIntAcquire(cqRing, param(Params.CQ_OFF_TAIL_OFFSET));
    }

    /**
     * {@return a completion; the kernel has written it and does not look at it again}
     *
     * @param index from {@link #cqHead()}, below {@link #cqTail()}
     */
    public ByteBuffer cqe(int index) {
        int slot = index & (param(Params.CQ_ENTRIES_OFFSET) - 1);
        return cqRing.slice(param(Params.CQ_OFF_CQES_OFFSET) + slot * CqeLayout.SIZE, CqeLayout.SIZE)
                .order(cqRing.order());
    }

    private int param(int offset) {
        return params.getInt(offset);
    }

    @Override
    public String toString() {
        return "ring fd " + fd;
    }
}
