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

class AcceptOpTest {
    private final KernelStub kernel = new KernelStub();
    private final RecordingListener listener = new RecordingListener();
    private final AcceptOp op = new AcceptOp(3, listener);

    @Test
    void shouldAcceptUntilTheKernelEndsIt() {
        op.arm(kernel, true);
        assertTrue(op.isMultishot());
        kernel.completeWithMore(op, 10, 0);
        kernel.completeWithMore(op, 11, 0);
        kernel.complete(op, -Errno.EMFILE, 0);
        assertEquals(List.of("accepted 10", "accepted 11", "ended " + -Errno.EMFILE), listener.events);
        assertFalse(op.isMultishot());
    }

    @Test
    void shouldAcceptOne() {
        op.arm(kernel, false);
        assertFalse(op.isMultishot());
        kernel.complete(op, 10, 0);
        assertEquals(List.of("accepted 10", "ended 10"), listener.events);
    }

    @Test
    void shouldReportAConnectionThatCameDuringTheCancel() {
        op.arm(kernel, true);
        op.cancel(kernel);
        kernel.completeWithMore(op, 10, 0);
        kernel.complete(op, -Errno.ECANCELED, 0);
        assertEquals(List.of("accepted 10", "ended " + -Errno.ECANCELED), listener.events);
    }

    @Test
    void shouldRefuseACompletionWhileIdle() {
        assertThrows(IllegalStateException.class, () -> op.onCompletion(10, 0));
        assertEquals(List.of(), listener.events);
    }
}
