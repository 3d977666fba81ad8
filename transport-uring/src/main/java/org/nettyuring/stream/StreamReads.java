// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Promise;
import java.io.EOFException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;

/**
 * Brings together the bytes that arrive and the reads that ask for them, in the order of both. Asks the channel for
 * more only while a read waits: what nobody asked for stays with the kernel, and stops the sender. Loop thread only.
 *
 * <table>
 * <caption>What a read gets</caption>
 * <tr><th></th><th>bytes are there</th><th>the peer has ended</th><th>the connection failed or was closed</th></tr>
 * <tr><td>read</td><td>the next piece</td><td>null</td><td>the cause</td></tr>
 * <tr><td>readFully(n)</td><td>n of them, else it waits</td><td>{@link EOFException}; what there is stays for the next
 * read</td><td>the cause, likewise</td></tr>
 * <tr><td>one that was cancelled or timed out</td><td colspan="3">nothing: its bytes are the next read's</td></tr>
 * </table>
 */
final class StreamReads extends ChannelInboundHandlerAdapter {
    /** Stands for: whatever comes first. */
    private static final int ANY = -1;

    private final Deque<ByteBuf> received = new ArrayDeque<>();
    private final Queue<Read> waiting = new ArrayDeque<>();
    private long receivedBytes;
    private boolean ended;
    private boolean dropping;
    private Throwable failure;

    private record Read(Promise<ByteBuf> promise, int bytes) {}

    void read(Channel channel, Promise<ByteBuf> promise) {
        add(channel, new Read(promise, ANY));
    }

    void readFully(Channel channel, Promise<ByteBuf> promise, int bytes) {
        add(channel, new Read(promise, bytes));
    }

    private void add(Channel channel, Read read) {
        waiting.add(read);
        serve();
        askFor(channel);
    }

    private void askFor(Channel channel) {
        if (!waiting.isEmpty() && channel.isActive()) {
            channel.read();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (dropping || !bytes.isReadable()) {
            bytes.release();
            return;
        }
        received.add(bytes);
        receivedBytes += bytes.readableBytes();
        serve();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        askFor(ctx.channel());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            ended = true;
            serve();
        }
        ReferenceCountUtil.release(event);
    }

    /** The connection broke; a stream has nobody else to tell. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        serve();
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (failure == null && !ended) {
            failure = new ClosedChannelException();
        }
        serve();
    }

    /** The stream's owner closes it: what nobody has read is dropped. */
    void drop() {
        dropping = true;
        ended = false;
        if (failure == null) {
            failure = new ClosedChannelException();
        }
        while (!received.isEmpty()) {
            received.remove().release();
        }
        receivedBytes = 0;
        serve();
    }

    /** Completes what can be; a listener that reads again comes back in here, and finds everything in order. */
    private void serve() {
        for (Read read = waiting.peek(); read != null; read = waiting.peek()) {
            boolean over = read.promise.isDone();
            if (!over && !canServe(read)) {
                return;
            }
            waiting.remove();
            if (!over && read.promise.setUncancellable()) {
                complete(read);
            }
        }
    }

    private boolean canServe(Read read) {
        return read.bytes == ANY ? receivedBytes > 0 || hasEnd() : receivedBytes >= read.bytes || hasEnd();
    }

    private boolean hasEnd() {
        return ended || failure != null;
    }

    private void complete(Read read) {
        if (read.bytes == ANY && receivedBytes > 0) {
            ByteBuf next = received.remove();
            receivedBytes -= next.readableBytes();
            read.promise.setSuccess(next);
        } else if (read.bytes != ANY && receivedBytes >= read.bytes) {
            read.promise.setSuccess(take(read.bytes));
        } else if (failure != null) {
            read.promise.setFailure(failure);
        } else if (read.bytes == ANY) {
            read.promise.setSuccess(null);
        } else {
            read.promise.setFailure(new EOFException("readFully(" + read.bytes + "): the stream ended after "
                    + receivedBytes + " bytes"));
        }
    }

    /** There are as many. */
    private ByteBuf take(int bytes) {
        if (bytes == 0) {
            return Unpooled.EMPTY_BUFFER;
        }
        receivedBytes -= bytes;
        ByteBuf first = received.element();
        if (first.readableBytes() == bytes) {
            return received.remove();
        }
        if (first.readableBytes() > bytes) {
            return first.readRetainedSlice(bytes);
        }
        ByteBuf whole = first.alloc().directBuffer(bytes, bytes);
        while (whole.isWritable()) {
            ByteBuf part = received.element();
            whole.writeBytes(part, Math.min(part.readableBytes(), whole.writableBytes()));
            if (!part.isReadable()) {
                received.remove().release();
            }
        }
        return whole;
    }
}
