// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.testsuite.kernel.FakeKernel;

/**
 * Actors on the real loops of a fake kernel, and their far ends: loops take turns with both until all are done or time
 * is up. What an actor sees go wrong, on a loop that would only log it, ends the run.
 *
 * @param <A> who acts
 */
abstract class ActorSimulation<A extends ActorSimulation.Actor> implements Simulation {
    static final int MAX_TURNS = 30_000;

    private final String name;
    private final long salt;
    private final List<A> actors = new ArrayList<>();
    private final List<SimulatedLoop> loops = new ArrayList<>();
    private FakeKernel kernel;
    private SplittableRandom random;
    private Throwable failure;

    /** One of those who act. */
    abstract static class Actor {
        /** One random thing, and what must be done for the story to end. */
        abstract void act();

        /** {@return whether the far end did anything; it is asked when the loops have nothing to do, too} */
        boolean peerActs() {
            return false;
        }

        /** {@return whether there is nothing more to wait for} */
        abstract boolean isDone();
    }

    /**
     * A simulation without actors.
     *
     * @param name in a word
     * @param salt so that kinds of simulations choose differently from one seed
     */
    ActorSimulation(String name, long salt) {
        this.name = name;
        this.salt = salt;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final void run(FakeKernel newKernel) {
        kernel = newKernel;
        random = new SplittableRandom(kernel.plan().seed() ^ salt);
        kernel.script().whenDone(this::peersAct);
        play();
        throwFailure();
    }

    /** Makes loops and actors, lets them act, closes the loops. */
    abstract void play();

    final SimulatedLoop newLoop() {
        return newLoop(Machine.config(random, 4));
    }

    final SimulatedLoop newLoop(IoUringIoHandlerConfig.Builder config) {
        SimulatedLoop loop = new SimulatedLoop(kernel, config);
        loops.add(loop);
        return loop;
    }

    final void add(A actor) {
        actors.add(actor);
    }

    final List<A> actors() {
        return actors;
    }

    final FakeKernel kernel() {
        return kernel;
    }

    final SplittableRandom random() {
        return random;
    }

    /** {@return any loop} */
    final SimulatedLoop loop() {
        return loops.size() == 1 ? loops.get(0) : loops.get(random.nextInt(loops.size()));
    }

    /** A promise was broken. */
    final void failed(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    private void throwFailure() {
        if (failure != null) {
            throw new AssertionError(failure.toString(), failure);
        }
    }

    /** Lets everybody act until all are done, or for so many turns; {@link #MAX_TURNS} must be enough. */
    final void actFor(int turns) {
        for (int turn = 0; turn < turns && !allDone(); turn++) {
            actors.forEach(Actor::act);
            if (random.nextBoolean()) {
                peersAct();
            }
            turn();
        }
        expectEnd(turns);
    }

    /** Waits for what has begun. */
    final void finishActing() {
        for (int turn = 0; turn < MAX_TURNS && !allDone(); turn++) {
            turn();
        }
        expectEnd(MAX_TURNS);
    }

    private void expectEnd(int turns) {
        if (turns == MAX_TURNS && !allDone()) {
            throw new AssertionError("no end after " + turns + " turns");
        }
    }

    /** One turn of each loop. */
    final void turn() {
        for (SimulatedLoop loop : loops) {
            if (random.nextInt(4) == 0) {
                loop.blockingTurn();
            } else {
                loop.turn();
            }
        }
        throwFailure();
    }

    private boolean peersAct() {
        boolean acted = false;
        for (A actor : actors) {
            acted |= actor.peerActs();
        }
        return acted;
    }

    final boolean allDone() {
        return actors.stream().allMatch(Actor::isDone);
    }

    /** Ends the loops with whatever is in flight; the last one checks that nothing is left. */
    final void shutDownLoops() {
        loops.forEach(SimulatedLoop::shutDown);
    }

    /** As {@link #shutDownLoops()}, and nothing is left behind. */
    final void closeLoops() {
        shutDownLoops();
        loops.get(0).close();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name).append(" simulation");
        loops.forEach(loop -> text.append(", ").append(loop.without()));
        actors.forEach(actor -> text.append("\n  ").append(actor));
        return text.toString();
    }
}
