// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_BUFFER;
import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_BUF_MORE;
import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_SOCK_NONEMPTY;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class FragmentJoinTest {
    private static final int CUT = IORING_CQE_F_BUFFER | IORING_CQE_F_SOCK_NONEMPTY;

    private final FragmentJoin fragments = new FragmentJoin();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ReadLoop readLoop = new ReadLoop(channel) {
        @Override
        ExtendedHandle handle() {
            return (ExtendedHandle) channel.unsafe().recvBufAllocHandle();
        }

        @Override
        boolean isClosing() {
            return false;
        }
    };

    @Test
    void shouldSeeACutOnlyAtTheEndOfABufferWithMoreInTheSocket() {
        assertTrue(FragmentJoin.isCut(10, CUT, 2048));
        assertFalse(FragmentJoin.isCut(10, CUT | IORING_CQE_F_BUF_MORE, 2048), "the buffer goes on");
        assertFalse(FragmentJoin.isCut(10, IORING_CQE_F_BUFFER, 2048), "the socket is empty");
        assertFalse(FragmentJoin.isCut(2048, CUT, 2048), "the message is as large as it may be");
        assertFalse(FragmentJoin.isCut(10, IORING_CQE_F_SOCK_NONEMPTY, 2048), "not a provided buffer");
    }

    @Test
    void shouldJoinBothParts() {
        ByteBuf first = bytes(1, 2);
        ByteBuf second = bytes(3);
        arrived(first, true, 3);
        assertTrue(fragments.isHolding());
        assertEquals(2, fragments.heldBytes());
        arrived(second, false, 3);
        assertFalse(fragments.isHolding());
        assertEquals(0, first.refCnt());
        assertEquals(0, second.refCnt());
        assertDelivered(bytes(1, 2, 3));
    }

    @Test
    void shouldNotMakeAMessageThatIsTooLarge() {
        arrived(bytes(1, 2), true, 2);
        arrived(bytes(3), false, 2);
        assertFalse(fragments.isHolding());
        assertDelivered(bytes(1, 2), bytes(3));
    }

    @Test
    void shouldHoldASecondPartThatIsCutAgain() {
        arrived(bytes(1, 2), true, 2);
        arrived(bytes(3), true, 2);
        assertEquals(1, fragments.heldBytes());
        fragments.deliver(readLoop);
        assertFalse(fragments.isHolding());
        assertDelivered(bytes(1, 2), bytes(3));
    }

    @Test
    void shouldLetGoOfWhatNobodyWillTake() {
        ByteBuf first = bytes(1, 2);
        arrived(first, true, 2);
        fragments.release();
        assertEquals(0, first.refCnt());
        assertDelivered();
    }

    private void arrived(ByteBuf part, boolean cut, int limit) {
        fragments.arrived(part, cut, limit, readLoop, UnpooledByteBufAllocator.DEFAULT);
    }

    private void assertDelivered(ByteBuf... messages) {
        for (ByteBuf expected : messages) {
            ByteBuf message = channel.readInbound();
            assertEquals(expected, message);
            message.release();
        }
        assertNull(channel.readInbound());
    }

    private static ByteBuf bytes(int... values) {
        ByteBuf bytes = Unpooled.buffer(values.length);
        for (int value : values) {
            bytes.writeByte(value);
        }
        return bytes;
    }
}
