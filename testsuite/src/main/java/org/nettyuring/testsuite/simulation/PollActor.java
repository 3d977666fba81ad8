// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.SplittableRandom;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.LinuxConstants;
import org.nettyuring.loop.IoUringPoll;
import org.nettyuring.loop.IoUringPoll.Trigger;
import org.nettyuring.testsuite.kernel.FakeKernel;
import org.nettyuring.testsuite.kernel.FakePeers;
import org.nettyuring.testsuite.kernel.PeerSocket;

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
    private static final int MAX_BYTES = 400;
    private static final List<Trigger> TRIGGERS = List.of(Trigger.values());

    private final PollSimulation simulation;
    private final FakeKernel kernel;
    private final SplittableRandom random;
    private int connectionsLeft;
    private FakePeers.Connection connection;
    private PeerSocket peer;
    private Trigger trigger;
    private IoUringPoll poll;
    private ByteStream in;
    private ByteStream inExpected;
    private ByteStream out;
    private ByteStream outExpected;
    private int inLeft;
    private int outLeft;
    private boolean peerEnds;
    private boolean peerEnded;
    private boolean sawEnd;
    // What the poll was last told; the loop is this thread's, so it has taken note.
    private int interest;
    private boolean paused;
    private boolean closing;
    private RuntimeException thrown;
    private int calls;

    PollActor(PollSimulation simulation) {
        this.simulation = simulation;
        kernel = simulation.kernel();
        random = simulation.random();
        connectionsLeft = 1 + random.nextInt(3);
        open();
    }

    private void open() {
        connectionsLeft--;
        connection = kernel.peers().connection();
        peer = connection.peer();
        int capacity = 1 + random.nextInt(64);
        peer.receiveCapacity(capacity);
        kernel.peers().receiveCapacity(connection.fd(), 1 + random.nextInt(64));
        trigger = TRIGGERS.get(random.nextInt(TRIGGERS.size()));
        long salt = random.nextLong();
        in = new ByteStream(salt);
        inExpected = new ByteStream(salt);
        out = new ByteStream(~salt);
        outExpected = new ByteStream(~salt);
        inLeft = random.nextInt(MAX_BYTES);
        outLeft = random.nextInt(MAX_BYTES);
        peerEnds = random.nextBoolean();
        peerEnded = false;
        sawEnd = false;
        paused = false;
        closing = false;
        thrown = null;
        interest = outLeft > 0 ? WANTED : LinuxConstants.POLLIN;
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
        receive(some);
        send(some);
        if (closing) {
            return;
        }
        if (outLeft == 0 && interest == WANTED) {
            modify(LinuxConstants.POLLIN);
        }
        if (sawEnd && outLeft == 0) {
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
            if (isServed() && random.nextInt(3) == 0) {
                close();
                return;
            }
            int wanted = outLeft > 0 ? WANTED : LinuxConstants.POLLIN;
            if (interest != wanted) {
                modify(wanted);
            }
            if (paused && !(sawEnd && outLeft == 0)) {
                resume();
            }
        }
    }

    private boolean isServed() {
        return inLeft == 0 && outLeft == 0 && in.position() == inExpected.position() && sawEnd == peerEnds
                && peer.readableBytes() == 0;
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

    private void receive(boolean some) {
        int res = 1;
        while (res > 0 && !sawEnd) {
            ByteBuf memory = simulation.memory();
            res = (int) kernel.read(connection.fd(), memory.memoryAddress(), 1 + random.nextInt(32));
            if (res > 0) {
                byte[] bytes = new byte[res];
                memory.writerIndex(res).readBytes(bytes);
                inExpected.expect(bytes, "read");
            }
            sawEnd |= res == 0;
            if (some) {
                return;
            }
        }
        if (res < 0 && res != -Errno.EAGAIN) {
            throw broken("read returned " + res);
        }
    }

    private void send(boolean some) {
        while (outLeft > 0) {
            byte[] bytes = out.next(Math.min(outLeft, 1 + random.nextInt(32)));
            int res = (int) kernel.write(connection.fd(), simulation.memory().writeBytes(bytes).memoryAddress(),
                    bytes.length);
            out.unread(bytes.length - Math.max(0, res));
            if (res < 0) {
                if (res != -Errno.EAGAIN) {
                    throw broken("write returned " + res);
                }
                return;
            }
            outLeft -= res;
            if (some) {
                return;
            }
        }
    }

    @Override
    boolean peerActs() {
        if (connection == null) {
            return false;
        }
        boolean acted = false;
        if (random.nextBoolean()) {
            byte[] read = peer.read(1 + random.nextInt(48));
            outExpected.expect(read, "written");
            acted = read.length > 0;
        }
        if (inLeft > 0) {
            byte[] bytes = in.next(Math.min(inLeft, 1 + random.nextInt(48)));
            int sent = peer.write(bytes);
            in.unread(bytes.length - Math.max(0, sent));
            if (sent > 0) {
                inLeft -= sent;
                acted = true;
            }
        } else if (peerEnds && !peerEnded) {
            peerEnded = true;
            peer.shutdownOutput();
            acted = true;
        }
        return acted;
    }

    /** The kernel has let go: the number is used again at once. */
    private void over() {
        Future<Void> closed = poll.closeFuture();
        if (closed.cause() != thrown) {
            throw broken("closed with " + closed.cause() + " instead of " + thrown);
        }
        String inFlight = "in flight: ";
        kernel.leaks().stream().filter(leak -> leak.startsWith(inFlight) && leak.contains("POLL_ADD")
                && leak.contains(" fd " + connection.fd() + " ")).findAny().ifPresent(leak -> {
                    throw broken("the kernel still has it: " + leak);
                });
        kernel.close(connection.fd());
        peer.close();
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
        return poll + ", paused " + paused + ", closing " + closing + ", " + calls + " calls, " + inLeft + " to come, "
                + inExpected.position() + " of " + in.position() + " read, " + outLeft + " to write, end " + sawEnd;
    }
}
