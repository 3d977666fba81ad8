// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A number that shares its cache line, and the one that processors fetch together with it, with nothing else. What one
 * thread writes for each task and what another reads for each must not lie side by side, and where the JVM puts two
 * small objects is luck, which lasts as long as the process. 0 at first. Threads: as each method says.
 */
final class IsolatedInt {
    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(int[].class);
    /** 128 bytes on either side: a pair of cache lines. */
    private static final int MARGIN = 32;

    private final int[] cells = new int[2 * MARGIN + 1];

    /** {@return the number} The thread that writes it. */
    int getPlain() {
        return cells[MARGIN];
    }

    /** Sets it, for nobody else to see soon. One thread. */
    void setPlain(int value) {
        cells[MARGIN] = value;
    }

    /** {@return the number} Any thread. */
    int getVolatile() {
        return (int) CELLS.getVolatile(cells, MARGIN);
    }

    /** Sets it. Any thread. */
    void setVolatile(int value) {
        CELLS.setVolatile(cells, MARGIN, value);
    }

    /** {@return the number before it is set} Any thread. */
    int getAndSet(int value) {
        return (int) CELLS.getAndSet(cells, MARGIN, value);
    }

    /** {@return whether it was the expected one, and is set} Any thread. */
    boolean compareAndSet(int expected, int value) {
        return CELLS.compareAndSet(cells, MARGIN, expected, value);
    }
}
