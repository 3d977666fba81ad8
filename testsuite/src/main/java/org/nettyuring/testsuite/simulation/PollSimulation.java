// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.nettyuring.testsuite.kernel.FakeKernel;

/**
 * Connections of a foreign library, served by system calls when an {@code IoUringPoll} says so: polls are paused,
 * changed and closed at any moment, also from within, also by what the listener throws, and descriptor numbers are used
 * again at once. No byte is lost for want of a call, and nobody is called whom it does not concern.
 */
public final class PollSimulation implements Simulation {
    private static final int MAX_TURNS = 30_000;
    private static final int MEMORY_BYTES = 256;

    private final List<PollActor> actors = new ArrayList<>();
    private FakeKernel kernel;
    private SplittableRandom random;
    private SimulatedLoop loop;
    private ByteBuf memory;
    private Throwable failure;

    @Override
    public String name() {
        return "poll";
    }

    @Override
    public void run(FakeKernel newKernel) {
        kernel = newKernel;
        random = new SplittableRandom(kernel.plan().seed() ^ 0x9011L);
        loop = new SimulatedLoop(kernel, Machine.config(random, 4));
        memory = kernel.allocator().directBuffer(MEMORY_BYTES);
        kernel.script().whenDone(this::peersAct);
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            actors.add(new PollActor(this));
        }
        int endAt = random.nextInt(4) == 0 ? random.nextInt(200) : MAX_TURNS;
        int turns = 0;
        while (turns < endAt && !actors.stream().allMatch(PollActor::isDone)) {
            actors.forEach(PollActor::act);
            if (random.nextBoolean()) {
                peersAct();
            }
            turn();
            if (++turns == MAX_TURNS) {
                throw new AssertionError("no end after " + turns + " turns");
            }
        }
        loop.shutDown();
        actors.forEach(PollActor::loopEnded);
        memory.release();
        loop.close();
        rethrow();
    }

    private boolean peersAct() {
        boolean acted = false;
        for (PollActor actor : actors) {
            acted |= actor.peerActs();
        }
        return acted;
    }

    private void turn() {
        if (random.nextInt(4) == 0) {
            loop.blockingTurn();
        } else {
            loop.turn();
        }
        rethrow();
    }

    private void rethrow() {
        if (failure != null) {
            throw new AssertionError(failure.toString(), failure);
        }
    }

    FakeKernel kernel() {
        return kernel;
    }

    SplittableRandom random() {
        return random;
    }

    SimulatedLoop loop() {
        return loop;
    }

    /** {@return memory for one system call} */
    ByteBuf memory() {
        return memory.clear();
    }

    /** A promise was broken. */
    void failed(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("poll simulation ").append(loop == null ? "" : loop.without());
        actors.forEach(actor -> text.append("\n  ").append(actor));
        return text.toString();
    }
}
