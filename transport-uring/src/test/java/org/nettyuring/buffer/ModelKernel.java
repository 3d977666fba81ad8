// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.memory.NativeRegion;

/**
 * What the kernel does with a buffer ring: takes bytes at its head, in order, and says in the completion which buffer
 * they are in and whether it goes on in it. Fails when it is given a buffer that it has already.
 */
final class ModelKernel implements BufferSupply {
    /** One completion. */
    record Cqe(int res, int flags) {
        boolean isStarved() {
            return res == -ENOBUFS;
        }
    }

    private static final int ENOBUFS = 105;

    private static final class Entry {
        final int bid;
        int offset;
        int length;

        Entry(int bid, int offset, int length) {
            this.bid = bid;
            this.offset = offset;
            this.length = length;
        }
    }

    private final NativeRegion slab;
    private final boolean incremental;
    private final ArrayDeque<Entry> unpublished = new ArrayDeque<>();
    private final ArrayDeque<Entry> ring = new ArrayDeque<>();
    private final Set<Integer> held = new HashSet<>();
    private boolean closed;

    ModelKernel(NativeRegion slab, boolean incremental) {
        this.slab = slab;
        this.incremental = incremental;
    }

    /** Receives up to {@code available} bytes that all are {@code fill}. */
    Cqe receive(int available, byte fill) {
        assertThat(closed).as("ring closed").isFalse();
        Entry head = ring.peek();
        if (head == null) {
            return new Cqe(-ENOBUFS, 0);
        }
        int bytes = Math.min(available, head.length);
        ByteBuffer memory = slab.buffer();
        for (int i = 0; i < bytes; i++) {
            memory.put(head.offset + i, fill);
        }
        head.offset += bytes;
        head.length -= bytes;
        boolean more = incremental && head.length > 0;
        if (!more) {
            retireHead();
        }
        return new Cqe(bytes, flags(head.bid, more));
    }

    /** An end of stream that carries a buffer: whole buffers are gone, incremental ones stay and nobody says so. */
    Cqe endOfStream() {
        Entry head = ring.peek();
        if (head == null) {
            return new Cqe(0, 0);
        }
        if (!incremental) {
            retireHead();
        }
        return new Cqe(0, flags(head.bid, false));
    }

    private void retireHead() {
        held.remove(ring.remove().bid);
    }

    private static int flags(int bid, boolean more) {
        return bid << IoUringConstants.IORING_CQE_BUFFER_SHIFT | IoUringConstants.IORING_CQE_F_BUFFER
                | (more ? IoUringConstants.IORING_CQE_F_BUF_MORE : 0) | IoUringConstants.IORING_CQE_F_MORE;
    }

    /** {@return buffers it can take bytes from} */
    int available() {
        return ring.size();
    }

    @Override
    public int bgid() {
        return 7;
    }

    @Override
    public void add(long address, int lengthBytes, int bid) {
        assertThat(closed).as("ring closed").isFalse();
        assertThat(held.add(bid)).as("buffer %d is new to the kernel", bid).isTrue();
        assertThat(slab.contains(address, lengthBytes)).isTrue();
        unpublished.add(new Entry(bid, (int) (address - slab.address()), lengthBytes));
    }

    @Override
    public void publish() {
        ring.addAll(unpublished);
        unpublished.clear();
    }

    @Override
    public void close() {
        assertThat(unpublished).as("buffers added but never published").isEmpty();
        closed = true;
    }
}
