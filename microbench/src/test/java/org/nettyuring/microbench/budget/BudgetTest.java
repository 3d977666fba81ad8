// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettyuring.channel.IoUring;
import org.nettyuring.microbench.budget.Budget.Costs;
import org.nettyuring.ring.Feature;
import org.nettyuring.ring.RingCapabilities;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.NativeSyscalls;

/**
 * What a request costs in counts, against budgets.json.
 *
 * <p>The lowest of several windows counts. A window that the compiler had not reached yet, or in which a busy machine
 * cut the loop's turns short, costs more; an object or an entry too many is in every window. What the codec and the
 * pipeline allocate is the same on epoll, measured in the same way, and is subtracted. Leak detection allocates for one
 * buffer in 128 and is off.
 */
class BudgetTest {
    private static final int WARM_UP_REQUESTS = 40_000;
    private static final int WINDOW_REQUESTS = 20_000;
    /** One that has a connection of its own takes so much longer. */
    private static final int ANEW_FACTOR = 4;
    private static final int MOST_WINDOWS = 25;
    private static final int LEAST_WINDOWS = 3;

    private static Level leakDetection;

    @BeforeAll
    static void needEveryFeature() throws ErrnoException {
        assumeTrue(IoUring.isAvailable(), () -> "no io_uring: " + IoUring.unavailabilityCause());
        assumeTrue(Epoll.isAvailable(), () -> "no epoll: " + Epoll.unavailabilityCause());
        final RingCapabilities capabilities = RingCapabilities.of(NativeSyscalls.get());
        for (Feature feature : new Feature[] {Feature.RECV_MULTISHOT, Feature.PBUF_RING_INC, Feature.DEFER_TASKRUN,
            Feature.REGISTER_SEND_MSG_RING}) {
            assumeTrue(capabilities.has(feature), () -> feature.key() + ": " + capabilities.whyNot(feature));
        }
        leakDetection = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(Level.DISABLED);
    }

    @AfterAll
    static void restoreLeakDetection() {
        if (leakDetection != null) {
            ResourceLeakDetector.setLevel(leakDetection);
        }
    }

    static Stream<Budget> budgets() throws IOException {
        return Budget.all();
    }

    @ParameterizedTest
    @MethodSource("budgets")
    void shouldCostNoMoreThanItsBudget(Budget budget) throws Exception {
        final Costs epoll = lowest("epoll", budget, null);
        final Costs uring = lowest("uring", budget, new Costs(
                epoll.allocatedBytes() + budget.allowed().allocatedBytes(), budget.allowed().enters(),
                budget.allowed().sqes(), budget.allowed().cqes()));
        final Costs ours = uring.beyond(epoll);
        System.out.printf("%s: %s, allowed %s; the pipeline on epoll: %.2f B%n",
                budget, ours, budget.allowed(), epoll.allocatedBytes());
        assertThat(ours.isWithin(budget.allowed()))
                .as("%s costs %s a request, of which %s are allowed", budget, ours, budget.allowed()).isTrue();
        assertThat(ours.cqes()).as("counted at all").isPositive();
    }

    /** {@return the lowest of each cost, of windows until all are within what is allowed} */
    private static Costs lowest(String transport, Budget budget, @Nullable Costs allowed) throws Exception {
        final int perRound = budget.connections() * budget.pipelined() * (budget.anew() ? ANEW_FACTOR : 1);
        try (CountedServer server = new CountedServer(transport, budget)) {
            Costs lowest = server.measure(WARM_UP_REQUESTS / perRound);
            for (int window = 0; window < MOST_WINDOWS; window++) {
                lowest = lowest.min(server.measure(WINDOW_REQUESTS / perRound));
                final boolean enough = allowed == null ? window >= 2 * LEAST_WINDOWS : lowest.isWithin(allowed);
                if (window >= LEAST_WINDOWS && enough) {
                    break;
                }
            }
            return lowest;
        }
    }
}
