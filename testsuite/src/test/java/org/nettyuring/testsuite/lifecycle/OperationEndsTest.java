// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;

/**
 * Every way to end explicit operations, wherever they are: each kind, and each form of several, on the fake kernel with
 * whatever it may do, and on the real one. Afterwards every future is done, what was lent is back, nothing is in
 * flight.
 */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class OperationEndsTest {
    private static final int SEEDS = Integer.getInteger("org.nettyuring.testsuite.operationSeeds", 2);
    private static final Set<OperationMoment> NOT_IN_A_CALLBACK =
            EnumSet.complementOf(EnumSet.of(OperationMoment.COMPLETING));

    private static void walk(OperationRow row, Supplier<Scene> scenes, Set<OperationMoment> byOtherThreads) {
        for (OperationMoment moment : OperationMoment.values()) {
            for (OperationEnding ending : OperationEnding.values()) {
                if (moment.isReachable(row) && ending.isPossible(row)) {
                    walk(row, moment, ending, scenes.get(), false);
                    if (byOtherThreads.contains(moment)) {
                        walk(row, moment, ending, scenes.get(), true);
                    }
                }
            }
        }
    }

    private static void walk(
            OperationRow row, OperationMoment moment, OperationEnding ending, Scene scene, boolean otherThread) {
        OperationScene at = null;
        try {
            row.prepare(scene);
            at = new OperationScene(scene);
            OperationScene there = at;
            moment.enter(there, row, () -> {
                if (otherThread) {
                    Walk.onAnotherThread(() -> ending.happen(there));
                } else {
                    ending.happen(there);
                }
            });
            boolean mayFail = row.isOfAChannel() || ending == OperationEnding.CLOSE_FILE;
            at.finish(mayFail);
        } catch (Throwable e) {
            throw new AssertionError(row + ", " + moment + ", " + ending + (otherThread ? " by another thread" : "")
                    + ": " + e.getMessage() + "\n" + (at == null ? scene : at), e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndOnTheFakeKernel(OperationRow row) {
        if (row.isPlayed()) {
            for (int seed = 0; seed < SEEDS; seed++) {
                int thisSeed = seed;
                walk(row, () -> new SimulatedScene(thisSeed), NOT_IN_A_CALLBACK);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndOnTheRealKernel(OperationRow row) {
        IoUringIoHandlerConfig config = Mode.selected().config().ringSize(32).cqSize(64).buffers(8, 4096).build();
        walk(row, () -> new RealScene(config), EnumSet.of(OperationMoment.SUBMITTED));
    }
}
