// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nettyuring.abi.Errno;

class SendOpTest {
    private final KernelStub kernel = new KernelStub();
    private final RecordingListener listener = new RecordingListener();
    private final SendOp op = new SendOp(7, listener);

    @Test
    void shouldCollectPiecesUpToTheLimitOfOneSend() {
        for (int i = 0; i < SendOp.MAX_IOVECS; i++) {
            assertTrue(op.add(4096, 2));
        }
        assertFalse(op.add(4096, 2));
        assertEquals(SendOp.MAX_IOVECS, op.count());
        assertEquals(2L * SendOp.MAX_IOVECS, op.bytes());
    }

    @Test
    void shouldNotAskForMoreBytesThanAResultCanTell() {
        assertTrue(op.add(4096, Integer.MAX_VALUE));
        assertFalse(op.add(4096, 1));
        assertEquals(Integer.MAX_VALUE, op.bytes());
    }

    @Test
    void shouldReportAShortSend() {
        op.add(4096, 100);
        op.arm(kernel);
        kernel.complete(op, 30, 0);
        assertEquals(List.of("sent 30"), listener.events);
        assertEquals(100, op.bytes());
    }

    @Test
    void shouldReportBytesOfACancelledSend() {
        op.add(4096, 100);
        op.arm(kernel);
        op.cancel(kernel);
        kernel.complete(op, 30, 0);
        assertEquals(List.of("sent 30"), listener.events);
    }

    @Test
    void shouldStartAfreshAfterClear() {
        op.add(4096, 100);
        op.arm(kernel);
        kernel.complete(op, -Errno.ECANCELED, 0);
        op.clear();
        assertEquals(0, op.count());
        assertThrows(IllegalStateException.class, () -> op.arm(kernel));
    }

    @Test
    void shouldLeaveThePiecesAloneWhileTheKernelReadsThem() {
        op.add(4096, 100);
        op.arm(kernel);
        assertThrows(IllegalStateException.class, op::clear);
        assertThrows(IllegalStateException.class, () -> op.add(8192, 1));
        assertThrows(IllegalStateException.class, () -> op.arm(kernel));
    }
}
