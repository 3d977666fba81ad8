// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_BUFFER;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.RingLayouts.RecvmsgOut;
import org.nettyuring.abi.SocketLayouts.Msghdr;

/** Operations of datagrams and the descriptor's send: states, and what a single receive's header says. */
class MessageOpsTest {
    private static final int NAME_BYTES = 32;
    private static final int CONTROL_BYTES = 80;

    private final KernelStub kernel = new KernelStub();
    private final RecordingListener listener = new RecordingListener();
    private final List<String> sent = new ArrayList<>();
    private final RecvMsgMultishotOp multishot = new RecvMsgMultishotOp(7, listener, NAME_BYTES, CONTROL_BYTES);
    private final RecvMsgOp single = new RecvMsgOp(7, listener, NAME_BYTES, CONTROL_BYTES);
    private final SendMsgOp send = new SendMsgOp(7, new Sends());
    private final SendFdOp sendFd = new SendFdOp(7, listener());

    private final class Sends implements SendMsgOp.Listener {
        @Override
        public void onSent(SendMsgOp op, int res) {
            sent.add(op.name() + ": " + res);
        }

        @Override
        public void onException(Throwable cause) {
            throw new AssertionError(cause);
        }
    }

    private SendFdOp.Listener listener() {
        return new SendFdOp.Listener() {
            @Override
            public void onSent(int res) {
                sent.add("descriptor: " + res);
            }

            @Override
            public void onException(Throwable cause) {
                throw new AssertionError(cause);
            }
        };
    }

    private static ByteBuffer memory(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    @Test
    void shouldStayInFlightWhileMoreDatagramsAreToCome() {
        multishot.arm(kernel, 1);
        kernel.completeWithMore(multishot, 133, IORING_CQE_F_BUFFER);
        assertTrue(multishot.isInFlight());
        kernel.complete(multishot, 128, IORING_CQE_F_BUFFER);
        assertEquals(List.of("bytes 133", "bytes 128", "ended 128"), listener.events);
        assertEquals(0, kernel.inFlight());
    }

    @Test
    void shouldNotTellOfBytesThatAreInNoBuffer() {
        multishot.arm(kernel, 1);
        kernel.complete(multishot, 133, 0);
        assertEquals(List.of("ended 133"), listener.events);
    }

    @Test
    void shouldEndAlthoughTheListenerThrows() {
        multishot.arm(kernel, 1);
        listener.failure = new IllegalStateException("thrown");
        assertThrows(IllegalStateException.class, () -> kernel.complete(multishot, 133, IORING_CQE_F_BUFFER));
        assertEquals(List.of("bytes 133", "ended 133"), listener.events);
        assertFalse(multishot.isInFlight());
    }

    @Test
    void shouldWriteTheHeaderThatAMultishotReceiveHas() {
        ByteBuffer frame = memory(single.frameBytes());
        single.frame(frame, 4096);
        single.arm(kernel, 8192, 100);
        frame.putInt(Msghdr.MSG_NAMELEN_OFFSET, 16);
        frame.putLong(Msghdr.MSG_CONTROLLEN_OFFSET, 24);
        frame.putInt(Msghdr.MSG_FLAGS_OFFSET, 0x20);
        kernel.complete(single, 5, 0);
        int header = RecvMsgOp.HEADER_OFFSET;
        assertEquals(16, frame.getInt(header + RecvmsgOut.NAMELEN_OFFSET));
        assertEquals(24, frame.getInt(header + RecvmsgOut.CONTROLLEN_OFFSET));
        assertEquals(5, frame.getInt(header + RecvmsgOut.PAYLOADLEN_OFFSET));
        assertEquals(0x20, frame.getInt(header + RecvmsgOut.FLAGS_OFFSET));
        assertEquals(List.of("bytes 5", "ended 5"), listener.events);
    }

    @Test
    void shouldOfferTheWholeRoomAtEachReceive() {
        ByteBuffer frame = memory(single.frameBytes());
        single.frame(frame, 4096);
        for (int i = 0; i < 2; i++) {
            single.arm(kernel, 8192, 100);
            assertEquals(NAME_BYTES, frame.getInt(Msghdr.MSG_NAMELEN_OFFSET));
            assertEquals(CONTROL_BYTES, frame.getLong(Msghdr.MSG_CONTROLLEN_OFFSET));
            frame.putInt(Msghdr.MSG_NAMELEN_OFFSET, 0); // as the kernel does
            frame.putLong(Msghdr.MSG_CONTROLLEN_OFFSET, 0);
            kernel.complete(single, -Errno.EAGAIN, 0);
        }
        assertEquals(List.of("ended -11", "ended -11"), listener.events);
    }

    @Test
    void shouldBeginEachDatagramEmpty() {
        assertTrue(send.add(4096, 5));
        assertTrue(send.add(8192, 6));
        send.to(new byte[16]);
        send.segments(3);
        send.arm(kernel, true);
        kernel.complete(send, 11, 0);
        send.clear();
        assertEquals(0, send.bytes());
        send.add(4096, 1);
        send.arm(kernel, true);
        kernel.complete(send, -Errno.EAGAIN, 0);
        assertEquals(List.of("SENDMSG of 11 bytes: 11", "SENDMSG of 1 bytes: -11"), sent);
    }

    @Test
    void shouldChangeNothingOfADatagramOnItsWay() {
        send.add(4096, 5);
        send.arm(kernel, true);
        assertThrows(IllegalStateException.class, send::clear);
        assertThrows(IllegalStateException.class, () -> send.add(4096, 1));
        assertThrows(IllegalStateException.class, () -> send.to(new byte[16]));
        assertThrows(IllegalStateException.class, () -> send.segments(1));
        assertEquals(5, send.bytes());
    }

    @Test
    void shouldBeArmedOnceAtATime() {
        ByteBuffer frame = memory(single.frameBytes());
        single.frame(frame, 4096);
        single.arm(kernel, 8192, 100);
        assertThrows(IllegalStateException.class, () -> single.arm(kernel, 8192, 100));
        assertThrows(IllegalStateException.class, () -> single.frame(frame, 4096));
        multishot.arm(kernel, 1);
        assertThrows(IllegalStateException.class, () -> multishot.arm(kernel, 1));
        ByteBuffer memory = memory(SendFdOp.MEMORY_BYTES);
        sendFd.arm(kernel, memory, 4096, 3);
        assertThrows(IllegalStateException.class, () -> sendFd.arm(kernel, memory, 4096, 3));
        kernel.complete(sendFd, 1, 0);
        assertEquals(List.of("descriptor: 1"), sent);
    }

    @Test
    void shouldRefuseCompletionsWhileIdle() {
        assertThrows(IllegalStateException.class, () -> multishot.onCompletion(133, IORING_CQE_F_BUFFER));
        assertThrows(IllegalStateException.class, () -> single.onCompletion(5, 0));
        assertThrows(IllegalStateException.class, () -> send.onCompletion(5, 0));
        assertThrows(IllegalStateException.class, () -> sendFd.onCompletion(1, 0));
        assertEquals(List.of(), listener.events);
        assertEquals(List.of(), sent);
    }
}
