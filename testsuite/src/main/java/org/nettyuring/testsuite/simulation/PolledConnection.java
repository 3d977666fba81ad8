// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.buffer.ByteBuf;
import java.util.SplittableRandom;
import org.nettyuring.abi.Errno;
import org.nettyuring.testsuite.kernel.FakeKernel;
import org.nettyuring.testsuite.kernel.FakePeers;
import org.nettyuring.testsuite.kernel.PeerSocket;

/** A connection of a {@link PollActor}, read and written with system calls that do not wait, and its far end. */
final class PolledConnection {
    private static final int MAX_BYTES = 400;
    private static final int MAX_CAPACITY = 64;
    private static final int MAX_CALL = 32;
    private static final int MAX_PEER_CALL = 48;

    private final PollSimulation simulation;
    private final FakeKernel kernel;
    private final SplittableRandom random;
    private final FakePeers.Connection connection;
    private final PeerSocket peer;
    private final ByteStream in;
    private final ByteStream inExpected;
    private final ByteStream out;
    private final ByteStream outExpected;
    private final boolean peerEnds;
    private int inLeft;
    private int outLeft;
    private boolean peerEnded;
    private boolean sawEnd;

    PolledConnection(PollSimulation simulation) {
        this.simulation = simulation;
        kernel = simulation.kernel();
        random = simulation.random();
        connection = kernel.peers().connection();
        peer = connection.peer();
        peer.receiveCapacity(1 + random.nextInt(MAX_CAPACITY));
        kernel.peers().receiveCapacity(fd(), 1 + random.nextInt(MAX_CAPACITY));
        long salt = random.nextLong();
        in = new ByteStream(salt);
        inExpected = new ByteStream(salt);
        out = new ByteStream(~salt);
        outExpected = new ByteStream(~salt);
        inLeft = random.nextInt(MAX_BYTES);
        outLeft = random.nextInt(MAX_BYTES);
        peerEnds = random.nextBoolean();
    }

    int fd() {
        return connection.fd();
    }

    boolean hasSentAll() {
        return outLeft == 0;
    }

    /** {@return whether nothing will come any more, and nothing is to be sent} */
    boolean isAtEnd() {
        return sawEnd && outLeft == 0;
    }

    /** {@return whether everything came and went} */
    boolean isServed() {
        return inLeft == 0 && outLeft == 0 && in.position() == inExpected.position() && sawEnd == peerEnds
                && peer.readableBytes() == 0;
    }

    /** Reads once, or until there is no more for now; returns what a call failed with, else 0. */
    int receive(boolean once) {
        int res = 1;
        while (res > 0 && !sawEnd) {
            ByteBuf memory = simulation.memory();
            res = (int) kernel.read(fd(), memory.memoryAddress(), 1 + random.nextInt(MAX_CALL));
            if (res > 0) {
                byte[] bytes = new byte[res];
                memory.writerIndex(res).readBytes(bytes);
                inExpected.expect(bytes, "read");
            }
            sawEnd |= res == 0;
            if (once) {
                return 0;
            }
        }
        return res == -Errno.EAGAIN ? 0 : Math.min(0, res);
    }

    /** Writes once, or until there is no more room for now; returns what a call failed with, else 0. */
    int send(boolean once) {
        while (outLeft > 0) {
            byte[] bytes = out.next(Math.min(outLeft, 1 + random.nextInt(MAX_CALL)));
            int res = (int) kernel.write(fd(), simulation.memory().writeBytes(bytes).memoryAddress(), bytes.length);
            out.unread(bytes.length - Math.max(0, res));
            outLeft -= Math.max(0, res);
            if (res < 0 || once) {
                return res == -Errno.EAGAIN ? 0 : Math.min(0, res);
            }
        }
        return 0;
    }

    /** The far end sends or reads; false if there was nothing to do. */
    boolean peerActs() {
        boolean acted = false;
        if (random.nextBoolean()) {
            byte[] read = peer.read(1 + random.nextInt(MAX_PEER_CALL));
            outExpected.expect(read, "written");
            acted = read.length > 0;
        }
        if (inLeft > 0) {
            byte[] bytes = in.next(Math.min(inLeft, 1 + random.nextInt(MAX_PEER_CALL)));
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

    /** {@return the poll that the kernel still has of it; null if there is none} */
    String inFlight() {
        return kernel.leaks().stream().filter(leak -> leak.startsWith("in flight: ") && leak.contains("POLL_ADD")
                && leak.contains(" fd " + fd() + " ")).findAny().orElse(null);
    }

    /** Both ends; the number is used again at once. */
    void close() {
        kernel.close(fd());
        peer.close();
    }

    @Override
    public String toString() {
        return inLeft + " to come, " + inExpected.position() + " of " + in.position() + " read, " + outLeft
                + " to write, end " + sawEnd;
    }
}
