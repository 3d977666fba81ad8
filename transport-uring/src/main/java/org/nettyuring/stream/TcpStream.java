// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.stream;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.nettyuring.channel.IoUringSocketChannel;

/**
 * A TCP connection on an io_uring event loop, as reads and writes that return futures. The futures complete on the
 * loop; {@link Blocking#await} blocks for them on any other thread. Any thread may call any method; calls of one thread
 * happen in their order.
 *
 * <ul>
 * <li>Reads are served in order, several may wait. Nothing is read ahead of demand but what comes with it, sixteen
 * buffers at most. A read that is cancelled or times out loses no byte: the next one gets them.
 * <li>Writes go out in order. A write is done when the kernel has taken its bytes, so who waits for each has
 * backpressure. Once begun it cannot be taken back: after a timeout or a cancel its bytes may still go out, in order.
 * <li>Close a stream, also one that has failed: {@link #close()} gives back what was received and not read.
 * </ul>
 */
public final class TcpStream implements AutoCloseable {
    private final IoUringSocketChannel channel;
    private final StreamReads reads;

    TcpStream(IoUringSocketChannel channel, StreamReads reads) {
        this.channel = channel;
        this.reads = reads;
    }

    /**
     * Connects, within 30 seconds.
     *
     * @param group an io_uring event loop, or a group of which one is taken
     * @param remote where to
     * @return the stream, the caller's to close; or why there is none
     */
    public static Future<TcpStream> connect(EventLoopGroup group, SocketAddress remote) {
        return connect(group, remote, StreamOptions.DEFAULT);
    }

    /**
     * Connects.
     *
     * @param group an io_uring event loop, or a group of which one is taken
     * @param remote where to
     * @param options of the connection, {@link StreamOptions#connectTimeout} among them
     * @return the stream, the caller's to close; or why there is none. A cancel ends the attempt
     */
    public static Future<TcpStream> connect(EventLoopGroup group, SocketAddress remote, StreamOptions options) {
        EventLoop loop = group.next();
        StreamReads reads = new StreamReads();
        Bootstrap bootstrap = new Bootstrap().group(loop).handler(reads)
                .channelFactory(() -> new IoUringSocketChannel(options.kernel(), null));
        options.addTo(bootstrap);
        bootstrap.option(ChannelOption.AUTO_READ, false).option(ChannelOption.ALLOW_HALF_CLOSURE, true);
        Promise<TcpStream> promise = loop.newPromise();
        ChannelFuture connecting = bootstrap.connect(remote);
        promise.addListener(done -> {
            if (promise.isCancelled()) {
                connecting.channel().close();
            }
        });
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                promise.tryFailure(done.cause());
            } else if (!promise.trySuccess(new TcpStream((IoUringSocketChannel) connecting.channel(), reads))) {
                connecting.channel().close();
            }
        });
        return promise;
    }

    /** {@return the next bytes, the caller's to release; null at the end of the stream} */
    public Future<ByteBuf> read() {
        return startRead("read", null, promise -> reads.read(channel, promise));
    }

    /**
     * {@return as {@link #read()}}
     *
     * @param timeout after which it fails with a {@link java.net.SocketTimeoutException}
     */
    public Future<ByteBuf> read(Duration timeout) {
        return startRead("read", Timeouts.positive(timeout), promise -> reads.read(channel, promise));
    }

    /**
     * {@return so many bytes, the caller's to release; a {@link java.io.EOFException} if the stream ends before}
     *
     * @param bytes at least 0; they are kept in memory until all are there
     */
    public Future<ByteBuf> readFully(int bytes) {
        return startReadFully(bytes, null);
    }

    /**
     * {@return as {@link #readFully(int)}}
     *
     * @param bytes at least 0
     * @param timeout after which it fails with a {@link java.net.SocketTimeoutException}; what has arrived stays for
     *     the next read
     */
    public Future<ByteBuf> readFully(int bytes, Duration timeout) {
        return startReadFully(bytes, Timeouts.positive(timeout));
    }

    private Future<ByteBuf> startReadFully(int bytes, Duration timeout) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes: " + bytes + " (expected: >= 0)");
        }
        return startRead("readFully", timeout, promise -> reads.readFully(channel, promise, bytes));
    }

    private Future<ByteBuf> startRead(String call, Duration timeout, Consumer<Promise<ByteBuf>> read) {
        Promise<ByteBuf> promise = channel.eventLoop().newPromise();
        Timeouts.limit(channel.eventLoop(), promise, call, channel, timeout);
        onLoop(() -> read.accept(promise), promise::tryFailure);
        return promise;
    }

    /**
     * Writes all of a buffer.
     *
     * @param bytes released in any case
     * @return done when the kernel has taken them
     */
    public Future<Void> write(ByteBuf bytes) {
        return channel.writeAndFlush(bytes);
    }

    /**
     * Writes all of a buffer.
     *
     * @param bytes released in any case
     * @param timeout after which the future fails with a {@link java.net.SocketTimeoutException}, and the stream had
     *     better be closed: nobody knows how much of the bytes the peer will get
     * @return done when the kernel has taken them
     */
    public Future<Void> write(ByteBuf bytes, Duration timeout) {
        Promise<Void> promise = channel.eventLoop().newPromise();
        Timeouts.limit(channel.eventLoop(), promise, "write", channel, Timeouts.positive(timeout));
        finish(channel.writeAndFlush(bytes), promise);
        return promise;
    }

    /**
     * Writes all of several buffers, in one send where there is room.
     *
     * @param buffers released in any case
     * @return done when the kernel has taken all of them
     */
    public Future<Void> writeAll(ByteBuf... buffers) {
        Future<Void> last = null;
        for (ByteBuf buffer : buffers) {
            last = channel.write(buffer);
        }
        channel.flush();
        return last == null ? channel.newSucceededFuture() : last;
    }

    /**
     * Ends this direction behind everything that was written; the peer reads the end. Reading goes on.
     *
     * @return done when the end is on its way
     */
    public Future<Void> shutdownOutput() {
        Promise<Void> promise = channel.eventLoop().newPromise();
        // Behind the last byte: the channel fails what is still to be written when its output is shut down.
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (!written.isSuccess()) {
                promise.tryFailure(written.cause());
                return;
            }
            channel.shutdownOutput().addListener(done -> {
                if (done.isSuccess()) {
                    promise.trySuccess(null);
                } else {
                    promise.tryFailure(noLongerConnected(done.cause()));
                }
            });
        });
        return promise;
    }

    /** What the kernel says of a connection that the peer has reset: for a stream, that is closed. */
    private static Throwable noLongerConnected(Throwable cause) {
        return cause instanceof NotYetConnectedException ? new ClosedChannelException().initCause(cause) : cause;
    }

    private static void finish(Future<Void> future, Promise<Void> promise) {
        future.addListener(done -> {
            if (done.isSuccess()) {
                promise.trySuccess(null);
            } else {
                promise.tryFailure(done.cause());
            }
        });
    }

    /**
     * Begins to close, and does not wait for it: reads that wait fail, and so do writes that the kernel has not taken;
     * who wants them delivered waits for them first.
     */
    @Override
    public void close() {
        channel.close();
        onLoop(reads::drop, ended -> channel.eventLoop().terminationFuture().addListener(done -> reads.drop()));
    }

    /** {@return done when the descriptor is closed} */
    public Future<Void> closeFuture() {
        return channel.closeFuture();
    }

    /** {@return the channel, for its options, its addresses and {@code tcpInfo()}; its reads are the stream's} */
    public IoUringSocketChannel channel() {
        return channel;
    }

    private void onLoop(Runnable task, Consumer<RejectedExecutionException> orElse) {
        EventLoop loop = channel.eventLoop();
        if (loop.inEventLoop()) {
            task.run();
            return;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            orElse.accept(e);
        }
    }

    @Override
    public String toString() {
        return "TcpStream(" + channel.localAddress() + " - " + channel.remoteAddress() + ")";
    }
}
