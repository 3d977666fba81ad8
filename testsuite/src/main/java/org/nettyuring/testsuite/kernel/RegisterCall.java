// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.nio.ByteBuffer;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;

/** One {@code io_uring_register(2)} on a ring. Used under the kernel's lock. */
final class RegisterCall {
    private static final int PROBE_HEADER = 16;
    private static final int PROBE_OP = 8;
    private static final int RSRC_UPDATE = 16;
    private static final int RSRC_UPDATE2 = 32;
    private static final int IOVEC = 16;
    private static final int BUF_REG = 40;
    private static final int BUF_STATUS = 40;
    private static final int SYNC_CANCEL_REG = 64;
    private static final int MAX_PBUF_ENTRIES = 32768;

    private final FakeKernel kernel;
    private final FakeRing ring;

    RegisterCall(FakeRing ring) {
        this.ring = ring;
        kernel = ring.kernel;
    }

    int run(int opcode, long argAddress, int nrArgs) {
        if (!ring.mayBeUsedHere()) {
            return -Errno.EEXIST;
        }
        return switch (opcode) {
            case IoUringConstants.IORING_REGISTER_PROBE -> probe(argAddress, nrArgs);
            case IoUringConstants.IORING_REGISTER_ENABLE_RINGS -> enable();
            case IoUringConstants.IORING_REGISTER_RING_FDS -> registerRingFd(argAddress, nrArgs);
            case IoUringConstants.IORING_UNREGISTER_RING_FDS -> unregisterRingFd(argAddress, nrArgs);
            case IoUringConstants.IORING_REGISTER_PBUF_RING -> registerBufferRing(argument(argAddress, BUF_REG));
            case IoUringConstants.IORING_UNREGISTER_PBUF_RING -> unregisterBufferRing(argument(argAddress, BUF_REG));
            case IoUringConstants.IORING_REGISTER_PBUF_STATUS -> bufferRingStatus(argument(argAddress, BUF_STATUS));
            case IoUringConstants.IORING_REGISTER_SYNC_CANCEL -> syncCancel(argument(argAddress, SYNC_CANCEL_REG));
            case IoUringConstants.IORING_REGISTER_IOWQ_MAX_WORKERS -> limitWorkers(argument(argAddress, 8), nrArgs);
            case IoUringConstants.IORING_REGISTER_BUFFERS_UPDATE -> updateBuffer(argument(argAddress, RSRC_UPDATE2));
            // Sparse tables. SQEs that use files of one are not played.
            case IoUringConstants.IORING_REGISTER_FILES2, IoUringConstants.IORING_REGISTER_BUFFERS2,
                    IoUringConstants.IORING_UNREGISTER_FILES -> 0;
            case IoUringConstants.IORING_UNREGISTER_BUFFERS -> {
                ring.registeredBuffers.clear();
                yield 0;
            }
            default -> throw kernel.failure("not played: io_uring_register opcode " + opcode);
        };
    }

    /** One buffer; an empty one takes the place's away. */
    private int updateBuffer(ByteBuffer update) {
        int slot = update.getInt(0);
        ByteBuffer iovec = argument(update.getLong(8), IOVEC);
        if (update.getInt(24) != 1) {
            throw kernel.failure("not played: BUFFERS_UPDATE of " + update.getInt(24));
        }
        if (iovec.getLong(0) == 0) {
            ring.registeredBuffers.remove(slot);
        } else {
            kernel.validator().checkLive(iovec.getLong(0), iovec.getLong(8), "registered buffer", null);
            ring.registeredBuffers.put(slot, new MemoryRange(iovec.getLong(0), iovec.getLong(8), "buffer " + slot));
        }
        return 1;
    }

    private int limitWorkers(ByteBuffer counts, int count) {
        int bounded = counts.getInt(0);
        int unbounded = counts.getInt(4);
        if (count != 2 || bounded <= 0 || unbounded <= 0) {
            throw kernel.failure("IOWQ_MAX_WORKERS of " + bounded + " and " + unbounded + ", " + count + " numbers");
        }
        ring.limitWorkers(bounded);
        return 0;
    }

    private int enable() {
        if (ring.isEnabled()) {
            return -Errno.EBADFD;
        }
        ring.enable();
        return 0;
    }

    private ByteBuffer argument(long address, int lengthBytes) {
        kernel.validator().checkLive(address, lengthBytes, "io_uring_register argument", null);
        return kernel.memory().view(address, lengthBytes);
    }

    private int probe(long address, int count) {
        ByteBuffer probe = argument(address, PROBE_HEADER + PROBE_OP * count);
        int known = Math.min(count, kernel.persona().lastOpcode() + 1);
        probe.put(0, (byte) kernel.persona().lastOpcode());
        probe.put(1, (byte) known);
        for (int i = 0; i < known; i++) {
            int at = PROBE_HEADER + PROBE_OP * i;
            probe.put(at, (byte) i);
            boolean supported = kernel.persona().knowsOpcode(i);
            probe.putShort(at + 2, (short) (supported ? IoUringConstants.IO_URING_OP_SUPPORTED : 0));
        }
        return 0;
    }

    private int registerRingFd(long address, int count) {
        ByteBuffer update = argument(address, RSRC_UPDATE);
        FakeFile file = kernel.descriptors().get((int) update.getLong(8));
        if (count != 1 || !(file instanceof FakeRing target)) {
            return -Errno.EINVAL;
        }
        int index = kernel.rings().registered().add(target, update.getInt(0));
        if (index < 0) {
            return index;
        }
        update.putInt(0, index);
        return 1;
    }

    private int unregisterRingFd(long address, int count) {
        ByteBuffer update = argument(address, RSRC_UPDATE);
        return count == 1 && kernel.rings().registered().remove(update.getInt(0)) ? 1 : 0;
    }

    private int registerBufferRing(ByteBuffer reg) {
        long address = reg.getLong(0);
        int entries = reg.getInt(8);
        int bgid = reg.getShort(12) & 0xFFFF;
        int flags = reg.getShort(14);
        checkZero(reg, 16);
        boolean mmap = (flags & IoUringConstants.IOU_PBUF_RING_MMAP) != 0;
        if (!kernel.persona().acceptsPbufRing(flags) || entries <= 0 || Integer.bitCount(entries) != 1
                || entries > MAX_PBUF_ENTRIES || (address & 4095) != 0 || mmap != (address == 0)) {
            return -Errno.EINVAL;
        }
        if (ring.bufferGroups.containsKey(bgid)) {
            return -Errno.EEXIST;
        }
        if (!mmap) {
            kernel.validator().checkLive(address, 16L * entries, "pbuf ring " + bgid, null);
        }
        ring.bufferGroups.put(bgid, new BufferGroup(kernel, bgid, entries, flags, address));
        return 0;
    }

    private int unregisterBufferRing(ByteBuffer reg) {
        checkZero(reg, 16);
        int bgid = reg.getShort(12) & 0xFFFF;
        BufferGroup group = ring.bufferGroups.remove(bgid);
        if (group == null) {
            return -Errno.ENOENT;
        }
        for (Request request : ring.inFlight()) {
            if (request.sqe.hasFlag(IoUringConstants.IOSQE_BUFFER_SELECT) && request.sqe.bufIndex() == bgid) {
                kernel.recordFailure("pbuf ring " + bgid + " unregistered under " + request);
            }
        }
        group.free();
        return 0;
    }

    private int bufferRingStatus(ByteBuffer status) {
        BufferGroup group = ring.bufferGroups.get(status.getInt(0));
        if (group == null) {
            return -Errno.ENOENT;
        }
        status.putInt(4, group.head());
        return 0;
    }

    private int syncCancel(ByteBuffer reg) {
        int flags = reg.getInt(12);
        int res = new Cancellation(ring, reg.getLong(0), reg.getInt(8), flags, reg.get(32) & 0xFF).run();
        ring.runTaskWork(Integer.MAX_VALUE);
        return res;
    }

    private void checkZero(ByteBuffer argument, int from) {
        for (int i = from; i < argument.capacity(); i++) {
            if (argument.get(i) != 0) {
                throw kernel.failure("reserved bytes of an io_uring_register argument are not zero");
            }
        }
    }
}
