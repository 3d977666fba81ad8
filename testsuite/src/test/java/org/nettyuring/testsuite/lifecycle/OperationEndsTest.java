// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.loop.OperationKind;
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

    private static void walk(
            OperationRow row, boolean held, Supplier<Scene> scenes, Set<OperationMoment> byOtherThreads) {
        for (OperationMoment moment : OperationMoment.values()) {
            for (OperationEnding ending : OperationEnding.values()) {
                if (moment.isReachable(row, held) && ending.isPossible(row)) {
                    walk(row, held, moment, ending, scenes.get(), false);
                    if (byOtherThreads.contains(moment)) {
                        walk(row, held, moment, ending, scenes.get(), true);
                    }
                }
            }
        }
    }

    private static void walk(OperationRow row, boolean held, OperationMoment moment, OperationEnding ending,
            Scene scene, boolean otherThread) {
        OperationScene at = null;
        try {
            row.prepare(scene);
            at = new OperationScene(scene, held);
            OperationScene there = at;
            moment.enter(there, row, () -> {
                if (otherThread) {
                    Walk.onAnotherThread(() -> ending.happen(there));
                } else {
                    ending.happen(there);
                }
            });
            boolean mayFail = row.mayFail() || ending == OperationEnding.CLOSE_DESCRIPTOR
                    || ending == OperationEnding.CLOSE_FILE;
            at.finish(mayFail);
        } catch (Throwable e) {
            throw new AssertionError(row + (held ? ", held by its device, " : ", ") + moment + ", " + ending
                    + (otherThread ? " by another thread" : "") + ": " + e.getMessage() + "\n"
                    + (at == null ? scene : at), e);
        }
    }

    @Test
    void shouldWalkEachKindThatIsAnEntryOrSayWhyNot() {
        Set<OperationKind> walked = EnumSet.noneOf(OperationKind.class);
        for (OperationRow row : OperationRow.values()) {
            walked.addAll(row.kinds);
        }
        for (OperationKind kind : OperationKind.values()) {
            String reason = OperationRow.WITHOUT_A_ROW.get(kind);
            assertThat(walked.contains(kind)).as("%s has a row, a reason why not (%s), or runs in line", kind, reason)
                    .isEqualTo(reason == null && !kind.runsInLine());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndOnTheFakeKernel(OperationRow row) {
        for (int seed = 0; seed < SEEDS; seed++) {
            int thisSeed = seed;
            walk(row, false, () -> new SimulatedScene(thisSeed), NOT_IN_A_CALLBACK);
            if (row.isOfADevice()) {
                walk(row, true, () -> new SimulatedScene(thisSeed), NOT_IN_A_CALLBACK);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndOnTheRealKernel(OperationRow row) {
        IoUringIoHandlerConfig config = Mode.selected().config().ringSize(32).cqSize(64).buffers(8, 4096).build();
        walk(row, false, () -> new RealScene(config), EnumSet.of(OperationMoment.SUBMITTED));
    }
}
