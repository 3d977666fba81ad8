// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.nettyuring.channel.IoUringSocketChannel;
import org.nettyuring.testsuite.kernel.PeerListener;
import org.nettyuring.testsuite.kernel.PeerSocket;

/** One channel of a {@link FileMoveSimulation}, and the far end that reads what it sends. */
final class FileMover extends ActorSimulation.Actor {
    private static final int MAX_REGION = 120_000;
    private static final int MAX_CAPACITY = 20_000;
    private static final int MAX_WRITES = 8;
    private static final int FEWEST_READS = 60;

    private final FileMoveSimulation simulation;
    private final SplittableRandom random;
    private final ByteStream outbound;
    private final ByteStream arrived;
    private final PeerListener listener;
    private final Channel channel;
    private final List<FileRegion> regions = new ArrayList<>();
    private final int capacity;
    private final long limitBytes;
    private PeerSocket peer;
    private ChannelFuture connected;
    private int writesLeft;
    private long bufferBytes;
    private long acknowledged;
    private boolean moving;
    private int movesInTheMiddle;
    private boolean closing;

    @SuppressWarnings("deprecation") // for callers who have a group, not a loop
    FileMover(FileMoveSimulation simulation, long salt) {
        this.simulation = simulation;
        random = simulation.random();
        outbound = new ByteStream(salt);
        arrived = new ByteStream(salt);
        capacity = 1 + random.nextInt(MAX_CAPACITY);
        limitBytes = 1L + random.nextInt(FEWEST_READS * capacity);
        writesLeft = 1 + random.nextInt(MAX_WRITES);
        listener = simulation.kernel().peers().listen();
        channel = new IoUringSocketChannel(simulation.kernel(), SocketProtocolFamily.INET);
        channel.config().setAllocator(simulation.kernel().allocator());
        channel.pipeline().addLast(new Handler());
        simulation.loop().eventLoop().register(channel);
    }

    @Override
    @SuppressWarnings("deprecation") // for callers who have a group, not a loop
    void act() {
        if (connected == null && channel.isRegistered()) {
            connected = channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port()));
        }
        if (!channel.isActive() || closing) {
            return;
        }
        if (moving) {
            if (!channel.isRegistered() && random.nextInt(3) == 0) {
                moving = false;
                simulation.loop().eventLoop().register(channel);
            }
        } else if (random.nextInt(6) == 0 && channel.isRegistered()) {
            leave();
        } else if (writesLeft > 0) {
            write();
        } else if (arrived.position() == outbound.position() && acknowledged == outbound.position()) {
            closing = true;
            channel.close();
        }
    }

    private void leave() {
        moving = true;
        channel.deregister().addListener(gone -> {
            if (inPipe() > 0) {
                movesInTheMiddle++;
            }
        });
    }

    /** Bytes that were read from files, and are neither with the far end nor on their way. */
    private long inPipe() {
        long taken = regions.stream().mapToLong(FileRegion::transferred).sum();
        long sent = arrived.position() + (peer == null ? 0 : peer.readableBytes());
        return bufferBytes > 0 ? 0 : taken - sent; // what a buffer's share of it is cannot be told
    }

    private void write() {
        writesLeft--;
        int most = (int) Math.min(MAX_REGION, limitBytes - outbound.position());
        byte[] bytes = outbound.next(random.nextInt(most + 1));
        channel.writeAndFlush(message(bytes)).addListener(written -> {
            acknowledged += bytes.length;
            if (!written.isSuccess()) {
                simulation.failed(new AssertionError("a write failed: " + this, written.cause()));
            }
        });
    }

    private Object message(byte[] bytes) {
        switch (random.nextInt(8)) {
            case 0 -> {
                ByteBuf buffer = channel.alloc().directBuffer(bytes.length + 1).writeBytes(bytes);
                bufferBytes += bytes.length;
                return buffer;
            }
            case 1 -> {
                return kept(new HesitantRegion(bytes, random));
            }
            default -> {
                return kept(new DefaultFileRegion(new MemoryFile(bytes), 0, bytes.length));
            }
        }
    }

    private FileRegion kept(FileRegion region) {
        regions.add(region);
        return region;
    }

    @Override
    boolean peerActs() {
        if (peer == null) {
            peer = listener.accept();
            if (peer != null) {
                peer.receiveCapacity(capacity);
            }
            return peer != null;
        }
        byte[] read = peer.read(1 + random.nextInt(capacity));
        arrived.expect(read, toString());
        return read.length > 0;
    }

    @Override
    boolean isDone() {
        return channel.closeFuture().isDone() && !channel.isRegistered();
    }

    int movesInTheMiddle() {
        return movesInTheMiddle;
    }

    void release() {
        peer.close();
        listener.close();
    }

    @Override
    public String toString() {
        return channel + " wrote " + outbound.position() + ", acknowledged " + acknowledged + ", arrived "
                + arrived.position() + ", " + movesInTheMiddle + " moves in the middle" + (moving ? ", moving" : "");
    }

    private final class Handler extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            simulation.failed(cause);
        }
    }
}
