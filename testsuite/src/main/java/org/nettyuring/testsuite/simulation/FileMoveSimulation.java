// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.nettyuring.testsuite.kernel.FakeKernel;

/**
 * Channels that send files to slow readers and move from loop to loop meanwhile, again and again, most often while some
 * of a file's bytes are in a pipe of the loop that they leave. Every byte arrives once and in order.
 */
public final class FileMoveSimulation implements Simulation {
    private static final int MAX_TURNS = 30_000;

    private FakeKernel kernel;
    private SplittableRandom random;
    private final List<SimulatedLoop> loops = new ArrayList<>();
    private final List<FileMover> movers = new ArrayList<>();
    private Throwable failure;

    @Override
    public String name() {
        return "file move";
    }

    @Override
    public void run(FakeKernel newKernel) {
        kernel = newKernel;
        random = new SplittableRandom(kernel.plan().seed() ^ 0xF11EL);
        loops.add(new SimulatedLoop(kernel, Machine.config(random, 4)));
        loops.add(new SimulatedLoop(kernel, Machine.config(random, 4)));
        kernel.script().whenDone(this::peersAct);
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            movers.add(new FileMover(this, random.nextLong()));
        }
        int turns = 0;
        while (!movers.stream().allMatch(FileMover::isDone)) {
            movers.forEach(FileMover::act);
            if (random.nextBoolean()) {
                peersAct();
            }
            turn();
            if (++turns > MAX_TURNS) {
                throw new AssertionError("no end after " + turns + " turns");
            }
        }
        movers.forEach(FileMover::release);
        loops.get(1).shutDown();
        loops.get(0).close();
    }

    private boolean peersAct() {
        boolean acted = false;
        for (FileMover mover : movers) {
            acted |= mover.peerActs();
        }
        return acted;
    }

    private void turn() {
        for (SimulatedLoop loop : loops) {
            if (random.nextInt(4) == 0) {
                loop.blockingTurn();
            } else {
                loop.turn();
            }
        }
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

    /** {@return any loop} */
    EventLoop loop() {
        return loops.get(random.nextInt(loops.size())).eventLoop();
    }

    void failed(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    /** {@return how often a channel left its loop with bytes of a file read and not sent} */
    public int movesInTheMiddle() {
        return movers.stream().mapToInt(FileMover::movesInTheMiddle).sum();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("file move simulation");
        loops.forEach(loop -> text.append(", ").append(loop.without()));
        movers.forEach(mover -> text.append("\n  ").append(mover));
        return text.toString();
    }
}
