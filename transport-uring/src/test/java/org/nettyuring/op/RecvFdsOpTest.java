// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.SocketConstants;
import org.nettyuring.abi.SocketLayouts.Cmsghdr;
import org.nettyuring.abi.SocketLayouts.Msghdr;

/** What is made of each completion of a receive of descriptors; the test writes what the kernel would. */
class RecvFdsOpTest implements RecvFdsOp.Listener {
    private static final int SCM_PIDFD = 4;

    private final KernelStub kernel = new KernelStub();
    private final RecvFdsOp op = new RecvFdsOp(3, this);
    private final ByteBuffer memory =
            ByteBuffer.allocateDirect(RecvFdsOp.MEMORY_BYTES).order(ByteOrder.nativeOrder());
    private final List<String> events = new ArrayList<>();
    private int controlBytes;

    @BeforeEach
    void arm() {
        op.arm(kernel, memory, 4096);
    }

    @Override
    public void onMessage(byte data, int[] fds, int[] others, boolean truncated) {
        events.add(data + " " + Arrays.toString(fds) + Arrays.toString(others) + (truncated ? " truncated" : ""));
    }

    @Override
    public void onEnded(int res, int flags) {
        events.add("ended " + res);
    }

    @Override
    public void onException(Throwable cause) {
        events.add(cause.toString());
    }

    private void put(int level, int type, int... numbers) {
        int at = ControlMessages.putHeader(memory, RecvFdsOp.CONTROL_OFFSET + controlBytes, level, type,
                numbers.length * Integer.BYTES);
        for (int number : numbers) {
            memory.putInt(at, number);
            at += Integer.BYTES;
        }
        controlBytes += ControlMessages.space(numbers.length * Integer.BYTES);
    }

    private void complete(int res, int messageFlags) {
        memory.put(RecvFdsOp.DATA_OFFSET, (byte) 7);
        memory.putLong(Msghdr.MSG_CONTROLLEN_OFFSET, controlBytes);
        memory.putInt(Msghdr.MSG_FLAGS_OFFSET, messageFlags);
        kernel.complete(op, res, 0);
    }

    @Test
    void shouldTellOfSeveralDescriptorsInTheirOrder() {
        put(SocketConstants.SOL_SOCKET, SocketConstants.SCM_RIGHTS, 12, 10, 11);
        complete(1, 0);
        assertThat(events).containsExactly("7 [12, 10, 11][]", "ended 1");
    }

    @Test
    void shouldTellOfTheMostThatTheKernelPasses() {
        int[] fds = new int[RecvFdsOp.MAX_FDS];
        Arrays.setAll(fds, i -> 100 + i);
        put(SocketConstants.SOL_SOCKET, SocketConstants.SCM_CREDENTIALS, 1, 2, 3);
        put(SocketConstants.SOL_SOCKET, SCM_PIDFD, 9);
        put(SocketConstants.SOL_SOCKET, SocketConstants.SCM_RIGHTS, fds);
        complete(1, 0);
        assertThat(events).containsExactly("7 " + Arrays.toString(fds) + "[9]", "ended 1");
    }

    @Test
    void shouldTellOfAByteWithoutDescriptors() {
        complete(1, 0);
        assertThat(events).containsExactly("7 [][]", "ended 1");
    }

    @Test
    void shouldIgnoreMessagesThatAreNoDescriptors() {
        put(SocketConstants.SOL_SOCKET, SocketConstants.SCM_CREDENTIALS, 1, 2, 3);
        put(SocketConstants.IPPROTO_IP, SocketConstants.SCM_RIGHTS, 5);
        complete(1, 0);
        assertThat(events).containsExactly("7 [][]", "ended 1");
    }

    @Test
    void shouldTellOfADescriptorThatNobodyAskedFor() {
        put(SocketConstants.SOL_SOCKET, SCM_PIDFD, 9);
        put(SocketConstants.SOL_SOCKET, SocketConstants.SCM_RIGHTS, 5);
        complete(1, 0);
        assertThat(events).containsExactly("7 [5][9]", "ended 1");
    }

    @Test
    void shouldTellThatDescriptorsAreMissing() {
        put(SocketConstants.SOL_SOCKET, SocketConstants.SCM_RIGHTS, 5);
        complete(1, SocketConstants.MSG_CTRUNC);
        assertThat(events).containsExactly("7 [5][] truncated", "ended 1");
    }

    @Test
    void shouldMakeNoDescriptorOfHalfANumber() {
        put(SocketConstants.SOL_SOCKET, SocketConstants.SCM_RIGHTS, 5, 6);
        memory.putLong(RecvFdsOp.CONTROL_OFFSET + Cmsghdr.CMSG_LEN_OFFSET, Cmsghdr.SIZE + 7);
        complete(1, 0);
        assertThat(events).containsExactly("7 [5][]", "ended 1");
    }

    @Test
    void shouldNotLookAtControlMessagesOfAReceiveThatFailedOrFoundTheEnd() {
        put(SocketConstants.SOL_SOCKET, SocketConstants.SCM_RIGHTS, 5);
        complete(-Errno.ECANCELED, 0);
        op.arm(kernel, memory, 4096);
        complete(0, 0);
        assertThat(events).containsExactly("ended -125", "ended 0");
    }

    @Test
    void shouldTellOfDescriptorsThatCameInSpiteOfACancel() {
        put(SocketConstants.SOL_SOCKET, SocketConstants.SCM_RIGHTS, 5);
        op.cancel(kernel);
        complete(1, 0);
        assertThat(events).containsExactly("7 [5][]", "ended 1");
        assertThat(op.isInFlight()).isFalse();
    }

    @Test
    void shouldRefuseACompletionWhileIdle() {
        complete(1, 0);
        assertThrows(IllegalStateException.class, () -> op.onCompletion(1, 0));
    }
}
