// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.nettyuring.abi.IoUringConstants.IORING_OFF_CQ_RING;
import static org.nettyuring.abi.IoUringConstants.IORING_OFF_SQES;
import static org.nettyuring.abi.IoUringConstants.IORING_OFF_SQ_RING;
import static org.nettyuring.abi.LinuxConstants.MAP_POPULATE;
import static org.nettyuring.abi.LinuxConstants.MAP_SHARED;
import static org.nettyuring.abi.LinuxConstants.PROT_READ;
import static org.nettyuring.abi.LinuxConstants.PROT_WRITE;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Remedies;
import org.nettyuring.sys.Syscalls;

/** The mappings of one ring: both queues, in one mapping where the kernel can, and the submission entries. */
final class RingMemory implements AutoCloseable {
    private final Syscalls syscalls;
    private final int fd;
    private final Deque<NativeRegion> regions = new ArrayDeque<>();
    private final ByteBuffer sqRing;
    private final ByteBuffer cqRing;
    private final ByteBuffer sqes;

    /**
     * Maps the queues.
     *
     * @param fd stays the caller's
     * @throws ErrnoException if a mapping is refused; then nothing stays mapped
     */
    RingMemory(Syscalls syscalls, int fd, RingParams params) throws ErrnoException {
        this.syscalls = syscalls;
        this.fd = fd;
        boolean mapped = false;
        try {
            if (params.singleMmap()) {
                sqRing = map(Math.max(params.sqRingBytes(), params.cqRingBytes()), IORING_OFF_SQ_RING, "rings");
                cqRing = sqRing;
            } else {
                sqRing = map(params.sqRingBytes(), IORING_OFF_SQ_RING, "sq ring");
                cqRing = map(params.cqRingBytes(), IORING_OFF_CQ_RING, "cq ring");
            }
            sqes = map(params.sqesBytes(), IORING_OFF_SQES, "sqes");
            mapped = true;
        } finally {
            if (!mapped) {
                close();
            }
        }
    }

    ByteBuffer sqRing() {
        return sqRing;
    }

    ByteBuffer cqRing() {
        return cqRing;
    }

    ByteBuffer sqes() {
        return sqes;
    }

    /** Unmaps in reverse order. Idempotent. */
    @Override
    public void close() {
        while (!regions.isEmpty()) {
            regions.pop().close();
        }
    }

    private ByteBuffer map(int lengthBytes, long offset, String what) throws ErrnoException {
        String purpose = what + " of ring fd " + fd;
        long address = syscalls.mmap(lengthBytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, offset);
        if (address < 0 && address >= -4095) {
            throw Remedies.exception("mmap", purpose, (int) -address);
        }
        ByteBuffer view = syscalls.view(address, lengthBytes);
        NativeRegion region = new NativeRegion(address, view, purpose, syscalls::munmap);
        regions.push(region);
        return region.buffer();
    }
}
