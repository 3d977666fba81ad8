// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import java.util.List;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;

/** Takes locked memory in each way there is, and prints what it is told. */
public final class LockedMemoryLauncher {
    private static final int BUFFER_BYTES = 128 * 1024;

    private LockedMemoryLauncher() {}

    /** Something that may be refused. */
    private interface Attempt {
        AutoCloseable make() throws ErrnoException;
    }

    /**
     * Runs.
     *
     * @param args none
     * @throws Exception if closing fails
     */
    public static void main(String[] args) throws Exception {
        Syscalls syscalls = NativeSyscalls.get();
        attempt(() -> Ring.create(new RingConfig(syscalls, 2048, 4096)));
        try (Ring ring = Ring.create(new RingConfig(syscalls, 8, 16));
                NativeRegion region = syscalls.allocate(BUFFER_BYTES, "buffer")) {
            ring.enable();
            attempt(() -> BufferRing.register(ring, 1, 8192, false));
            attempt(() -> BufferTable.register(ring, List.of(region)));
        }
        System.out.println("left: " + NativeRegion.live());
    }

    private static void attempt(Attempt attempt) throws Exception {
        try (AutoCloseable made = attempt.make()) {
            System.out.println("made " + made);
        } catch (ErrnoException e) {
            System.out.println(e.getMessage());
        }
    }
}
