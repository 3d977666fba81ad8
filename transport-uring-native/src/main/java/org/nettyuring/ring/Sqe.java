// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import java.nio.ByteBuffer;

/**
 * A view of one submission queue entry, moved from entry to entry by its {@link SubmissionQueue}. Each {@code prep…}
 * writes all 64 bytes; {@link #userData(long)} and the setters of single fields come after it. Loop thread only; valid
 * until the next {@code nextSqe}.
 */
public final class Sqe {
    private ByteBuffer sqes;
    private int base;

    Sqe(ByteBuffer sqes) {
        this.sqes = sqes;
    }

    Sqe at(int offset) {
        base = offset;
        return this;
    }

    /**
     * Sets {@code user_data}.
     *
     * @param userData comes back in each CQE
     * @return this
     */
    public Sqe userData(long userData) {
        sqes.putLong(base + 32, userData);
        return this;
    }
}
