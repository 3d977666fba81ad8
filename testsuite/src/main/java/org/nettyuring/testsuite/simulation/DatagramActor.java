// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.SplittableRandom;
import org.nettyuring.testsuite.kernel.PeerDatagramSocket;

/** One channel of a {@link DatagramSimulation}, its far end, and how it is to end. */
final class DatagramActor {
    private static final int MAX_DATAGRAMS = 150;
    private static final int EMPTY_EVERY = 12;

    /** How the channel ends. */
    private enum Ending {
        /** When everything was sent and received. */
        WHEN_DONE,
        /** Right behind a flush, of which everything arrives. */
        BEHIND_A_FLUSH,
        /** In the middle. */
        ANY_TIME,
        /** The far end goes first. */
        PEER_GONE
    }

    private final DatagramSimulation simulation;
    private final SplittableRandom random;
    private final PeerDatagramSocket peer;
    private final Ending ending;
    private final int guess;
    private final int endAfterSteps;
    private final int toReceive;
    private final int toWrite;
    /** Once the channel closes, the far end sends once, then waits. */
    private final boolean patient;
    private final Deque<byte[]> expected = new ArrayDeque<>();
    private final WrittenDatagrams writes = new WrittenDatagrams();
    private Channel channel;
    /** Where the channel is bound; 0 before it is. */
    private int port;
    private int numbered;
    private int sentByPeer;
    private int received;
    private int steps;
    private boolean moving;
    private boolean moved;
    private boolean peerGone;
    private boolean closing;
    private boolean waits;
    private boolean inactive;

    DatagramActor(DatagramSimulation simulation, int guess) {
        this.simulation = simulation;
        this.guess = guess;
        random = simulation.random();
        peer = simulation.kernel().peers().datagrams();
        ending = Ending.values()[random.nextInt(Ending.values().length)];
        endAfterSteps = random.nextInt(50);
        toReceive = random.nextInt(MAX_DATAGRAMS);
        toWrite = random.nextInt(MAX_DATAGRAMS);
        patient = random.nextBoolean();
    }

    void initialize(Channel newChannel) {
        channel = newChannel;
        channel.pipeline().addLast(new Handler());
        if (random.nextInt(3) == 0) {
            channel.eventLoop().execute(() -> channel.connect(peerAddress()));
        }
    }

    private InetSocketAddress peerAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), peer.port());
    }

    /** One random thing at the channel's end. */
    void act(boolean finishing) {
        steps++;
        if (channel == null || !channel.isActive() || moving || inactive || closing) {
            return;
        }
        if (ending == Ending.ANY_TIME && (finishing || steps >= endAfterSteps)
                || ending != Ending.ANY_TIME && finishing && isExhausted()) {
            close();
            return;
        }
        if (finishing) {
            channel.config().setAutoRead(true);
            write(1 + random.nextInt(8));
            return;
        }
        switch (random.nextInt(6)) {
            case 0 -> channel.config().setAutoRead(random.nextBoolean());
            case 1 -> channel.read();
            case 2 -> move();
            default -> write(random.nextInt(40));
        }
    }

    private boolean isExhausted() {
        boolean all = sentByPeer == toReceive || peerGone;
        return writes.count() >= toWrite && all && expected.isEmpty()
                && (ending == Ending.BEHIND_A_FLUSH || writes.areAllTold());
    }

    private void close() {
        closing = true;
        if (ending == Ending.BEHIND_A_FLUSH) {
            write(70);
        }
        expectPrompt(channel.close());
    }

    private void move() {
        if (random.nextInt(3) != 0) {
            return;
        }
        moving = true;
        moved = true;
        expectPrompt(channel.deregister()).addListener(
                gone -> simulation.group().register(channel).addListener(there -> moving = false));
    }

    private ChannelFuture expectPrompt(ChannelFuture end) {
        PromptEnd.expect(simulation.kernel(), end, simulation::failed);
        return end;
    }

    private void write(int count) {
        for (int i = 0; i < count && (writes.count() < toWrite || closing); i++) {
            boolean tooLarge = random.nextInt(40) == 0;
            byte[] payload = payload(tooLarge
                    ? WrittenDatagrams.TOO_LARGE : random.nextInt(random.nextInt(3) == 0 ? 5000 : 100));
            ByteBuf bytes = shaped(payload);
            boolean connected = channel.remoteAddress() != null && random.nextBoolean();
            Object message = connected ? bytes : new DatagramPacket(bytes, peerAddress());
            writes.add(payload, channel.write(message));
        }
        channel.flush();
    }

    /** A number and bytes that follow from it; or nothing. */
    private byte[] payload(int length) {
        if (length < Integer.BYTES && random.nextInt(EMPTY_EVERY) == 0) {
            return new byte[0];
        }
        byte[] payload = new byte[Math.max(Integer.BYTES, length)];
        int number = numbered++;
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (i < Integer.BYTES ? number >> i * Byte.SIZE : number + i);
        }
        return payload;
    }

    private ByteBuf shaped(byte... payload) {
        switch (random.nextInt(3)) {
            case 0 -> {
                return Unpooled.wrappedBuffer(payload.clone());
            }
            case 1 -> {
                int half = payload.length / 2;
                CompositeByteBuf both = channel.alloc().compositeDirectBuffer();
                both.addComponent(true, channel.alloc().directBuffer(half + 1).writeBytes(payload, 0, half));
                both.addComponent(true, channel.alloc().directBuffer(payload.length - half + 1)
                        .writeBytes(payload, half, payload.length - half));
                return both;
            }
            default -> {
                return channel.alloc().directBuffer(payload.length + 1).writeBytes(payload);
            }
        }
    }

    /** The far end sends, receives or goes; false if it could do none of these. */
    boolean peerActs() {
        if (port == 0 || peerGone) {
            return false;
        }
        if (ending == Ending.PEER_GONE && steps >= endAfterSteps) {
            drainPeer();
            peerGone = true;
            peer.close();
            return true;
        }
        boolean acted = drainPeer();
        if (waits) {
            return acted;
        }
        waits = closing && patient;
        for (int i = random.nextInt(20); i > 0 && sentByPeer < toReceive && !inactive; i--) {
            byte[] payload = payload(random.nextInt(2 * guess > WrittenDatagrams.TOO_LARGE ? 3000 : 2 * guess));
            if (peer.send(port, payload) != payload.length) {
                throw new AssertionError("the far end could not send");
            }
            expected.add(Arrays.copyOf(payload, Math.min(guess, payload.length)));
            sentByPeer++;
            acted = true;
        }
        return acted;
    }

    private boolean drainPeer() {
        boolean some = false;
        for (byte[] payload; (payload = peer.receive()) != null;) {
            arrived(payload);
            some = true;
        }
        return some;
    }

    private void arrived(byte... payload) {
        if (!writes.arrived(payload, !simulation.hasRefused())) {
            throw new AssertionError(this + ": arrived, but was not sent, or not in this order: datagram of "
                    + payload.length + " bytes");
        }
    }

    boolean isDone() {
        return inactive && !moving && !channel.isOpen();
    }

    void verify() {
        if (!peerGone) {
            drainPeer();
        }
        try {
            writes.verify(!peerGone, ending == Ending.WHEN_DONE
                    || ending == Ending.BEHIND_A_FLUSH && !simulation.hasRefused() && !moved);
        } catch (AssertionError e) {
            throw new AssertionError(this + ": " + e.getMessage(), e);
        }
        if (ending != Ending.ANY_TIME && !expected.isEmpty()) {
            throw new AssertionError(this + ": " + expected.size() + " datagrams were never delivered");
        }
    }

    void release() {
        peer.close();
    }

    @Override
    public String toString() {
        return ending + " with a guess of " + guess + ": received " + received + " of " + sentByPeer + " of "
                + toReceive + ", wrote " + writes.count() + " of " + toWrite + (moving ? ", moving" : "")
                + (moved ? ", moved" : "") + (peerGone ? ", peer gone" : "") + (closing ? ", closing" : "");
    }

    private final class Handler extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            byte[] payload = ByteBufUtil.getBytes(packet.content());
            packet.release();
            received++;
            byte[] next = expected.poll();
            if (next == null || !Arrays.equals(next, payload)) {
                simulation.failed(new AssertionError(DatagramActor.this + ": received " + payload.length
                        + " bytes (expected: " + (next == null ? "nothing" : next.length + " bytes") + ")"));
            } else if (!peerGone && packet.sender().getPort() != peer.port()) {
                simulation.failed(new AssertionError("from " + packet.sender()));
            }
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            port = ((InetSocketAddress) ctx.channel().localAddress()).getPort();
            ctx.fireChannelActive();
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            inactive = true;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            boolean natural = cause instanceof PortUnreachableException && peerGone
                    || cause instanceof ClosedChannelException;
            if (!natural) {
                simulation.failed(cause);
            }
        }
    }
}
