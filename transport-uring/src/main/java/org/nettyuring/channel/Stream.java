// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.util.StringJoiner;
import java.util.concurrent.Executor;
import org.nettyuring.abi.Errno;
import org.nettyuring.buffer.BufferAddresses;
import org.nettyuring.loop.IoUringIoRegistration;

/**
 * What makes a channel a stream, whichever its address family: it connects, receives, sends, and shuts down each
 * direction. Loop thread only, but for what says so.
 */
final class Stream implements ChannelRole {
    private final AbstractIoUringChannel channel;
    private final Settings settings;
    private final StreamReader reader;
    private final StreamWriter writer;
    /** Null until somebody connects: always on the accepting side. */
    private Connector connector;
    /** What {@code connect} was called with; null on the accepting side. */
    private volatile SocketAddress requestedRemote;

    /** What a stream asks of its channel's configuration. Any thread. */
    interface Settings {
        /** {@return whether the channel stays open when the peer has sent everything} */
        boolean isAllowHalfClosure();

        /** {@return the bytes from which a buffer is sent without a copy; negative for never} */
        int zeroCopyThreshold();

        /** {@return whether what was written before the connect goes with it} */
        default boolean isFastOpenConnect() {
            return false;
        }

        /** {@return whether closing may block, with {@code SO_LINGER}; no system call} */
        boolean mayLinger();

        /** {@return what holds back partial segments; null where there are none} */
        default TcpCork cork() {
            return null;
        }

        /** {@return whether descriptors are received instead of bytes} */
        default boolean receivesDescriptors() {
            return false;
        }

        /** {@return whether the kernel always says that the end of the stream follows the bytes that it delivers} */
        default boolean announcesEnd() {
            return true;
        }

        /** {@return whether a {@link FileDescriptor} may be written} */
        default boolean sendsDescriptors() {
            return false;
        }
    }

    Stream(AbstractIoUringChannel channel, Settings settings) {
        this.channel = channel;
        this.settings = settings;
        reader = new StreamReader(this);
        writer = new StreamWriter(this);
    }

    AbstractIoUringChannel channel() {
        return channel;
    }

    Settings settings() {
        return settings;
    }

    @Override
    public void attach(IoUringIoRegistration loop) {
        reader.attach(loop);
        writer.attach(loop);
        if (connector != null) {
            connector.attach(loop);
        }
    }

    @Override
    public void cancel() {
        reader.cancel();
        writer.cancel();
        if (connector != null) {
            connector.cancel();
        }
    }

    @Override
    public boolean isIdle() {
        return reader.isIdle() && writer.isIdle() && (connector == null || connector.isIdle());
    }

    @Override
    public void release() {
        reader.release();
        writer.release();
        if (connector != null) {
            connector.release();
        }
    }

    @Override
    public void describeInFlight(StringJoiner report) {
        reader.describeInFlight(report);
        writer.describeInFlight(report);
        if (connector != null) {
            connector.describeInFlight(report);
        }
    }

    @Override
    public SocketAddress remoteAddress() {
        SocketAddress requested = requestedRemote;
        boolean wildcard = requested instanceof InetSocketAddress address && address.getAddress().isAnyLocalAddress();
        if (requested != null && !wildcard) {
            return requested;
        }
        return channel.isActive() ? channel.socket.remoteAddress() : null;
    }

    @Override
    public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
        if (connector == null) {
            connector = new Connector(this);
            connector.attach(channel.loop());
        }
        connector.connect(remote, local, promise);
    }

    /** The connection is there. */
    void connected(SocketAddress remote) {
        requestedRemote = remote;
        channel.setConnected();
    }

    @Override
    public void beginRead() {
        reader.beginRead();
    }

    @Override
    public void stopReading() {
        reader.stop();
    }

    /** The channel's read mode was switched. */
    void readModeChanged() {
        reader.readModeChanged();
    }

    @Override
    public void priorityChanged() {
        reader.priorityChanged();
    }

    @Override
    public void resume() {
        reader.resume();
        channel.uringUnsafe().flushAgain();
    }

    boolean isWriting() {
        return writer.isBusy();
    }

    /** A send goes out. */
    void answered() {
        if (settings.announcesEnd()) {
            reader.answered();
        }
    }

    /** A send failed. */
    void answerFailed() {
        reader.answerFailed();
    }

    /** Nothing more comes in, and the output may go on. */
    void inputEnded() {
        writer.inputEnded();
    }

    void writerIdle() {
        reader.writerIdle();
    }

    @Override
    public boolean holdsFlushes() {
        return writer.isBusy() || connector != null && connector.isConnecting()
                || !channel.closeSequence().isOpen();
    }

    @Override
    public void write(ChannelOutboundBuffer outbound) throws Exception {
        writer.write(outbound);
    }

    @Override
    public Object filter(Object message) throws Exception {
        if (writer.isFinishing()) {
            throw new ClosedChannelException();
        }
        if (message instanceof ByteBuf buffer) {
            return BufferAddresses.mustBeCopied(buffer) ? copyToDirect(buffer) : buffer;
        }
        boolean descriptors = settings.sendsDescriptors();
        if (message instanceof FileRegion || descriptors && message instanceof FileDescriptor) {
            return message;
        }
        throw new UnsupportedOperationException("unsupported message type: " + message.getClass().getSimpleName()
                + " (expected: ByteBuf, FileRegion" + (descriptors ? ", FileDescriptor)" : ")"));
    }

    private ByteBuf copyToDirect(ByteBuf buffer) {
        int length = buffer.readableBytes();
        if (length == 0) {
            buffer.release();
            return Unpooled.EMPTY_BUFFER;
        }
        ByteBuf copy = channel.alloc().directBuffer(length).writeBytes(buffer, buffer.readerIndex(), length);
        buffer.release();
        return copy;
    }

    @Override
    public Executor closeExecutor() {
        return settings.mayLinger() && channel.isOpen() ? GlobalEventExecutor.INSTANCE : null;
    }

    /** Shuts the input down. Any thread. */
    ChannelPromise shutdownInput(ChannelPromise promise) {
        channel.onLoop(() -> {
            int result = channel.socket.shutdownInput();
            inputEnded();
            complete(promise, shutdownFailure(result));
        });
        return promise;
    }

    /** Gives the kernel a try at what is flushed, then shuts the output down; the rest fails. Any thread. */
    ChannelPromise shutdownOutput(ChannelPromise promise) {
        channel.onLoop(() -> writer.finish(() -> channel.uringUnsafe().shutdownOutput(promise)));
        return promise;
    }

    /** Shuts both down, the output first. Any thread. */
    ChannelPromise shutdown(ChannelPromise promise) {
        shutdownOutput(channel.newPromise()).addListener(output ->
                shutdownInput(channel.newPromise()).addListener(input ->
                        complete(promise, output.cause() != null ? output.cause() : input.cause())));
        return promise;
    }

    /** Shuts the output down: the writer has finished. */
    void doShutdownOutput() throws Exception {
        writer.retainInFlight();
        Exception failure = shutdownFailure(channel.socket.shutdownOutput());
        if (failure != null) {
            throw failure;
        }
    }

    private static void complete(ChannelPromise promise, Throwable failure) {
        if (failure == null) {
            promise.setSuccess();
        } else {
            promise.setFailure(failure);
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
}
