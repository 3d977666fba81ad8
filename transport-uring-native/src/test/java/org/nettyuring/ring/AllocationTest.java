// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Preparing, entering, waiting and draining put nothing on the heap. */
class AllocationTest {
    private static final int MOST_WINDOWS = 100;
    private static final int ROUNDS = 20_000;
    /** Far less than one object per round, for what the JVM itself does now and then. */
    private static final long NOISE_BYTES = ROUNDS;

    @RegisterExtension
    final RingFixture fixture = new RingFixture();

    @Test
    void shouldAllocateNothingPerRound() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Ring ring = fixture.ring(16, 32);
        CqeBatch batch = new CqeBatch(32);
        long allocated = Long.MAX_VALUE;
        // Until the JIT compiler has done its work, which on a busy machine takes some rounds more.
        for (int window = 0; window < MOST_WINDOWS && allocated >= NOISE_BYTES; window++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            long completions = turn(ring, batch, ROUNDS);
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertEquals(ROUNDS * 3L, completions);
        }
        assertTrue(allocated < NOISE_BYTES, allocated + " bytes in " + ROUNDS + " rounds");
    }

    private static long turn(Ring ring, CqeBatch batch, int rounds) {
        long completions = 0;
        for (int i = 0; i < rounds; i++) {
            ring.nextSqe().prepNop().userData(i);
            ring.nextSqe().prepRecvMultishot(-1, 0, 0, 0).bufferSelect(1).userData(i);
            ring.nextSqe().prepCancel64(12_345, 0).userData(i);
            while (ring.sqReady() > 0 || ring.needsEnter()) {
                ring.submitAndWait(1, 1_000_000_000L);
            }
            completions += ring.drainTo(batch);
        }
        return completions;
    }
}
