// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nettyuring.abi.Errno.EEXIST;
import static org.nettyuring.abi.Errno.ENOBUFS;
import static org.nettyuring.abi.IoUringConstants.IORING_CQE_BUFFER_SHIFT;
import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_BUFFER;
import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_BUF_MORE;
import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_MORE;
import static org.nettyuring.abi.IoUringConstants.IORING_RECVSEND_BUNDLE;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.ErrnoException;

class BufferRingTest {
    private static final int BGID = 9;
    private static final int BUFFER = 16;

    @RegisterExtension
    final RingFixture fixture = new RingFixture();

    private Ring ring;
    private NativeRegion slab;
    private int reader;
    private int writer;

    @BeforeEach
    void setUp() throws Exception {
        fixture.assume(Feature.PBUF_RING);
        slab = fixture.memory(4096);
        ring = fixture.ring(8, 64);
        int[] pair = fixture.socketpair();
        reader = pair[0];
        writer = pair[1];
    }

    @Test
    void shouldReceiveMultishotIntoProvidedBuffers() throws Exception {
        fixture.assume(Feature.RECV_MULTISHOT);
        BufferRing buffers = ring(4, false);
        fill(buffers, 0, 4);
        ring.nextSqe().prepRecvMultishot(reader, 0, 0, 0).bufferSelect(BGID).userData(1);
        for (int i = 0; i < 3; i++) {
            send("message " + i);
            CqeBatch cqe = fixture.await(ring, 1);
            assertEquals(9, cqe.res(0));
            assertEquals(IORING_CQE_F_MORE | IORING_CQE_F_BUFFER, cqe.flags(0) & 0xFFFF);
            assertEquals("message " + i, text(bid(cqe) * BUFFER, 9));
        }
        endOfStream();
    }

    @Test
    void shouldEndWithEnobufsAndGoOnWhenArmedAgain() throws Exception {
        fixture.assume(Feature.RECV_MULTISHOT);
        BufferRing buffers = ring(2, false);
        fill(buffers, 0, 2);
        ring.nextSqe().prepRecvMultishot(reader, 0, 0, 0).bufferSelect(BGID);
        send("0123456789abcdef0123456789ABCDEFrest");
        assertEquals(BUFFER, fixture.await(ring, 1).res(0));
        assertEquals(BUFFER, fixture.await(ring, 1).res(0));
        CqeBatch last = fixture.await(ring, 1);
        assertEquals(-ENOBUFS, last.res(0));
        assertEquals(0, last.flags(0) & IORING_CQE_F_MORE);

        fill(buffers, 0, 2);
        ring.nextSqe().prepRecvMultishot(reader, 0, 0, 0).bufferSelect(BGID);
        CqeBatch rest = fixture.await(ring, 1);
        assertEquals(4, rest.res(0));
        assertEquals("rest", text(bid(rest) * BUFFER, 4));
        endOfStream();
    }

    @Test
    void shouldConsumeOneBufferPieceByPiece() throws Exception {
        fixture.assume(Feature.PBUF_RING_INC);
        BufferRing buffers = ring(1, true);
        buffers.add(slab.address(), 2 * BUFFER, 5);
        buffers.publish();
        ring.nextSqe().prepRecvMultishot(reader, 0, 0, 0).bufferSelect(BGID);
        int offset = 0;
        for (String message : new String[] {"ab", "cde", "fghijklmnop"}) {
            send(message);
            CqeBatch cqe = fixture.await(ring, 1);
            assertEquals(message.length(), cqe.res(0));
            assertEquals(5, bid(cqe));
            assertTrue((cqe.flags(0) & IORING_CQE_F_BUF_MORE) != 0, "the buffer is not used up");
            assertEquals(message, text(offset, message.length()));
            offset += message.length();
        }
        send("x".repeat(2 * BUFFER - offset));
        assertEquals(0, fixture.await(ring, 1).flags(0) & IORING_CQE_F_BUF_MORE, "the buffer is used up");
        // The slot is written whole, address and length too, for the kernel has moved them.
        buffers.add(slab.address(), 2 * BUFFER, 6);
        buffers.publish();
        send("again");
        CqeBatch again = fixture.await(ring, 1);
        if (again.res(0) == -ENOBUFS) { // it asked between the use of the last byte and the refill
            ring.nextSqe().prepRecvMultishot(reader, 0, 0, 0).bufferSelect(BGID);
            again = fixture.await(ring, 1);
        }
        assertEquals(6, bid(again));
        assertEquals("again", text(0, 5));
        endOfStream();
    }

    @Test
    void shouldReceiveSeveralBuffersInOneBundle() throws Exception {
        fixture.assume(Feature.RECVSEND_BUNDLE);
        BufferRing buffers = ring(8, false);
        fill(buffers, 0, 8);
        send("x".repeat(100));
        ring.nextSqe().prepRecv(reader, 0, 0, 0).ioprio(IORING_RECVSEND_BUNDLE).bufferSelect(BGID);
        CqeBatch cqe = fixture.await(ring, 1);
        assertTrue(cqe.res(0) > BUFFER, "res " + cqe.res(0));
        assertEquals(0, bid(cqe));
    }

    /** Also through slot 0, whose last two bytes are the tail, and through the wrap of the 16-bit tail. */
    @Test
    void shouldGoRoundMoreOftenThanTheTailCounts() throws Exception {
        BufferRing buffers = ring(4, false);
        fill(buffers, 0, 4);
        for (int i = 0; i < 0x1_0000 / 4 + 5; i++) {
            for (int k = 0; k < 4; k++) {
                send("m");
                ring.nextSqe().prepRecv(reader, 0, 0, 0).bufferSelect(BGID);
                CqeBatch cqe = fixture.await(ring, 1);
                assertEquals(1, cqe.res(0));
                assertEquals(k, bid(cqe));
            }
            fill(buffers, 0, 4);
        }
        assertEquals(4, buffers.available());
    }

    @Test
    void shouldCountWhatIsAvailable() throws Exception {
        BufferRing buffers = ring(4, false);
        assertEquals(0, buffers.available());
        fill(buffers, 0, 3);
        assertEquals(3, buffers.available());
        send("m");
        ring.nextSqe().prepRecv(reader, 0, 0, 0).bufferSelect(BGID);
        assertEquals(1, fixture.awaitRes(ring));
        assertEquals(2, buffers.available());
    }

    @Test
    void shouldNameTheGroupThatExists() throws Exception {
        ring(4, false);
        ErrnoException e = assertThrows(ErrnoException.class, () -> BufferRing.register(ring, BGID, 4, false));
        assertEquals(EEXIST, e.errno());
        assertTrue(e.getMessage().startsWith("io_uring_register(PBUF_RING 9, 4 entries, ring fd " + ring.fd()
                + "): EEXIST (17): already registered"), e.getMessage());
    }

    @Test
    void shouldRefuseSizesThatAreNoPowerOfTwo() {
        assertThrows(IllegalArgumentException.class, () -> BufferRing.register(ring, BGID, 3, false));
        assertThrows(IllegalArgumentException.class, () -> BufferRing.register(ring, BGID, 65_536, false));
        assertThrows(IllegalArgumentException.class, () -> BufferRing.register(ring, 65_536, 4, false));
    }

    @Test
    void shouldCloseOnceBeforeOrAfterItsRing() throws Exception {
        BufferRing first = ring(4, false);
        first.close();
        first.close();
        BufferRing second = ring(4, false);
        ring.close();
        second.close();
        assertEquals(4, second.entries());
    }

    private BufferRing ring(int entries, boolean incremental) throws ErrnoException {
        BufferRing buffers = fixture.own(BufferRing.register(ring, BGID, entries, incremental));
        assertEquals(BGID, buffers.bgid());
        assertEquals(entries, buffers.entries());
        assertEquals(incremental, buffers.incremental());
        return buffers;
    }

    private void fill(BufferRing buffers, int firstBid, int count) {
        for (int i = 0; i < count; i++) {
            buffers.add(slab.address() + (long) (firstBid + i) * BUFFER, BUFFER, firstBid + i);
        }
        buffers.publish();
    }

    private void send(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.US_ASCII);
        int scratch = 2048;
        slab.buffer().put(scratch, bytes);
        assertEquals(bytes.length, fixture.syscalls().write(writer, slab.address() + scratch, bytes.length));
    }

    /** Ends the armed receive before its memory goes. */
    private void endOfStream() {
        fixture.syscalls().shutdown(writer, 1);
        CqeBatch cqe = fixture.await(ring, 1);
        while ((cqe.flags(0) & IORING_CQE_F_MORE) != 0) {
            cqe = fixture.await(ring, 1);
        }
        assertEquals(0, cqe.res(0));
    }

    private String text(int offset, int length) {
        byte[] bytes = new byte[length];
        slab.buffer().get(offset, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static int bid(CqeBatch cqe) {
        return cqe.flags(0) >>> IORING_CQE_BUFFER_SHIFT;
    }
}
