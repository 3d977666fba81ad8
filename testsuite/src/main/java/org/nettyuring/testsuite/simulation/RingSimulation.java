// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.nettyuring.testsuite.kernel.FakeKernel;

/**
 * Operations of every kind on the real loop, without channels: random sends, receives, cancels, timers and bursts
 * beyond every queue. Each byte arrives once and in order, each operation ends once, and nothing is left.
 */
public final class RingSimulation implements Simulation {
    private static final int STEPS = 60;
    private static final int MAX_FINISHING_TURNS = 20_000;
    private static final int MAX_BURST = 700;
    private static final long LONGEST_TIMER_NS = 5_000_000_000L;

    private FakeKernel kernel;
    private RingClient client;
    private SimulatedLoop loop;
    private final List<RingConnection> connections = new ArrayList<>();
    private final List<SimulatedOp> cancellable = new ArrayList<>();

    @Override
    public String name() {
        return "ring";
    }

    @Override
    public void run(FakeKernel newKernel) {
        kernel = newKernel;
        SplittableRandom random = new SplittableRandom(~kernel.plan().seed());
        loop = new SimulatedLoop(kernel, Machine.config(random, 1));
        client = new RingClient(kernel, random);
        loop.eventLoop().register(client);
        turn(false);
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            connections.add(new RingConnection(client, kernel.peers().connection(), random.nextLong()));
        }
        kernel.script().whenDone(this::peersAct);
        for (int step = 0; step < STEPS; step++) {
            act(random);
            turn(random.nextInt(4) == 0 && client.inFlight() > 0 && peersAct());
        }
        finish();
    }

    private void act(SplittableRandom random) {
        for (RingConnection connection : connections) {
            connection.act();
            if (random.nextBoolean()) {
                connection.peerActs();
            }
        }
        if (random.nextInt(6) == 0) {
            burst(random);
        }
        if (random.nextInt(3) == 0) {
            cancelSome(random);
        }
    }

    private void burst(SplittableRandom random) {
        int count = 1 + random.nextInt(random.nextInt(4) == 0 ? MAX_BURST : 40);
        int nopsIn4 = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            SimulatedOp op = random.nextInt(4) < nopsIn4 ? new SmallOps.Nop(client)
                    : new SmallOps.Timer(client, 1 + random.nextLong(LONGEST_TIMER_NS));
            op.submit();
            cancellable.add(op);
        }
    }

    private void cancelSome(SplittableRandom random) {
        cancellable.removeIf(op -> !op.isInFlight());
        for (SimulatedOp op : cancellable) {
            if (random.nextInt(3) == 0) {
                op.cancel();
            }
        }
    }

    private boolean peersAct() {
        boolean acted = false;
        for (RingConnection connection : connections) {
            acted |= connection.peerActs();
        }
        return acted;
    }

    private void turn(boolean blocking) {
        if (blocking) {
            loop.blockingTurn();
        } else {
            loop.turn();
        }
        client.verify();
    }

    private void finish() {
        int turns = 0;
        while (client.inFlight() > 0 || !connections.stream().allMatch(RingConnection::isDone)) {
            connections.forEach(RingConnection::finish);
            turn(client.inFlight() > 0 && turns % 4 == 3 && !connections.stream().allMatch(RingConnection::isDone));
            if (client.inFlight() > 0 && connections.stream().allMatch(RingConnection::isDone)) {
                kernel.advance(LONGEST_TIMER_NS);
            }
            if (++turns > MAX_FINISHING_TURNS) {
                throw new AssertionError("no end after " + turns + " turns: " + client.inFlight() + " in flight, "
                        + connections);
            }
        }
        if (client.registration().counters().staleCqes != 0) {
            throw new AssertionError(client.registration().counters().staleCqes + " completions belonged to nobody");
        }
        connections.forEach(RingConnection::close);
        client.registration().cancel();
        loop.close();
    }

    @Override
    public String toString() {
        return "ring simulation " + (loop == null ? "" : loop.without()) + ": " + connections;
    }
}
