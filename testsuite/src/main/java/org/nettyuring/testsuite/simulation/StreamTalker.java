// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.Future;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.nettyuring.stream.TcpStream;
import org.nettyuring.testsuite.kernel.FakeKernel;
import org.nettyuring.testsuite.kernel.PeerSocket;

/** One stream of a {@link StreamSimulation} and its far end: known bytes both ways, and an end. */
final class StreamTalker {
    private static final int MAX_BYTES = 1500;
    private static final int MAX_PIECE = 200;
    private static final int MAX_CAPACITY = 200;
    private static final int MOST_READS = 4;
    private static final int MOST_WRITES = 4;

    /** How the connection ends. */
    private enum Ending {
        /** Each end says that it has no more, and hears it from the other. */
        BOTH,
        /** The stream is closed in the middle, with calls that wait. */
        CLOSE_ANY_TIME,
        /** The far end resets it in the middle. */
        RESET
    }

    private final StreamSimulation simulation;
    private final FakeKernel kernel;
    private final SplittableRandom random;
    private final TcpStream stream;
    private final Ending ending;
    private final ByteStream in;
    private final ByteStream inExpected;
    private final ByteStream out;
    private final ByteStream outExpected;
    private final List<StreamCall<ByteBuf>> reads = new ArrayList<>();
    /** What became of each read, null as long as its listener was not told. */
    private final List<Runnable> outcomes = new ArrayList<>();
    private final List<StreamCall<Void>> writes = new ArrayList<>();
    private final List<ByteBuf> written = new ArrayList<>();
    private PeerSocket peer;
    private int looked;
    private int inLeft;
    private int outLeft;
    private int actsLeft;
    private boolean peerEnded;
    private boolean sawEnd;
    private boolean closed;
    private StreamCall<Void> shutdown;
    private long acknowledged;

    StreamTalker(StreamSimulation simulation, TcpStream stream) {
        this.simulation = simulation;
        this.stream = stream;
        kernel = simulation.kernel();
        random = simulation.random();
        ending = random.nextBoolean() ? Ending.BOTH : Ending.values()[random.nextInt(Ending.values().length)];
        long salt = random.nextLong();
        in = new ByteStream(salt);
        inExpected = new ByteStream(salt);
        out = new ByteStream(~salt);
        outExpected = new ByteStream(~salt);
        inLeft = random.nextInt(MAX_BYTES);
        outLeft = random.nextInt(MAX_BYTES);
        actsLeft = random.nextInt(60);
        kernel.peers().receiveCapacity(stream.channel().fd().intValue(), 1 + random.nextInt(MAX_CAPACITY));
    }

    void meets(PeerSocket newPeer) {
        peer = newPeer;
        peer.receiveCapacity(1 + random.nextInt(MAX_CAPACITY));
    }

    void act() {
        reads.forEach(StreamCall::act);
        writes.forEach(StreamCall::act);
        if (closed) {
            return;
        }
        actsLeft--;
        if (ending == Ending.CLOSE_ANY_TIME && actsLeft <= 0) {
            close();
            return;
        }
        if (waitingReads() < MOST_READS && random.nextInt(3) == 0) {
            read();
        }
        if (random.nextInt(3) == 0) {
            write();
        }
        if (isOver()) {
            close();
        }
    }

    private long waitingReads() {
        return reads.stream().filter(read -> !read.isDone()).count();
    }

    private void read() {
        int bytes = random.nextBoolean() ? -1 : random.nextInt(MAX_PIECE);
        StreamCall<ByteBuf> call = StreamCall.timed(simulation, bytes < 0 ? "read" : "readFully(" + bytes + ")");
        int number = reads.size();
        reads.add(call);
        outcomes.add(null);
        Future<ByteBuf> future = bytes < 0
                ? call.timeout() == null ? stream.read() : stream.read(call.timeout())
                : call.timeout() == null ? stream.readFully(bytes) : stream.readFully(bytes, call.timeout());
        Runnable[] outcome = {() -> { }};
        call.begin(future, result -> {
            reads.subList(0, number).forEach(earlier -> earlier.checkDone("a later read is"));
            outcome[0] = () -> received(bytes, result);
        }, cause -> {
            outcome[0] = () -> check(isEnd(bytes, cause) || mayFail(cause), "a read failed with " + cause);
            return true;
        });
        future.addListener(done -> {
            outcomes.set(number, outcome[0]);
            lookAtOutcomes();
        });
    }

    /** In the order of the calls: one that is done within another's is told to its listener first. */
    private void lookAtOutcomes() {
        while (looked < outcomes.size() && outcomes.get(looked) != null) {
            Runnable outcome = outcomes.get(looked++);
            try {
                outcome.run();
            } catch (AssertionError e) {
                simulation.failed(e);
            }
        }
    }

    private void received(int bytes, ByteBuf result) {
        if (result == null) {
            check(bytes < 0 && peerEnded && inExpected.position() == in.position(), "the end in the middle");
            sawEnd = true;
            return;
        }
        check(!closed || bytes == 0, "bytes of a stream that was closed");
        check(bytes < 0 ? result.isReadable() : result.readableBytes() == bytes, "another number of bytes");
        byte[] arrived = ByteBufUtil.getBytes(result);
        result.release();
        inExpected.expect(arrived, "read");
        if (random.nextInt(4) == 0 && waitingReads() < MOST_READS && !closed) {
            read(); // from within
        }
    }

    private boolean isEnd(int bytes, Throwable cause) {
        return cause instanceof EOFException && peerEnded && in.position() - inExpected.position() < bytes;
    }

    private boolean mayFail(Throwable cause) {
        return StreamCall.isClosed(cause) && (closed || simulation.hasEnded() || isReset())
                || cause instanceof IOException && isReset();
    }

    private boolean isReset() {
        return ending == Ending.RESET && peerEnded;
    }

    private void write() {
        long waiting = writes.stream().filter(write -> !write.isDone()).count();
        if (waiting >= MOST_WRITES || shutdown != null) {
            return;
        }
        if (outLeft == 0) {
            if (ending == Ending.BOTH || random.nextBoolean()) {
                shutdown = StreamCall.untimed(simulation, "shutdownOutput");
                writes.add(shutdown);
                shutdown.begin(stream.shutdownOutput(), done -> { }, this::mayFail);
            }
            return;
        }
        StreamCall<Void> call = StreamCall.timed(simulation, "write");
        int count = call.timeout() == null ? 1 + random.nextInt(3) : 1;
        ByteBuf[] buffers = new ByteBuf[count];
        for (int i = 0; i < count; i++) {
            buffers[i] = buffer(random.nextInt(Math.min(outLeft, MAX_PIECE) + 1));
        }
        long end = out.position();
        Future<Void> future = call.timeout() != null ? stream.write(buffers[0], call.timeout())
                : count == 1 ? stream.write(buffers[0]) : stream.writeAll(buffers);
        writes.add(call);
        call.begin(future, done -> {
            check(end >= acknowledged, "writes out of order");
            acknowledged = end;
            check(isReset() || outExpected.position() + readable() >= end, "written, and not with the kernel");
        }, this::mayFail);
    }

    private int readable() {
        return peer == null ? MAX_BYTES : peer.readableBytes() + peer.heldBackBytes();
    }

    private ByteBuf buffer(int length) {
        outLeft -= length;
        ByteBuf buffer = random.nextInt(3) == 0 ? Unpooled.buffer(length + 1)
                : kernel.allocator().directBuffer(length + 1);
        written.add(buffer.writeBytes(out.next(length)));
        return buffer;
    }

    /** Everything has come and gone; or it broke, and the stream has told that. */
    private boolean isOver() {
        return switch (ending) {
            case BOTH -> sawEnd && shutdown != null && shutdown.isDone() && peer != null && peer.isAtEnd();
            case RESET -> peerEnded && stream.closeFuture().isDone();
            case CLOSE_ANY_TIME -> false;
        };
    }

    private void close() {
        closed = true;
        stream.close();
        PromptEnd.expect(kernel, stream.channel().closeFuture(), simulation::failed);
        reads.forEach(read -> read.checkDone("the stream is closed"));
        read();
    }

    boolean peerActs() {
        if (peer == null) {
            return false;
        }
        if (ending == Ending.RESET && actsLeft <= 0) {
            boolean first = !peerEnded;
            peerEnded = true;
            peer.reset();
            return first;
        }
        byte[] arrived = peer.read(1 + random.nextInt(MAX_PIECE));
        outExpected.expect(arrived, "written");
        if (inLeft > 0) {
            int length = Math.min(inLeft, 1 + random.nextInt(MAX_PIECE));
            int sent = Math.max(0, peer.write(in.next(length)));
            in.unread(length - sent);
            inLeft -= sent;
            return sent > 0 || arrived.length > 0;
        }
        if (ending != Ending.RESET && !peerEnded) {
            peerEnded = true;
            peer.shutdownOutput();
            return true;
        }
        return arrived.length > 0;
    }

    boolean isDone() {
        return closed && stream.closeFuture().isDone() && writes.stream().allMatch(StreamCall::isDone)
                && peer != null && (isReset() || peer.readableBytes() == 0);
    }

    void loopEnded() {
        stream.close();
        reads.forEach(read -> read.checkDone("the loop has ended"));
        writes.forEach(write -> write.checkDone("the loop has ended"));
        check(stream.closeFuture().isDone(), "open after the loop");
        check(written.stream().allMatch(buffer -> buffer.refCnt() == 0), "a write kept its buffer");
        if (peer != null && ending != Ending.RESET) {
            outExpected.expect(peer.read(Integer.MAX_VALUE), "written");
            check(outExpected.position() >= acknowledged, "what was written did not arrive");
        }
        if (ending == Ending.BOTH && !simulation.endsEarly()) {
            check(sawEnd && outExpected.position() == out.position() && outLeft == 0, "not everything arrived");
        }
    }

    private void check(boolean condition, String otherwise) {
        if (!condition) {
            simulation.failed(new AssertionError(otherwise + ": " + this));
        }
    }

    @Override
    public String toString() {
        return ending + (closed ? ", closed" : "") + (peerEnded ? ", ended by the far end" : "") + ", read "
                + inExpected.position() + " of " + in.position() + " and " + inLeft + (sawEnd ? ", all" : "")
                + ", wrote " + out.position() + ", acknowledged " + acknowledged + ", arrived "
                + outExpected.position() + ", " + outLeft + " left, waiting: "
                + reads.stream().filter(call -> !call.isDone()).toList()
                + writes.stream().filter(write -> !write.isDone()).toList();
    }
}
