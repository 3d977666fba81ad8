// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.nettyuring.testsuite.kernel.FakeKernel;

/**
 * Files that are opened, read, written, appended to, synced, cancelled and closed with operations in flight, many at a
 * time, while the kernel does half of what it is asked for, or none, or has no room. What is read is what was written;
 * what failed was written as far as its buffer's index says; and a loop that ends leaves nothing.
 */
public final class FileSimulation implements Simulation {
    private static final int MAX_STEPS = 150;
    private static final int MAX_TURNS = 30_000;

    private final List<FileActor> actors = new ArrayList<>();
    private FakeKernel kernel;
    private SplittableRandom random;
    private SimulatedLoop loop;
    private Throwable failure;

    @Override
    public String name() {
        return "file";
    }

    @Override
    public void run(FakeKernel newKernel) {
        kernel = newKernel;
        random = new SplittableRandom(kernel.plan().seed() ^ 0x0F11E5L);
        loop = new SimulatedLoop(kernel, Machine.config(random, 4));
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            actors.add(new FileActor(this, "/file" + i));
        }
        int steps = 1 + random.nextInt(MAX_STEPS);
        for (int step = 0; step < steps; step++) {
            actors.forEach(FileActor::act);
            turn();
        }
        if (random.nextBoolean()) {
            finish();
        }
        actors.forEach(FileActor::release);
        loop.close(); // with whatever is in flight
        actors.forEach(FileActor::checkEnd);
        throwFailure();
    }

    private void finish() {
        actors.forEach(FileActor::finish);
        for (int turns = 0; !actors.stream().allMatch(FileActor::isDone); turns++) {
            turn();
            if (turns > MAX_TURNS) {
                throw new AssertionError("no end after " + turns + " turns");
            }
        }
        actors.forEach(FileActor::checkContent);
    }

    private void turn() {
        if (random.nextInt(4) == 0) {
            loop.blockingTurn();
        } else {
            loop.turn();
        }
        throwFailure();
    }

    private void throwFailure() {
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

    void failed(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    /** {@return how many operations were begun} */
    public int operations() {
        return actors.stream().mapToInt(FileActor::operations).sum();
    }

    /** {@return how many of them ended because they were asked to} */
    public int cancelled() {
        return actors.stream().mapToInt(FileActor::cancelled).sum();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("file simulation, ").append(loop.without());
        actors.forEach(actor -> text.append("\n  ").append(actor));
        return text.toString();
    }
}
