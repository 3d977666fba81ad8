// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import org.jspecify.annotations.Nullable;
import org.nettyuring.abi.RingLayouts.Params;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Syscalls;

/** What one ring has of the system: the descriptor, both queues in mapped memory, and memory for arguments. */
final class RingParts implements AutoCloseable {
    private final Syscalls syscalls;
    private final int fd;
    private final int features;
    private final RingMemory memory;
    private final EnterArgument argument;
    private final SubmissionQueue sq;
    private final CompletionQueue cq;

    /**
     * Makes everything, or nothing.
     *
     * @param config sizes
     * @param capabilities decide the flags
     * @throws ErrnoException with the remedy, if the kernel refuses
     */
    RingParts(RingConfig config, RingCapabilities capabilities) throws ErrnoException {
        syscalls = config.syscalls();
        RingMemory newMemory = null;
        EnterArgument newArgument = null;
        int newFd = -1;
        try (NativeRegion params = syscalls.allocate(Params.SIZE, "io_uring_params")) {
            newFd = RingSetup.open(
                    syscalls, config.sqEntries(), config.cqEntries(), RingSetup.flags(capabilities), params);
            RingParams answer = new RingParams(params.buffer());
            newMemory = new RingMemory(syscalls, newFd, answer);
            newArgument = new EnterArgument(syscalls, newFd);
            sq = new SubmissionQueue(newMemory.sqRing(), newMemory.sqes(), answer);
            cq = new CompletionQueue(newMemory.cqRing(), answer);
            features = answer.features();
        } catch (ErrnoException | RuntimeException | Error e) {
            release(newArgument, newMemory, newFd);
            throw e;
        }
        fd = newFd;
        memory = newMemory;
        argument = newArgument;
    }

    int fd() {
        return fd;
    }

    /** {@return {@code IORING_FEAT_*}} */
    int features() {
        return features;
    }

    SubmissionQueue sq() {
        return sq;
    }

    CompletionQueue cq() {
        return cq;
    }

    EnterArgument argument() {
        return argument;
    }

    /** Frees and unmaps the memory and closes the descriptor, in reverse order of construction. Once. */
    @Override
    public void close() {
        release(argument, memory, fd);
    }

    private void release(@Nullable EnterArgument madeArgument, @Nullable RingMemory madeMemory, int madeFd) {
        if (madeArgument != null) {
            madeArgument.close();
        }
        if (madeMemory != null) {
            madeMemory.close();
        }
        if (madeFd >= 0) {
            syscalls.close(madeFd);
        }
    }
}
