// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import java.util.Objects;

/**
 * How much one caller of {@link RingOperations} may have under way. Immutable.
 *
 * @param inFlight operations of this caller at a time, at least 1; the loop's own limit holds as well
 * @param overflow what becomes of more; null for what the loop is configured for
 * @param collects whether futures that are done are kept for {@link RingOperations#drain}, until it takes them
 */
public record OperationLimits(int inFlight, OperationOverflow overflow, boolean collects) {
    /** Checks the number. */
    public OperationLimits {
        if (inFlight < 1) {
            throw new IllegalArgumentException("inFlight: " + inFlight + " (expected: at least 1)");
        }
    }

    /** {@return the loop's limit and overflow, and nothing kept} */
    public static OperationLimits ofLoop() {
        return new OperationLimits(Integer.MAX_VALUE, null, false);
    }

    /**
     * Sets the limit.
     *
     * @param count operations at a time, at least 1
     * @return these, with that
     */
    public OperationLimits inFlight(int count) {
        return new OperationLimits(count, overflow, collects);
    }

    /**
     * Sets what becomes of operations beyond the limit, or the loop's.
     *
     * @param newOverflow what
     * @return these, with that
     */
    public OperationLimits overflow(OperationOverflow newOverflow) {
        return new OperationLimits(inFlight, Objects.requireNonNull(newOverflow, "overflow"), collects);
    }

    /**
     * Keeps futures that are done, for callers that poll.
     *
     * @return these, with that
     */
    public OperationLimits collecting() {
        return new OperationLimits(inFlight, overflow, true);
    }
}
