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
import org.nettyuring.abi.LinuxConstants;

/** Receive, poll and connect: each completion is the last one, but for a poll that is told to go on. */
class SingleShotOpsTest {
    private final KernelStub kernel = new KernelStub();
    private final RecordingListener listener = new RecordingListener();

    @Test
    void shouldReceiveOnce() {
        RecvOp op = new RecvOp(7, listener);
        op.arm(kernel, 1, 100);
        kernel.complete(op, 10, 0);
        op.armInto(kernel, 4096, 100);
        kernel.complete(op, 0, 0);
        assertEquals(List.of("bytes 10", "ended 10", "ended 0"), listener.events);
        assertFalse(op.isInFlight());
    }

    @Test
    void shouldReceiveBytesAlthoughCancelled() {
        RecvOp op = new RecvOp(7, listener);
        op.arm(kernel, 1, 100);
        op.cancel(kernel);
        kernel.complete(op, 10, 0);
        assertEquals(List.of("bytes 10", "ended 10"), listener.events);
    }

    @Test
    void shouldPollOnce() {
        PollOp op = new PollOp(7, LinuxConstants.POLLRDHUP, listener);
        op.arm(kernel);
        kernel.complete(op, LinuxConstants.POLLRDHUP, 0);
        assertEquals(List.of("polled " + LinuxConstants.POLLRDHUP), listener.events);
        op.arm(kernel);
        assertTrue(op.isInFlight());
    }

    /** Linux tells POLLRDHUP to who did not ask for it. */
    @Test
    void shouldTellNothingThatNobodyAskedFor() {
        PollOp op = new PollOp(7, LinuxConstants.POLLOUT, listener);
        op.arm(kernel);
        kernel.complete(op, LinuxConstants.POLLRDHUP, 0);
        op.arm(kernel);
        kernel.complete(op, LinuxConstants.POLLRDHUP | LinuxConstants.POLLOUT | LinuxConstants.POLLHUP, 0);
        assertEquals(List.of("polled 0", "polled " + (LinuxConstants.POLLOUT | LinuxConstants.POLLHUP)),
                listener.events);
    }

    @Test
    void shouldPollUntilACompletionSaysThatItIsTheLast() {
        PollOp op = new PollOp(7, LinuxConstants.POLLRDHUP, listener);
        op.arm(kernel, LinuxConstants.POLLIN, true);
        assertEquals("POLL_ADD multishot 0x1", op.name());
        kernel.completeWithMore(op, LinuxConstants.POLLIN, 0);
        assertTrue(op.isInFlight());
        assertThrows(IllegalStateException.class, () -> op.arm(kernel, LinuxConstants.POLLIN, true));
        op.cancel(kernel);
        kernel.completeWithMore(op, LinuxConstants.POLLIN, 0);
        assertTrue(op.isCancelling());
        kernel.complete(op, -Errno.ECANCELED, 0);
        op.arm(kernel, LinuxConstants.POLLOUT, false);
        assertEquals("POLL_ADD 0x4", op.name());
        assertEquals(List.of("polled 1", "polled 1", "polled " + -Errno.ECANCELED), listener.events);
    }

    @Test
    void shouldConnectOnce() {
        ConnectOp op = new ConnectOp(7, listener);
        op.arm(kernel, new byte[16]);
        assertThrows(IllegalStateException.class, () -> op.arm(kernel, new byte[16]));
        kernel.complete(op, -Errno.ECONNREFUSED, 0);
        op.arm(kernel, new byte[16]);
        kernel.complete(op, 0, 0);
        assertEquals(List.of("connected " + -Errno.ECONNREFUSED, "connected 0"), listener.events);
    }

    @Test
    void shouldRefuseCompletionsWhileIdle() {
        assertThrows(IllegalStateException.class, () -> new RecvOp(7, listener).onCompletion(1, 0));
        assertThrows(IllegalStateException.class, () -> new PollOp(7, 1, listener).onCompletion(1, 0));
        assertThrows(IllegalStateException.class, () -> new ConnectOp(7, listener).onCompletion(0, 0));
        assertEquals(List.of(), listener.events);
    }
}
