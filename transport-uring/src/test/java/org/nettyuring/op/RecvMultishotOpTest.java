// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_MORE;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nettyuring.abi.Errno;

class RecvMultishotOpTest {
    private final KernelStub kernel = new KernelStub();
    private final RecordingListener listener = new RecordingListener();
    private final RecvMultishotOp op = new RecvMultishotOp(7, listener);

    @Test
    void shouldStayInFlightWhileMoreIsToCome() {
        op.arm(kernel, 1);
        kernel.completeWithMore(op, 10, 0);
        kernel.completeWithMore(op, 20, 0);
        assertEquals(List.of("bytes 10", "bytes 20"), listener.events);
        assertTrue(op.isInFlight());
    }

    @Test
    void shouldEndWhenBytesComeWithoutMore() {
        op.arm(kernel, 1);
        kernel.complete(op, 10, 0);
        assertEquals(List.of("bytes 10", "ended 10"), listener.events);
        assertFalse(op.isInFlight());
        assertEquals(0, kernel.inFlight());
    }

    @Test
    void shouldTellTheEndOfTheStream() {
        op.arm(kernel, 1);
        kernel.complete(op, 0, 0);
        assertEquals(List.of("ended 0"), listener.events);
    }

    @Test
    void shouldTellThatThereWasNoBuffer() {
        op.arm(kernel, 1);
        kernel.complete(op, -Errno.ENOBUFS, 0);
        assertEquals(List.of("ended " + -Errno.ENOBUFS), listener.events);
        assertFalse(op.isInFlight());
    }

    @Test
    void shouldStillDeliverBytesWhileItIsBeingCancelled() {
        op.arm(kernel, 1);
        op.cancel(kernel);
        kernel.completeWithMore(op, 10, 0);
        assertTrue(op.isCancelling());
        kernel.complete(op, -Errno.ECANCELED, 0);
        assertEquals(List.of("bytes 10", "ended " + -Errno.ECANCELED), listener.events);
        assertFalse(op.isCancelling());
    }

    @Test
    void shouldEndWithBytesWhenTheCancelLostItsRace() {
        op.arm(kernel, 1);
        op.cancel(kernel);
        kernel.complete(op, 10, 0);
        assertEquals(List.of("bytes 10", "ended 10"), listener.events);
    }

    @Test
    void shouldAskTheKernelAgainWhenItIsAskedAgain() {
        op.cancel(kernel);
        op.arm(kernel, 1);
        op.cancel(kernel);
        op.cancel(kernel);
        assertEquals(List.of(op, op), kernel.cancelled);
    }

    @Test
    void shouldBeArmedAgainFromWithinItsEnd() {
        listener.onEnded = () -> op.arm(kernel, 1);
        op.arm(kernel, 1);
        kernel.complete(op, 10, 0);
        assertTrue(op.isInFlight());
        assertEquals(2, kernel.submitted.size());
    }

    @Test
    void shouldRefuseToBeArmedTwice() {
        op.arm(kernel, 1);
        assertThrows(IllegalStateException.class, () -> op.arm(kernel, 1));
        op.cancel(kernel);
        assertThrows(IllegalStateException.class, () -> op.arm(kernel, 1));
    }

    @Test
    void shouldRefuseACompletionWhileIdle() {
        assertThrows(IllegalStateException.class, () -> op.onCompletion(10, 0));
        op.arm(kernel, 1);
        kernel.complete(op, 0, 0);
        assertThrows(IllegalStateException.class, () -> op.onCompletion(10, 0));
    }

    @Test
    void shouldEndEvenIfTheHandlerOfItsBytesThrows() {
        listener.failure = new IllegalArgumentException("handler");
        op.arm(kernel, 1);
        assertThrows(IllegalArgumentException.class, () -> kernel.complete(op, 10, 0));
        assertEquals(List.of("bytes 10", "ended 10"), listener.events);
        assertFalse(op.isInFlight());
    }

    @Test
    void shouldGiveWhatAHandlerThrowsToItsOwner() {
        listener.failure = new IllegalArgumentException("handler");
        op.arm(kernel, 1);
        op.deliver(10, IORING_CQE_F_MORE);
        assertEquals(List.of("bytes 10", "exception handler"), listener.events);
    }
}
