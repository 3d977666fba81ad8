// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.buffer.ByteBuf;

/**
 * Connections of a foreign library, served by system calls when an {@code IoUringPoll} says so: polls are paused,
 * changed and closed at any moment, also from within, also by what the listener throws, and descriptor numbers are used
 * again at once. No byte is lost for want of a call, and nobody is called whom it does not concern.
 */
public final class PollSimulation extends ActorSimulation<PollActor> {
    private static final int MEMORY_BYTES = 256;

    private ByteBuf memory;

    /** A simulation that has not run. */
    public PollSimulation() {
        super("poll", 0x9011L);
    }

    @Override
    void play() {
        newLoop();
        memory = kernel().allocator().directBuffer(MEMORY_BYTES);
        int count = 1 + random().nextInt(5);
        for (int i = 0; i < count; i++) {
            add(new PollActor(this));
        }
        actFor(random().nextInt(4) == 0 ? random().nextInt(200) : MAX_TURNS);
        shutDownLoops();
        actors().forEach(PollActor::loopEnded);
        memory.release();
        closeLoops();
    }

    /** {@return memory for one system call} */
    ByteBuf memory() {
        return memory.clear();
    }
}
