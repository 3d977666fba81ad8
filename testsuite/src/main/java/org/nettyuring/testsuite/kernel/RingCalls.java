// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;

/** The io_uring system calls, and every ring there is. Used under the kernel's lock. */
final class RingCalls {
    private static final int ENTERS_WITHOUT_PROGRESS = 20_000;
    private static final long ENTER_COST_NS = 1_000;

    /** The rest of an enter, once its ring is known. */
    @FunctionalInterface
    interface Enter {
        int run(int toSubmit, int minComplete, long argAddress, long argSize);
    }

    private final FakeKernel kernel;
    private final RegisteredRings registered = new RegisteredRings();
    private final Map<Long, KernelMapping> mappings = new HashMap<>();
    private final List<FakeRing> open = new ArrayList<>();
    private int entersWithoutProgress;

    RingCalls(FakeKernel kernel) {
        this.kernel = kernel;
    }

    List<FakeRing> open() {
        return open;
    }

    RegisteredRings registered() {
        return registered;
    }

    List<Request> inFlight() {
        List<Request> requests = new ArrayList<>();
        open.forEach(ring -> requests.addAll(ring.inFlight()));
        return requests;
    }

    List<KernelMapping> mapped() {
        return mappings.values().stream().filter(KernelMapping::isMapped).toList();
    }

    void progressed() {
        entersWithoutProgress = 0;
    }

    int setup(int entries, long paramsAddress) {
        return new SetupCall(kernel).run(entries, paramsAddress);
    }

    int add(FakeRing ring) {
        open.add(ring);
        mappings.put(ring.queues.rings.address(), ring.queues.rings);
        mappings.put(ring.queues.sqes.address(), ring.queues.sqes);
        return kernel.descriptors().add(ring);
    }

    void closed(FakeRing ring) {
        open.remove(ring);
        registered.forget(ring);
    }

    Enter enter(int fd, int flags) {
        kernel.checkHealthy();
        boolean isIndex = (flags & IoUringConstants.IORING_ENTER_REGISTERED_RING) != 0;
        FakeFile file = isIndex ? registered.get(fd) : kernel.descriptors().get(fd);
        if (!(file instanceof FakeRing ring)) {
            int error = file == null ? -Errno.EBADF : -Errno.EOPNOTSUPP;
            return (toSubmit, minComplete, argAddress, argSize) -> error;
        }
        kernel.clock().advanceTo(kernel.clock().nowNs() + ENTER_COST_NS);
        kernel.clock().runDue();
        if (++entersWithoutProgress > ENTERS_WITHOUT_PROGRESS && kernel.clock().isSimulated()) {
            throw kernel.failure("livelock: the loop enters again and again and nothing happens");
        }
        return new EnterCall(ring, flags)::run;
    }

    int register(int fd, int opcode, long argAddress, int nrArgs) {
        int plainOpcode = opcode & ~IoUringConstants.IORING_REGISTER_USE_REGISTERED_RING;
        if (!kernel.persona().knowsRegister(plainOpcode)) {
            return -Errno.EINVAL;
        }
        if (fd == -1 && plainOpcode == IoUringConstants.IORING_REGISTER_SEND_MSG_RING) {
            kernel.validator().checkLive(argAddress, SubmittedSqe.SIZE, "sqe", null);
            SubmittedSqe sqe = new SubmittedSqe(kernel.memory().read(argAddress, SubmittedSqe.SIZE));
            kernel.validator().check(sqe);
            return new RingMessage(kernel, sqe).sendUnlessShortOfMemory();
        }
        FakeFile file = plainOpcode == opcode ? kernel.descriptors().get(fd) : registered.get(fd);
        return file instanceof FakeRing ring ? new RegisterCall(ring).run(plainOpcode, argAddress, nrArgs)
                : -Errno.EBADF;
    }

    KernelMapping newMapping(int lengthBytes, String what) {
        KernelMapping mapping = new KernelMapping(kernel, lengthBytes, what);
        mappings.put(mapping.address(), mapping);
        return mapping;
    }

    void forget(KernelMapping mapping) {
        mappings.remove(mapping.address());
    }

    long mmap(long lengthBytes, int fd, long offset) {
        FakeFile file = kernel.descriptors().get(fd);
        KernelMapping mapping = file instanceof FakeRing ring ? ring.mappingAt(offset) : null;
        return mapping == null || lengthBytes > mapping.length() ? -Errno.EINVAL : mapping.map();
    }

    /** False if the memory is not the kernel's. */
    boolean munmap(long address) {
        KernelMapping mapping = mappings.get(address);
        if (mapping != null && !mapping.unmap()) {
            throw kernel.failure("munmap of what is not mapped: " + mapping);
        }
        return mapping != null;
    }
}
