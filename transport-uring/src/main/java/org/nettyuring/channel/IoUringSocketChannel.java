// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.FileRegion;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.util.List;
import java.util.concurrent.Executor;
import org.nettyuring.abi.Errno;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;

/**
 * A TCP connection on the ring. Its addresses are asked of the kernel when they are first asked for, and kept.
 */
public final class IoUringSocketChannel extends AbstractIoUringChannel implements SocketChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

    private final IoUringSocketChannelConfig config;
    private final StreamReader reader;
    private final StreamWriter writer;
    private final Connector connector;
    private final List<ChannelPart> parts;
    /** What {@code connect} was called with; null on the accepting side. */
    private volatile InetSocketAddress requestedRemote;

    /** Makes an unconnected channel for IPv4 and, where the machine has it, IPv6. */
    public IoUringSocketChannel() {
        this((SocketProtocolFamily) null);
    }

    /**
     * Makes an unconnected channel.
     *
     * @param family {@code INET} or {@code INET6}; null for both
     */
    public IoUringSocketChannel(SocketProtocolFamily family) {
        this(NativeSyscalls.get(), family);
    }

    /**
     * Makes an unconnected channel on a kernel of the caller's, for tests.
     *
     * @param syscalls the kernel, the same as the event loop's
     * @param family {@code INET} or {@code INET6}; null for both
     */
    public IoUringSocketChannel(Syscalls syscalls, SocketProtocolFamily family) {
        this(null, Socket.tcp(syscalls, family), false);
    }

    IoUringSocketChannel(Channel parent, Socket socket, boolean connected) {
        super(parent, socket, connected);
        config = new IoUringSocketChannelConfig(this);
        reader = new StreamReader(this);
        writer = new StreamWriter(this);
        connector = new Connector(this);
        parts = List.of(reader, writer, connector);
    }

    @Override
    public List<ChannelPart> parts() {
        return parts;
    }

    @Override
    public IoUringSocketChannelConfig config() {
        return config;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    public ServerSocketChannel parent() {
        return (ServerSocketChannel) super.parent();
    }

    @Override
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) super.localAddress();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return (InetSocketAddress) super.remoteAddress();
    }

    @Override
    protected SocketAddress remoteAddress0() {
        InetSocketAddress requested = requestedRemote;
        if (requested != null && !requested.getAddress().isAnyLocalAddress()) {
            return requested;
        }
        return isActive() ? socket.remoteAddress() : null;
    }

    @SuppressWarnings("deprecation") // an address asked for before the connect was another one
    void connected(InetSocketAddress remote) {
        requestedRemote = remote;
        invalidateLocalAddress();
        setActive();
    }

    @Override
    void startConnect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
        connector.connect(remote, local, promise);
    }

    @Override
    protected void doBeginRead() {
        reader.beginRead();
    }

    @Override
    void stopReading() {
        reader.stop();
    }

    @Override
    void resume() {
        reader.resume();
        uringUnsafe().flushAgain();
    }

    boolean isWriting() {
        return writer.isBusy();
    }

    void writerIdle() {
        reader.writerIdle();
    }

    @Override
    boolean holdsFlushes() {
        return writer.isBusy() || connector.isConnecting() || !closeSequence().isOpen();
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer outbound) throws Exception {
        writer.write(outbound);
    }

    @Override
    protected Object filterOutboundMessage(Object message) throws Exception {
        if (writer.isFinishing()) {
            throw new ClosedChannelException();
        }
        if (message instanceof ByteBuf buffer) {
            return BufferAddresses.mustBeCopied(buffer) ? copyToDirect(buffer) : buffer;
        }
        if (message instanceof FileRegion) {
            return message;
        }
        throw new UnsupportedOperationException("unsupported message type: " + message.getClass().getSimpleName()
                + " (expected: ByteBuf, FileRegion)");
    }

    private ByteBuf copyToDirect(ByteBuf buffer) {
        int length = buffer.readableBytes();
        if (length == 0) {
            buffer.release();
            return Unpooled.EMPTY_BUFFER;
        }
        ByteBuf copy = alloc().directBuffer(length).writeBytes(buffer, buffer.readerIndex(), length);
        buffer.release();
        return copy;
    }

    @Override
    Executor closeExecutor() {
        return config.mayLinger() && isOpen() ? GlobalEventExecutor.INSTANCE : null;
    }

    @Override
    public boolean isInputShutdown() {
        return socket.isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
        return socket.isOutputShutdown();
    }

    @Override
    public boolean isShutdown() {
        return isInputShutdown() && isOutputShutdown();
    }

    @Override
    public ChannelFuture shutdownInput() {
        return shutdownInput(newPromise());
    }

    @Override
    public ChannelFuture shutdownInput(ChannelPromise promise) {
        onLoop(() -> {
            Throwable failure = shutdownFailure(socket.shutdownInput());
            if (failure == null) {
                promise.setSuccess();
            } else {
                promise.setFailure(failure);
            }
        });
        return promise;
    }

    @Override
    public ChannelFuture shutdownOutput() {
        return shutdownOutput(newPromise());
    }

    /** Gives the kernel a try at what is flushed, then shuts the output down; the rest fails. */
    @Override
    public ChannelFuture shutdownOutput(ChannelPromise promise) {
        onLoop(() -> writer.finish(() -> uringUnsafe().shutdownOutput(promise)));
        return promise;
    }

    @Override
    protected void doShutdownOutput() throws Exception {
        writer.retainInFlight();
        Exception failure = shutdownFailure(socket.shutdownOutput());
        if (failure != null) {
            throw failure;
        }
    }

    private static Exception shutdownFailure(int result) {
        return switch (-result) {
            case 0 -> null;
            case Errno.EBADF -> new ClosedChannelException();
            case Errno.ENOTCONN -> new NotYetConnectedException();
            default -> SocketErrors.of("shutdown", "", result);
        };
    }

    @Override
    public ChannelFuture shutdown() {
        return shutdown(newPromise());
    }

    @Override
    public ChannelFuture shutdown(ChannelPromise promise) {
        shutdownOutput().addListener(output -> shutdownInput().addListener(input -> {
            Throwable failure = output.cause() != null ? output.cause() : input.cause();
            if (failure == null) {
                promise.setSuccess();
            } else {
                promise.setFailure(failure);
            }
        }));
        return promise;
    }

    private void onLoop(Runnable task) {
        EventLoop eventLoop = eventLoop();
        if (eventLoop.inEventLoop()) {
            task.run();
        } else {
            eventLoop.execute(task);
        }
    }
}
