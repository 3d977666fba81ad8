// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The last handler of a {@link ChannelConnection}'s channel: checks what comes in, writes what goes out. */
final class StreamHandler extends ChannelInboundHandlerAdapter {

    private final ChannelConnection connection;
    private final SplittableRandom random;
    private final ByteStream inbound;
    private final ByteStream outbound;
    private final List<ByteBuf> kept = new ArrayList<>();
    private Channel channel;
    private boolean active;
    private boolean inactive;
    private boolean inputEnded;
    private boolean readSinceComplete;
    private boolean closing;
    private ChannelFuture shutdown;
    private long acknowledged;
    private boolean writeFailed;
    /** Left its loop or is about to. Netty tells nobody about a close that comes meanwhile, so it waits. */
    private boolean moving;
    private boolean closesAfterMove;

    StreamHandler(ChannelConnection connection, ByteStream inbound, ByteStream outbound) {
        this.connection = connection;
        this.inbound = inbound;
        this.outbound = outbound;
        random = connection.random();
    }

    boolean isActive() {
        return active && !inactive;
    }

    boolean hasSeenEnd() {
        return inputEnded;
    }

    boolean hasWrittenAll() {
        return outbound.position() == connection.limitBytes;
    }

    boolean hasSentAll() {
        return acknowledged == connection.limitBytes;
    }

    boolean isOutputShutdown() {
        return shutdown != null && shutdown.isDone();
    }

    boolean isClosed() {
        return channel != null && channel.closeFuture().isDone();
    }

    boolean isClosing() {
        return closing;
    }

    long received() {
        return inbound.position();
    }

    /** Bytes whose writes have succeeded. */
    long acknowledged() {
        return acknowledged;
    }

    /** Leaves the loop; joins the next one, or the same again, some steps later. */
    private void leaveLoop() {
        if (!moving && !closing && channel.isRegistered()) {
            moving = true;
            expectPrompt(channel.deregister());
        }
    }

    private void joinLoop() {
        if (!channel.isRegistered() && channel.isOpen()) {
            connection.simulation.nextLoop(channel.eventLoop()).register(channel);
            moving = false;
            if (closesAfterMove) {
                close();
            }
        }
    }

    /** One random thing. */
    void act(boolean finishing) {
        if (connection.onlyReads()) {
            releaseSome();
            return;
        }
        if (random.nextInt(12) == 0) {
            leaveLoop();
        } else if (moving && random.nextInt(3) == 0) {
            joinLoop();
        }
        switch (random.nextInt(5)) {
            case 0 -> channel.config().setAutoRead(finishing || random.nextBoolean());
            case 1 -> channel.read();
            case 2 -> releaseSome();
            default -> {
                write();
                if (finishing || random.nextBoolean()) {
                    channel.flush();
                }
            }
        }
        if (finishing) {
            channel.config().setAutoRead(true);
        }
    }

    /** A random message, not flushed. */
    void write() {
        long left = connection.limitBytes - outbound.position();
        int length = (int) Math.min(left, random.nextInt(connection.maxWriteBytes));
        if (length == 0 && random.nextInt(4) != 0 || closing || shutdown != null
                || connection.onlyReads()) {
            return;
        }
        channel.write(message(outbound.next(length))).addListener(future -> {
            if (future.isSuccess()) {
                acknowledged += length;
            } else if (length > 0) { // an empty one may have been left unflushed
                writeFailed = true;
            }
        });
    }

    /** The bytes in one of the shapes that messages come in. */
    private Object message(byte[] bytes) {
        ByteBufAllocator allocator = channel.alloc();
        int half = bytes.length / 2;
        return switch (random.nextInt(6)) {
            case 0 -> allocator.heapBuffer(bytes.length).writeBytes(bytes);
            case 1 -> {
                CompositeByteBuf composite = allocator.compositeDirectBuffer();
                composite.addComponent(true, allocator.directBuffer(half + 1).writeBytes(bytes, 0, half));
                yield composite.addComponent(true, allocator.directBuffer(half + 1)
                        .writeBytes(bytes, half, bytes.length - half));
            }
            case 2 -> allocator.directBuffer(bytes.length + 3).writeZero(3).writeBytes(bytes).skipBytes(3);
            case 3 -> new DefaultFileRegion(new MemoryFile(bytes), 0, bytes.length);
            case 4 -> new HesitantRegion(bytes, random);
            default -> allocator.directBuffer(bytes.length).writeBytes(bytes);
        };
    }

    void shutdownOutput() {
        if (shutdown == null && !closing) {
            channel.flush();
            if (hasSentAll()) {
                shutdown = ((SocketChannel) channel).shutdownOutput();
            }
        }
    }

    void close() {
        if (moving) {
            closesAfterMove = true;
        } else if (!closing) {
            closing = true;
            expectPrompt(channel.close());
        }
    }

    private void expectPrompt(ChannelFuture end) {
        PromptEnd.expect(connection.simulation.kernel(), end, connection.simulation::failed);
    }

    private void releaseSome() {
        while (!kept.isEmpty() && random.nextInt(3) != 0) {
            kept.remove(random.nextInt(kept.size())).release();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        expect(!active, "channelActive twice");
        active = true;
        if (random.nextBoolean()) {
            write();
            channel.flush();
        }
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf buffer = (ByteBuf) message;
        expectTurn();
        expect(isActive(), "channelRead before channelActive or after channelInactive");
        expect(!inputEnded, "channelRead after the end of the input");
        expect(buffer.isReadable(), "an empty message");
        readSinceComplete = true;
        try {
            inbound.expect(ByteBufUtil.getBytes(buffer), connection.toString());
        } catch (AssertionError e) {
            connection.simulation.failed(e);
        }
        if (random.nextInt(3) == 0) {
            kept.add(buffer);
        } else {
            buffer.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        readSinceComplete = false;
        expectTurn();
        if (random.nextInt(3) == 0) {
            ctx.read();
        }
        if (random.nextInt(4) == 0 && !connection.onlyReads()) {
            ctx.channel().config().setAutoRead(random.nextBoolean());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent || event instanceof ChannelInputShutdownReadComplete) {
            expect(!readSinceComplete, "the end of the input before channelReadComplete");
            inputEnded = true;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        expect(active && !inactive, "channelInactive before channelActive or twice");
        expect(!readSinceComplete, "channelInactive before channelReadComplete");
        inactive = true;
        kept.forEach(ByteBuf::release);
        kept.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean expected = cause instanceof IOException && (connection.endsWithReset()
                || connection.ending == ChannelConnection.Ending.NO_HALF_CLOSURE);
        expect(expected, "exceptionCaught: " + cause);
        close();
    }

    private void expectTurn() {
        expect(channel.isRegistered(), "told without a loop");
        expect(connection.simulation.isTurnOf(channel), "told by another loop than its own");
    }

    private void expect(boolean condition, String otherwise) {
        if (!condition) {
            connection.simulation.failed(new AssertionError(otherwise + ": " + connection));
        }
    }

    void verify() {
        boolean mayFail = connection.endsWithReset()
                || connection.ending == ChannelConnection.Ending.NO_HALF_CLOSURE
                || connection.ending == ChannelConnection.Ending.CLOSE_ANY_TIME;
        if (writeFailed && !mayFail) {
            throw new AssertionError("a write failed: " + connection);
        }
        if (active != inactive) {
            throw new AssertionError("no channelInactive: " + connection);
        }
    }

    @Override
    public String toString() {
        return "channel " + channel + (active ? ", active" : "") + (inactive ? ", inactive" : "") + " wrote "
                + outbound.position() + ", acknowledged " + acknowledged + ", got " + inbound.position()
                + (inputEnded ? ", input ended" : "") + (closing ? ", closing" : "")
                + (moving ? ", moving" : "");
    }
}
