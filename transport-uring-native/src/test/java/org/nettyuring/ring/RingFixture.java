// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.nettyuring.abi.SocketConstants.AF_UNIX;
import static org.nettyuring.abi.SocketConstants.SOCK_CLOEXEC;
import static org.nettyuring.abi.SocketConstants.SOCK_STREAM;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;

/**
 * Rings of the real kernel for one test, all closed after it, in reverse order; then no region may be left. Skips where
 * the kernel has no io_uring for us, saying why.
 */
final class RingFixture implements BeforeEachCallback, AfterEachCallback {
    private static final long PATIENCE_NS = 10_000_000_000L;

    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private Set<NativeRegion> liveBefore = Set.of();

    @Override
    public void beforeEach(ExtensionContext context) {
        try {
            RingCapabilities.of(syscalls());
        } catch (ErrnoException | UnsupportedOperationException e) {
            abort("no io_uring here: " + e.getMessage());
        }
        liveBefore = NativeRegion.live();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        while (!owned.isEmpty()) {
            owned.pop().close();
        }
        Set<NativeRegion> left = new HashSet<>(NativeRegion.live());
        left.removeAll(liveBefore);
        assertEquals(Set.of(), left, "regions left open");
    }

    Syscalls syscalls() {
        return NativeSyscalls.get();
    }

    <T extends AutoCloseable> T own(T resource) {
        owned.push(resource);
        return resource;
    }

    /** An enabled ring of this thread. */
    Ring ring(int sqEntries, int cqEntries, Set<Feature> disabled) throws ErrnoException {
        Ring ring = own(Ring.create(new RingConfig(syscalls(), sqEntries, cqEntries, disabled)));
        ring.enable();
        return ring;
    }

    Ring ring(int sqEntries, int cqEntries) throws ErrnoException {
        return ring(sqEntries, cqEntries, Set.of());
    }

    NativeRegion memory(int lengthBytes) throws ErrnoException {
        return own(syscalls().allocate(lengthBytes, "test"));
    }

    void assume(Feature feature) throws ErrnoException {
        RingCapabilities capabilities = RingCapabilities.of(syscalls());
        assumeTrue(capabilities.has(feature), () -> feature.key() + ": " + capabilities.whyNot(feature));
    }

    /** {@return both ends of a stream socket pair} */
    int[] socketpair() throws ErrnoException {
        try (NativeRegion fds = syscalls().allocate(2 * Integer.BYTES, "socketpair")) {
            int result = syscalls().socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds.address());
            assertEquals(0, result);
            int[] pair = {fds.buffer().getInt(0), fds.buffer().getInt(Integer.BYTES)};
            own(() -> syscalls().close(pair[0]));
            own(() -> syscalls().close(pair[1]));
            return pair;
        }
    }

    /** Submits and waits until a completion is there, and takes one batch. */
    CqeBatch await(Ring ring, int capacity) {
        CqeBatch batch = new CqeBatch(capacity);
        long deadline = System.nanoTime() + PATIENCE_NS;
        while (ring.drainTo(batch) == 0) {
            if (System.nanoTime() > deadline) {
                fail("no completion in " + ring);
            }
            ring.submitAndWait(1, ring.capabilities().has(Feature.EXT_ARG) ? PATIENCE_NS : -1);
        }
        return batch;
    }

    /** Submits and waits for the one completion of what was prepared. */
    int awaitRes(Ring ring) {
        return await(ring, 1).res(0);
    }
}
