// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nettyuring.abi.Errno;

class FastOpenOpTest {
    private static final byte[] SOCKADDR = new byte[16];

    private final KernelStub kernel = new KernelStub();
    private final List<Integer> results = new ArrayList<>();
    private final FastOpenOp op = new FastOpenOp(7, new FastOpenOp.Listener() {
        @Override
        public void onFirstPacket(int res) {
            results.add(res);
        }

        @Override
        public void onException(Throwable cause) {
            throw new AssertionError(cause);
        }
    });

    @Test
    void shouldEndWithItsOnlyCompletion() {
        for (int res : new int[] {5, -Errno.EINPROGRESS, -Errno.EOPNOTSUPP, -Errno.ECANCELED}) {
            op.arm(kernel, SOCKADDR, 4096, 5);
            assertTrue(op.isInFlight());
            kernel.complete(op, res, 0);
            assertFalse(op.isInFlight());
        }
        assertEquals(List.of(5, -Errno.EINPROGRESS, -Errno.EOPNOTSUPP, -Errno.ECANCELED), results);
    }

    @Test
    void shouldBeArmedOnceAtATime() {
        op.arm(kernel, SOCKADDR, 4096, 5);
        assertThrows(IllegalStateException.class, () -> op.arm(kernel, SOCKADDR, 4096, 5));
        kernel.complete(op, 5, 0);
        assertThrows(IllegalStateException.class, () -> op.onCompletion(5, 0));
    }
}
