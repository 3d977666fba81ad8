// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.stream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Promise;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.nettyuring.channel.IoUringSocketChannel;

/**
 * Brings together the connections that come and the accepts that ask for them, in the order of both. Accepts only while
 * somebody waits; others stay in the kernel's backlog. Loop thread of the listener only.
 */
final class StreamAccepts extends ChannelInboundHandlerAdapter {
    private final EventLoopGroup group;
    private final StreamOptions options;
    private final Queue<TcpStream> ready = new ArrayDeque<>();
    private final Queue<Promise<TcpStream>> waiting = new ArrayDeque<>();
    /** Accepted, and on their way to their loop. */
    private int arriving;
    private boolean closed;

    StreamAccepts(EventLoopGroup group, StreamOptions options) {
        this.group = group;
        this.options = options;
    }

    void accept(Channel channel, Promise<TcpStream> promise) {
        waiting.add(promise);
        serve();
        askFor(channel);
    }

    private void askFor(Channel channel) {
        if (waiting.size() > ready.size() + arriving && channel.isActive()) {
            channel.read();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        IoUringSocketChannel child = (IoUringSocketChannel) message;
        StreamReads reads = new StreamReads();
        child.config().setAutoRead(false).setAllowHalfClosure(true);
        options.addTo(child);
        child.pipeline().addLast(reads);
        arriving++;
        group.next().register(child).addListener(registered -> {
            if (!registered.isSuccess()) {
                child.unsafe().closeForcibly();
            }
            TcpStream stream = registered.isSuccess() ? new TcpStream(child, reads) : null;
            if (ctx.executor().inEventLoop()) {
                arrived(ctx.channel(), stream);
            } else {
                ctx.executor().execute(() -> arrived(ctx.channel(), stream));
            }
        });
    }

    private void arrived(Channel channel, TcpStream stream) {
        arriving--;
        if (closed && stream != null) {
            stream.close();
        } else if (stream != null) {
            ready.add(stream);
            serve();
        }
        askFor(channel);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        askFor(ctx.channel());
    }

    /** No descriptor is left, or the like: the one who waits longest is told; the channel tries again by itself. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        dropDone();
        if (!waiting.isEmpty()) {
            waiting.remove().tryFailure(cause);
        }
    }

    /** Nobody will be accepted any more; who was, and was not asked for, is sent away. */
    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closed = true;
        while (!ready.isEmpty()) {
            ready.remove().close();
        }
        serve();
    }

    private void dropDone() {
        while (!waiting.isEmpty() && waiting.element().isDone()) {
            waiting.remove();
        }
    }

    private void serve() {
        dropDone();
        while (!waiting.isEmpty() && (closed || !ready.isEmpty())) {
            Promise<TcpStream> promise = waiting.remove();
            if (closed) {
                promise.tryFailure(new ClosedChannelException());
            } else if (promise.setUncancellable()) {
                promise.setSuccess(ready.remove());
            }
            dropDone();
        }
    }
}
