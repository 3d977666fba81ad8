// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_MORE;
import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_NOTIF;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nettyuring.abi.Errno;

class SendZcOpTest {
    private final KernelStub kernel = new KernelStub();
    private final RecordingListener listener = new RecordingListener();
    private final SendZcOp op = new SendZcOp(7, listener);

    @Test
    void shouldReleaseTheMemoryAtTheNotificationAndNotAtTheResult() {
        op.arm(kernel, 4096, 100);
        kernel.completeWithMore(op, 100, 0);
        assertEquals(List.of("sent 100"), listener.events);
        assertTrue(op.isAwaitingNotif());
        assertTrue(op.isInFlight());
        kernel.complete(op, 0, IORING_CQE_F_NOTIF);
        assertEquals(List.of("sent 100", "released"), listener.events);
        assertFalse(op.isInFlight());
    }

    @Test
    void shouldReleaseTheMemoryAtAResultWithoutNotification() {
        op.arm(kernel, 4096, 100);
        kernel.complete(op, -Errno.EPIPE, 0);
        assertEquals(List.of("sent " + -Errno.EPIPE, "released"), listener.events);
    }

    @Test
    void shouldAwaitTheNotificationAlsoAfterAnError() {
        op.arm(kernel, 4096, 100);
        kernel.completeWithMore(op, -Errno.EOPNOTSUPP, 0);
        assertTrue(op.isAwaitingNotif());
        kernel.complete(op, 0, IORING_CQE_F_NOTIF);
        assertEquals(List.of("sent " + -Errno.EOPNOTSUPP, "released"), listener.events);
    }

    @Test
    void shouldRefuseANotificationBeforeTheResult() {
        op.arm(kernel, 4096, 100);
        assertThrows(IllegalStateException.class, () -> op.onCompletion(0, IORING_CQE_F_NOTIF));
    }

    @Test
    void shouldRefuseASecondResult() {
        op.arm(kernel, 4096, 100);
        op.onCompletion(100, IORING_CQE_F_MORE);
        assertThrows(IllegalStateException.class, () -> op.onCompletion(100, IORING_CQE_F_MORE));
        assertThrows(IllegalStateException.class, () -> op.arm(kernel, 4096, 100));
    }
}
