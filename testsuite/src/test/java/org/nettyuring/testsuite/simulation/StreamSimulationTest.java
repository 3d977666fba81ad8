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

/** Seeds do bring about what {@link StreamSimulation} is for. */
class StreamSimulationTest {
    private static final int SEEDS = 1000;
    private static final List<Fault> FAULTS = List.of(Fault.SHORT_SEND, Fault.SHORT_RECV, Fault.NO_BUFFERS,
            Fault.SEND_EAGAIN, Fault.SEND_EINTR, Fault.RECV_EINTR, Fault.RECV_ENOBUFS, Fault.RECV_ENOMEM,
            Fault.ACCEPT_EMFILE, Fault.SLOW_CONNECT, Fault.CANCEL_LOSES, Fault.ENTER_EINTR, Fault.CQ_OVERFLOW);

    @Test
    void shouldPlayEveryFaultOfStreamsAndGiveCallsUp() {
        Map<Fault, Integer> fired = new EnumMap<>(Fault.class);
        int calls = 0;
        int timedOut = 0;
        int cancelled = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            StreamSimulation simulation = new StreamSimulation();
            FakeKernel kernel = new FakeKernel(seed);
            simulation.run(kernel);
            calls += simulation.count(call -> true);
            timedOut += simulation.count(StreamCall::hasTimedOut);
            cancelled += simulation.count(StreamCall::isCancelled);
            FAULTS.forEach(fault -> fired.merge(fault, kernel.plan().fired(fault), Integer::sum));
        }
        assertThat(calls).as("calls").isGreaterThan(20 * SEEDS);
        assertThat(timedOut).as("calls that their timeout ended").isGreaterThan(2 * SEEDS);
        assertThat(cancelled).as("calls that were cancelled").isGreaterThan(SEEDS);
        assertThat(fired).as("faults").allSatisfy((fault, times) -> assertThat(times).isGreaterThan(SEEDS / 40));
    }
}
