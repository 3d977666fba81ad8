// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.IntSupplier;
import org.nettyuring.abi.BufferRingLayouts.BufReg;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.abi.SqeLayout;
import org.nettyuring.ring.RingCapabilities;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Syscalls;
import org.nettyuring.testsuite.faults.Enter;
import org.nettyuring.testsuite.faults.RingTap;
import org.nettyuring.testsuite.faults.TappedRing;
import org.nettyuring.testsuite.faults.TappedSyscalls;

/** What rings were asked to do, without what it takes to find out what the kernel can. */
final class RecordedRings implements RingTap {
    /** One kind of submission: {@code IORING_OP_*}, and what of its flags tells features apart. */
    record Submission(int opcode, int sqeFlags, int ioprio, int opFlags) {
        boolean isReceive() {
            return opcode == IoUringConstants.IORING_OP_RECV;
        }

        boolean hasPrio(int flag) {
            return (ioprio & flag) != 0;
        }
    }

    private final Syscalls syscalls;
    private final Set<TappedRing> rings = ConcurrentHashMap.newKeySet();
    private final Set<Submission> submissions = ConcurrentHashMap.newKeySet();
    private final Set<Integer> enterFlags = ConcurrentHashMap.newKeySet();
    private final Set<Integer> registrations = ConcurrentHashMap.newKeySet();
    private final Set<Integer> bufferRingFlags = new CopyOnWriteArraySet<>();
    private final Set<Integer> bufferRingEntries = new CopyOnWriteArraySet<>();
    private volatile boolean recording;

    RecordedRings(Syscalls kernel) throws ErrnoException {
        syscalls = TappedSyscalls.of(kernel, this);
        RingCapabilities.of(syscalls); // found out here, and remembered
        recording = true;
    }

    /** {@return the kernel to be used} */
    Syscalls syscalls() {
        return syscalls;
    }

    @Override
    public int enter(TappedRing ring, Enter enter) {
        if (recording) {
            rings.add(ring);
            enterFlags.add(enter.flags());
            for (int index = ring.sqHead(); index != ring.sqTail(); index++) {
                ByteBuffer sqe = ring.sqe(index);
                submissions.add(new Submission(sqe.get(SqeLayout.OPCODE_OFFSET), sqe.get(SqeLayout.FLAGS_OFFSET),
                        sqe.getShort(SqeLayout.IOPRIO_OFFSET), sqe.getInt(SqeLayout.TIMEOUT_FLAGS_OFFSET)));
            }
        }
        return enter.run();
    }

    @Override
    public int register(Registration registration, IntSupplier call) {
        if (recording) {
            registrations.add(registration.opcode());
            if (registration.opcode() == IoUringConstants.IORING_REGISTER_PBUF_RING) {
                ByteBuffer argument = syscalls.view(registration.argAddress(), BufReg.SIZE);
                bufferRingFlags.add((int) argument.getShort(BufReg.FLAGS_OFFSET));
                bufferRingEntries.add(argument.getInt(BufReg.RING_ENTRIES_OFFSET));
            }
        }
        return call.getAsInt();
    }

    /** {@return the rings that were entered} */
    Set<TappedRing> rings() {
        return rings;
    }

    /** {@return every kind of submission} */
    Set<Submission> submissions() {
        return submissions;
    }

    boolean wasSubmitted(int opcode) {
        return submissions.stream().anyMatch(s -> s.opcode() == opcode);
    }

    boolean wasSetUpWith(int flag) {
        return rings.stream().anyMatch(ring -> (ring.setupFlags() & flag) != 0);
    }

    boolean wasEnteredWith(int flag) {
        return enterFlags.stream().anyMatch(flags -> (flags & flag) != 0);
    }

    boolean wasRegistered(int opcode) {
        return registrations.contains(opcode);
    }

    boolean hadBufferRingWith(int flag) {
        return bufferRingFlags.stream().anyMatch(flags -> (flags & flag) != 0);
    }

    /** {@return entries of the provided-buffer rings} */
    Set<Integer> bufferRingEntries() {
        return bufferRingEntries;
    }
}
