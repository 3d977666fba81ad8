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
import org.junit.jupiter.api.Test;

class FragmentJoinTest {
    private static final int CUT = IORING_CQE_F_BUFFER | IORING_CQE_F_SOCK_NONEMPTY;

    private final FragmentJoin fragments = new FragmentJoin();

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
        ByteBuf first = Unpooled.copiedBuffer(new byte[] {1, 2});
        ByteBuf second = Unpooled.copiedBuffer(new byte[] {3});
        fragments.hold(first);
        ByteBuf whole = fragments.join(second, 3, UnpooledByteBufAllocator.DEFAULT);
        assertEquals(Unpooled.wrappedBuffer(new byte[] {1, 2, 3}), whole);
        assertFalse(fragments.isHolding());
        assertEquals(0, first.refCnt());
        assertEquals(0, second.refCnt());
        whole.release();
    }

    @Test
    void shouldNotMakeAMessageThatIsTooLarge() {
        ByteBuf first = Unpooled.copiedBuffer(new byte[] {1, 2});
        ByteBuf second = Unpooled.copiedBuffer(new byte[] {3});
        fragments.hold(first);
        assertNull(fragments.join(second, 2, UnpooledByteBufAllocator.DEFAULT));
        assertEquals(2, fragments.heldBytes());
        fragments.release();
        assertEquals(0, first.refCnt());
        second.release();
    }
}
