// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.nettyuring.sys.NativeSyscalls;

class RingTest {
    @Test
    void shouldCompleteANop() throws Exception {
        try (Ring ring = Ring.create(new RingConfig(NativeSyscalls.get(), 8, 16))) {
            ring.enable();
            ring.nextSqe().prepNop().userData(7);
            assertEquals(1, ring.submitAndWait(1, 1_000_000_000L));
            CqeBatch batch = new CqeBatch(8);
            assertEquals(1, ring.drainTo(batch));
            assertEquals(7, batch.userData(0));
        }
    }
}
