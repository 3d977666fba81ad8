// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.stream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.nettyuring.channel.IoUringServerSocketChannel;

/**
 * Listens for TCP connections, which come as {@link TcpStream}s to whoever accepts them. Any thread may call any
 * method; futures complete on the listener's loop. Accepts are served in order. While nobody accepts, connections wait
 * in the kernel ({@code SO_BACKLOG}).
 */
public final class TcpListener implements AutoCloseable {
    private final IoUringServerSocketChannel channel;
    private final StreamAccepts accepts;

    private TcpListener(IoUringServerSocketChannel channel, StreamAccepts accepts) {
        this.channel = channel;
        this.accepts = accepts;
    }

    /**
     * Begins to listen.
     *
     * @param group an io_uring event loop, or a group over which connections are spread
     * @param local where; port 0 for any
     * @return the listener, the caller's to close; or why there is none
     */
    public static Future<TcpListener> bind(EventLoopGroup group, SocketAddress local) {
        return bind(group, local, StreamOptions.DEFAULT, StreamOptions.DEFAULT);
    }

    /**
     * Begins to listen.
     *
     * @param group an io_uring event loop, or a group over which connections are spread
     * @param local where; port 0 for any
     * @param options of the listener
     * @param streamOptions of each connection
     * @return the listener, the caller's to close; or why there is none
     */
    public static Future<TcpListener> bind(
            EventLoopGroup group, SocketAddress local, StreamOptions options, StreamOptions streamOptions) {
        EventLoop loop = group.next();
        StreamAccepts accepts = new StreamAccepts(group, streamOptions);
        Bootstrap bootstrap = new Bootstrap().group(loop).handler(accepts)
                .channelFactory(() -> new IoUringServerSocketChannel(options.kernel(), null));
        options.addTo(bootstrap);
        bootstrap.option(ChannelOption.AUTO_READ, false);
        Promise<TcpListener> promise = loop.newPromise();
        ChannelFuture binding = bootstrap.bind(local);
        binding.addListener(done -> {
            if (!done.isSuccess()) {
                promise.tryFailure(done.cause());
            } else if (!promise.trySuccess(
                    new TcpListener((IoUringServerSocketChannel) binding.channel(), accepts))) {
                binding.channel().close();
            }
        });
        return promise;
    }

    /** {@return the next connection, the caller's to close} */
    public Future<TcpStream> accept() {
        return startAccept(null);
    }

    /**
     * {@return as {@link #accept()}}
     *
     * @param timeout after which it fails with a {@link java.net.SocketTimeoutException}; who comes then waits for the
     *     next accept
     */
    public Future<TcpStream> accept(Duration timeout) {
        return startAccept(Timeouts.positive(timeout));
    }

    private Future<TcpStream> startAccept(Duration timeout) {
        EventLoop loop = channel.eventLoop();
        Promise<TcpStream> promise = loop.newPromise();
        Timeouts.limit(loop, promise, "accept", channel, timeout);
        if (loop.inEventLoop()) {
            accepts.accept(channel, promise);
        } else {
            try {
                loop.execute(() -> accepts.accept(channel, promise));
            } catch (RejectedExecutionException e) {
                promise.tryFailure(e);
            }
        }
        return promise;
    }

    /** {@return where it listens} */
    public InetSocketAddress localAddress() {
        return channel.localAddress();
    }

    /** Begins to close: accepts that wait fail, who waits to be accepted is sent away. Streams go on. */
    @Override
    public void close() {
        channel.close();
    }

    /** {@return done when the descriptor is closed} */
    public Future<Void> closeFuture() {
        return channel.closeFuture();
    }

    @Override
    public String toString() {
        return "TcpListener(" + channel.localAddress() + ")";
    }
}
