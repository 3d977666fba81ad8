// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nettyuring.testsuite.kernel.FakeKernel;

/** The seeds of {@link SimulationTest} do bring about what {@link FileMoveSimulation} is for. */
class FileMoveSimulationTest {
    private static final int SEEDS = 60;

    @Test
    void shouldMoveChannelsWithBytesInAPipe() {
        int moves = 0;
        int seeds = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            FileMoveSimulation simulation = new FileMoveSimulation();
            simulation.run(new FakeKernel(seed));
            moves += simulation.movesInTheMiddle();
            seeds += simulation.movesInTheMiddle() > 0 ? 1 : 0;
        }
        assertThat(moves).as("moves with bytes of a file read and not sent").isGreaterThan(SEEDS);
        assertThat(seeds).as("seeds with such a move").isGreaterThan(SEEDS / 4);
    }
}
