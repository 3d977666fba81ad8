// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.SplittableRandom;
import org.nettyuring.abi.LinuxConstants;
import org.nettyuring.loop.IoUringPoll;
import org.nettyuring.loop.IoUringPoll.Trigger;

/**
 * One connection after the other, each polled: reads and writes with system calls when told to, and keeps a book of
 * what it may be told. The next connection gets the number of the last one.
 */
final class PollActor extends ActorSimulation.Actor {
    private static final int WANTED = LinuxConstants.POLLIN | LinuxConstants.POLLOUT;
    private static final int ALWAYS = LinuxConstants.POLLERR | LinuxConstants.POLLHUP | LinuxConstants.POLLNVAL;
    private static final int[] INTERESTS = {
        0, LinuxConstants.POLLIN, LinuxConstants.POLLOUT, LinuxConstants.POLLRDHUP, WANTED | LinuxConstants.POLLRDHUP
    };
    private static final List<Trigger> TRIGGERS = List.of(Trigger.values());

    private final PollSimulation simulation;
    private final SplittableRandom random;
    private int connectionsLeft;
    /** Null when there will be no other. */
    private PolledConnection connection;
    private Trigger trigger;
    private IoUringPoll poll;
    // What the poll was last told; the loop is this thread's, so it has taken note.
    private int interest;
    private boolean paused;
    private boolean closing;
    private RuntimeException thrown;
    private int calls;

    PollActor(PollSimulation simulation) {
        this.simulation = simulation;
        random = simulation.random();
        connectionsLeft = 1 + random.nextInt(3);
        open();
    }

    private void open() {
        connectionsLeft--;
        connection = new PolledConnection(simulation);
        trigger = TRIGGERS.get(random.nextInt(TRIGGERS.size()));
        paused = false;
        closing = false;
        thrown = null;
        interest = connection.hasSentAll() ? LinuxConstants.POLLIN : WANTED;
        poll = IoUringPoll.register(simulation.loop().eventLoop(), connection.fd(), interest, trigger,
                (told, events) -> {
                    if (told != poll) {
                        throw broken("called for a poll that is over: " + told);
                    }
                    onReady(events);
                }).getNow();
    }

    private AssertionError broken(String what) {
        AssertionError error = new AssertionError(what + ": " + this);
        simulation.failed(error);
        return error;
    }

    private void onReady(int events) {
        calls++;
        if (paused || closing) {
            throw broken("called although " + (paused ? "paused" : "closed"));
        }
        if (events == 0 || (events & ~(interest | ALWAYS)) != 0) {
            throw broken("told 0x" + Integer.toHexString(events));
        }
        paused = trigger == Trigger.ONE_SHOT;
        int dice = random.nextInt(60);
        if (dice == 0) {
            thrown = new IllegalStateException("planted by a simulation");
            closing = true;
            throw thrown;
        }
        if (dice < 4) {
            disturb();
            return; // what is not consumed now is told again, or after the next change
        }
        boolean some = trigger != Trigger.EDGE && random.nextBoolean();
        int failed = Math.min(connection.receive(some), connection.send(some));
        if (failed != 0) {
            throw broken("a system call returned " + failed);
        }
        if (connection.hasSentAll() && interest == WANTED) {
            modify(LinuxConstants.POLLIN);
        }
        if (connection.isAtEnd()) {
            pause(); // a level that lasts
        } else if (paused && random.nextBoolean()) {
            resume();
        }
    }

    /** Something that nobody expects, also an edge poll's listener that does not consume what it was told. */
    private void disturb() {
        switch (random.nextInt(4)) {
            case 0 -> close();
            case 1 -> modify(INTERESTS[random.nextInt(INTERESTS.length)]);
            default -> pause();
        }
        if (trigger == Trigger.EDGE && !closing && !paused) {
            pause(); // a resume tells anew
        }
    }

    @Override
    void act() {
        if (isDone()) {
            return;
        }
        if (closing) {
            if (poll.closeFuture().isDone()) {
                over();
            }
            return;
        }
        int dice = random.nextInt(24);
        if (dice == 0) {
            disturb();
        } else if (dice < 8) {
            if (connection.isServed() && random.nextInt(3) == 0) {
                close();
                return;
            }
            int wanted = connection.hasSentAll() ? LinuxConstants.POLLIN : WANTED;
            if (interest != wanted) {
                modify(wanted);
            }
            if (paused && !connection.isAtEnd()) {
                resume();
            }
        }
    }

    private void modify(int events) {
        interest = events;
        poll.modify(events);
    }

    private void pause() {
        paused = true;
        poll.pause();
    }

    private void resume() {
        paused = false;
        poll.resume();
    }

    private void close() {
        closing = true;
        poll.close();
    }

    @Override
    boolean peerActs() {
        return connection != null && connection.peerActs();
    }

    /** The kernel has let go: the number is used again at once. */
    private void over() {
        Future<Void> closed = poll.closeFuture();
        if (closed.cause() != thrown) {
            throw broken("closed with " + closed.cause() + " instead of " + thrown);
        }
        String inFlight = connection.inFlight();
        if (inFlight != null) {
            throw broken("the kernel still has it: " + inFlight);
        }
        connection.close();
        connection = null;
        if (connectionsLeft > 0) {
            open();
        }
    }

    @Override
    boolean isDone() {
        return connection == null;
    }

    /** The loop has ended, and so have all polls. */
    void loopEnded() {
        if (connection != null) {
            if (!poll.closeFuture().isDone()) {
                throw broken("still open after the loop");
            }
            connectionsLeft = 0;
            over();
        }
    }

    @Override
    public String toString() {
        return poll + ", paused " + paused + ", closing " + closing + ", " + calls + " calls, " + connection;
    }
}
