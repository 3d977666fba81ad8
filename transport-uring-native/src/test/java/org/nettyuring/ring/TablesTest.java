// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nettyuring.abi.Errno.EBADF;
import static org.nettyuring.abi.Errno.EFAULT;
import static org.nettyuring.abi.Errno.EINVAL;
import static org.nettyuring.abi.Errno.ENFILE;
import static org.nettyuring.abi.IoUringConstants.IORING_FILE_INDEX_ALLOC;
import static org.nettyuring.abi.IoUringConstants.IOSQE_FIXED_FILE;
import static org.nettyuring.abi.SocketConstants.AF_INET;
import static org.nettyuring.abi.SocketConstants.SOCK_STREAM;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.ErrnoException;

/** Registered files and registered buffers on the real kernel. */
class TablesTest {
    @RegisterExtension
    final RingFixture fixture = new RingFixture();

    private Ring ring;
    private NativeRegion memory;
    private int[] pair;

    @BeforeEach
    void setUp() throws Exception {
        memory = fixture.memory(4096);
        ring = fixture.ring(8, 16);
        pair = fixture.socketpair();
    }

    @Test
    void shouldReceiveFromASlotWhoseDescriptorIsClosed() throws Exception {
        FileTable files = files(4);
        int duplicate = fixture.syscalls().eventfd(5, 0);
        files.set(2, duplicate);
        fixture.syscalls().close(duplicate);
        ring.nextSqe().prepRead(2, memory.address(), 8, 0).addFlags(IOSQE_FIXED_FILE);
        assertEquals(8, fixture.awaitRes(ring));
        assertEquals(5, memory.buffer().getLong(0));
    }

    @Test
    void shouldAnswerEbadfForAnEmptySlot() throws Exception {
        FileTable files = files(4);
        files.set(1, pair[0]);
        files.clear(1);
        ring.nextSqe().prepRecv(1, memory.address(), 8, 0).addFlags(IOSQE_FIXED_FILE);
        assertEquals(-EBADF, fixture.awaitRes(ring));
    }

    @Test
    void shouldLetTheKernelChooseFromTheRangeUntilItIsFull() throws Exception {
        FileTable files = files(8);
        files.allocRange(5, 2);
        assertEquals(5, openSocket());
        assertEquals(6, openSocket());
        assertEquals(-ENFILE, openSocket());
        ring.nextSqe().prepCloseDirect(5);
        assertEquals(0, fixture.awaitRes(ring));
        assertEquals(5, openSocket());
    }

    @Test
    void shouldNameTheSlotThatDoesNotExist() throws Exception {
        FileTable files = files(4);
        assertEquals(4, files.slots());
        ErrnoException e = assertThrows(ErrnoException.class, () -> files.set(4, pair[0]));
        assertEquals(EINVAL, e.errno());
        assertTrue(e.getMessage().startsWith("io_uring_register(FILES_UPDATE2, slot 4, fd " + pair[0] + ", ring fd "),
                e.getMessage());
    }

    @Test
    void shouldSendFromABufferOfASparseTable() throws Exception {
        fixture.assume(Feature.REGISTER_BUFFERS_SPARSE);
        BufferTable buffers = fixture.own(BufferTable.registerSparse(ring, 3));
        assertEquals(3, buffers.slots());
        memory.buffer().putLong(0, 0x1122334455667788L);
        buffers.set(2, memory.address(), 64);
        ring.nextSqe().prepWriteFixed(pair[0], memory.address(), 8, 0, 2);
        assertEquals(8, fixture.awaitRes(ring));
        ring.nextSqe().prepReadFixed(pair[1], memory.address() + 56, 8, 0, 2);
        assertEquals(8, fixture.awaitRes(ring));
        assertEquals(0x1122334455667788L, memory.buffer().getLong(56));
        ring.nextSqe().prepWriteFixed(pair[0], memory.address() + 60, 8, 0, 2);
        assertEquals(-EFAULT, fixture.awaitRes(ring), "beyond the registered bytes");
        buffers.clear(2);
        ring.nextSqe().prepWriteFixed(pair[0], memory.address(), 8, 0, 2);
        assertEquals(-EFAULT, fixture.awaitRes(ring), "an empty slot");
    }

    @Test
    void shouldSendFromABufferOfAFixedTable() throws Exception {
        BufferTable buffers = fixture.own(BufferTable.register(ring, List.of(memory, memory)));
        assertEquals(2, buffers.slots());
        ring.nextSqe().prepWriteFixed(pair[0], memory.address(), 8, 0, 1);
        assertEquals(8, fixture.awaitRes(ring));
    }

    @Test
    void shouldCloseTablesOnceBeforeOrAfterTheirRing() throws Exception {
        FileTable files = files(4);
        files.close();
        files.close();
        BufferTable buffers = fixture.own(BufferTable.register(ring, List.of(memory)));
        ring.close();
        buffers.close();
        buffers.close();
        assertTrue(ring.isClosed());
    }

    private FileTable files(int slots) throws ErrnoException {
        fixture.assume(Feature.REGISTER_FILES_SPARSE);
        return fixture.own(FileTable.register(ring, slots));
    }

    private int openSocket() {
        ring.nextSqe().prepSocketDirect(AF_INET, SOCK_STREAM, 0, IORING_FILE_INDEX_ALLOC, 0);
        return fixture.awaitRes(ring);
    }
}
