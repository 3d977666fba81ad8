// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nettyuring.testsuite.kernel.FakeKernel;
import org.nettyuring.testsuite.kernel.Fault;

/** The seeds of {@link SimulationTest} do bring about what {@link FileSimulation} is for. */
class FileSimulationTest {
    private static final int SEEDS = 60;
    private static final List<Fault> FAULTS = List.of(Fault.FILE_SHORT, Fault.FILE_EINTR, Fault.FILE_EAGAIN,
            Fault.FILE_ENOSPC, Fault.FILE_EIO, Fault.NO_BUFFERS, Fault.DELAY);

    @Test
    void shouldPlayEveryFaultOfFiles() {
        Map<Fault, Integer> fired = new EnumMap<>(Fault.class);
        int operations = 0;
        int cancelled = 0;
        int hung = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            FileSimulation simulation = new FileSimulation();
            FakeKernel kernel = new FakeKernel(seed);
            simulation.run(kernel);
            operations += simulation.operations();
            cancelled += simulation.cancelled();
            hung += simulation.hung();
            FAULTS.forEach(fault -> fired.merge(fault, kernel.plan().fired(fault), Integer::sum));
        }
        assertThat(operations).as("operations").isGreaterThan(20 * SEEDS);
        assertThat(cancelled).as("operations that were cancelled").isGreaterThan(SEEDS / 2);
        assertThat(hung).as("files that hang when their loop ends").isGreaterThan(SEEDS / 10);
        assertThat(fired).as("faults").allSatisfy((fault, times) -> assertThat(times).isGreaterThan(SEEDS / 10));
    }
}
