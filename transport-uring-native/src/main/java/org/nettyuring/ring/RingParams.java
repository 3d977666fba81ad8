// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.nettyuring.abi.IoUringConstants.IORING_FEAT_SINGLE_MMAP;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_NO_SQARRAY;

import java.nio.ByteBuffer;
import org.nettyuring.abi.CqeLayout;
import org.nettyuring.abi.RingLayouts.Params;
import org.nettyuring.abi.SqeLayout;

/**
 * What {@code io_uring_setup(2)} answered: a view of its {@code struct io_uring_params}. Offsets are those of fields in
 * the ring mappings. Read while the ring is made.
 */
final class RingParams {
    private final ByteBuffer params;

    RingParams(ByteBuffer params) {
        this.params = params;
    }

    int sqEntries() {
        return params.getInt(Params.SQ_ENTRIES_OFFSET);
    }

    int cqEntries() {
        return params.getInt(Params.CQ_ENTRIES_OFFSET);
    }

    int features() {
        return params.getInt(Params.FEATURES_OFFSET);
    }

    boolean singleMmap() {
        return (features() & IORING_FEAT_SINGLE_MMAP) != 0;
    }

    boolean hasSqArray() {
        return (params.getInt(Params.FLAGS_OFFSET) & IORING_SETUP_NO_SQARRAY) == 0;
    }

    int sqHead() {
        return params.getInt(Params.SQ_OFF_HEAD_OFFSET);
    }

    int sqTail() {
        return params.getInt(Params.SQ_OFF_TAIL_OFFSET);
    }

    int sqRingMask() {
        return params.getInt(Params.SQ_OFF_RING_MASK_OFFSET);
    }

    int sqRingEntries() {
        return params.getInt(Params.SQ_OFF_RING_ENTRIES_OFFSET);
    }

    int sqFlags() {
        return params.getInt(Params.SQ_OFF_FLAGS_OFFSET);
    }

    int sqArray() {
        return params.getInt(Params.SQ_OFF_ARRAY_OFFSET);
    }

    int cqHead() {
        return params.getInt(Params.CQ_OFF_HEAD_OFFSET);
    }

    int cqTail() {
        return params.getInt(Params.CQ_OFF_TAIL_OFFSET);
    }

    int cqRingMask() {
        return params.getInt(Params.CQ_OFF_RING_MASK_OFFSET);
    }

    int cqRingEntries() {
        return params.getInt(Params.CQ_OFF_RING_ENTRIES_OFFSET);
    }

    int cqOverflow() {
        return params.getInt(Params.CQ_OFF_OVERFLOW_OFFSET);
    }

    int cqCqes() {
        return params.getInt(Params.CQ_OFF_CQES_OFFSET);
    }

    /** {@return bytes of the submission ring's mapping: the fields, and the index array if there is one} */
    int sqRingBytes() {
        int fields = Math.max(Math.max(sqHead(), sqTail()), Math.max(sqRingMask(), sqRingEntries()));
        int fieldsEnd = Math.max(fields, sqFlags()) + Integer.BYTES;
        return hasSqArray() ? Math.max(fieldsEnd, sqArray() + sqEntries() * Integer.BYTES) : fieldsEnd;
    }

    /** {@return bytes of the completion ring's mapping} */
    int cqRingBytes() {
        return cqCqes() + cqEntries() * CqeLayout.SIZE;
    }

    /** {@return bytes of the mapping of the submission entries} */
    int sqesBytes() {
        return sqEntries() * SqeLayout.SIZE;
    }
}
