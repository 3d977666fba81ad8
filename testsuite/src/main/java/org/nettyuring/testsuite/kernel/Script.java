// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/** What the far ends do, one step each time the code under test has nothing to do and goes to sleep. */
public final class Script {
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private BooleanSupplier whenDone = () -> false;

    Script() {}

    /**
     * Adds a step that is taken once.
     *
     * @param step the step
     * @return this
     */
    public Script then(Runnable step) {
        steps.add(step);
        return this;
    }

    /**
     * Sets what happens when no step is left.
     *
     * @param action returns whether it did anything
     * @return this
     */
    public Script whenDone(BooleanSupplier action) {
        whenDone = action;
        return this;
    }

    boolean act() {
        Runnable step = steps.poll();
        if (step == null) {
            return whenDone.getAsBoolean();
        }
        step.run();
        return true;
    }
}
