// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The seeds of the ordinary test run; {@code ./dev fuzz} goes on where they stop. */
class SimulationTest {
    private static final long FIRST_SEED = 1;
    private static final int SEEDS = 200;

    static LongStream seeds() {
        return LongStream.range(FIRST_SEED, FIRST_SEED + SEEDS);
    }

    @ParameterizedTest(name = "./dev fuzz {0}")
    @MethodSource("seeds")
    void shouldKeepEveryPromiseWhateverTheKernelDoes(long seed) {
        assertThat(Simulations.firstFailure(seed, 1)).as("failure of seed %s", seed).isNull();
    }
}
