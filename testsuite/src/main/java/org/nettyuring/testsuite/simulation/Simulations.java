// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import java.util.List;
import java.util.function.Supplier;
import org.nettyuring.testsuite.kernel.FakeKernel;

/** Every kind of simulation, run for a seed. */
public final class Simulations {
    private static final List<Supplier<Simulation>> ALL = List.of(
            RingSimulation::new, ChannelSimulation::new, DescriptorSimulation::new, DatagramSimulation::new,
            FileMoveSimulation::new, PollSimulation::new, FileSimulation::new, StreamSimulation::new);

    private Simulations() {}

    /**
     * Runs every simulation with a seed.
     *
     * @param seed repeats the run
     */
    public static void run(long seed) {
        for (Supplier<Simulation> kind : ALL) {
            Simulation simulation = kind.get();
            FakeKernel kernel = new FakeKernel(seed);
            try {
                simulation.run(kernel);
            } catch (Exception | Error e) {
                throw new AssertionError(simulation.name() + " simulation failed; repeat with: ./dev fuzz " + seed
                        + "\n" + e + "\n" + simulation + "\n" + kernel.describe(), e);
            }
        }
    }

    /**
     * Runs seeds until one fails. Only types of the platform, so that it can be called in another class loader.
     *
     * @param first seed
     * @param count seeds at most
     * @return the failure, or null if there was none
     */
    public static String firstFailure(long first, int count) {
        for (long seed = first; seed < first + count; seed++) {
            try {
                run(seed);
            } catch (AssertionError e) {
                return e.getMessage();
            }
        }
        return null;
    }
}
