// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.util.StringJoiner;
import org.nettyuring.loop.IoUringIoRegistration;

/**
 * What makes a channel one of datagrams, whichever its address family: it receives, sends, and is connected or not.
 * Loop thread only, but for what says so.
 */
final class Datagrams implements ChannelRole {
    private final AbstractIoUringChannel channel;
    private final Settings settings;
    private final Packets packets;
    private final PeerAddresses peers;
    private final DatagramReader reader;
    private final DatagramWriter writer;
    private volatile boolean connected;
    /** What {@code connect} was called with. */
    private volatile SocketAddress requestedRemote;

    /** What datagrams ask of their channel's configuration. Any thread. */
    interface Settings {
        /** {@return whether the channel is active once it is registered, bound or not} */
        boolean isActiveOnRegistration();

        /** {@return bytes of the largest datagram expected; 0 for what the receive allocator guesses} */
        default int getMaxDatagramPayloadSize() {
            return 0;
        }

        /** {@return whether the kernel may join datagrams} */
        default boolean isUdpGro() {
            return false;
        }
    }

    /**
     * Makes the parts.
     *
     * @param channel the channel, with its configuration
     * @param settings of it
     * @param packets what it reads and writes
     * @param sendWindow datagrams in the kernel at a time, a power of two
     */
    Datagrams(AbstractIoUringChannel channel, Settings settings, Packets packets, int sendWindow) {
        this.channel = channel;
        this.settings = settings;
        this.packets = packets;
        peers = new PeerAddresses(channel.socket.domain());
        reader = new DatagramReader(this);
        writer = new DatagramWriter(this, sendWindow);
    }

    AbstractIoUringChannel channel() {
        return channel;
    }

    Packets packets() {
        return packets;
    }

    PeerAddresses peers() {
        return peers;
    }

    @Override
    public void attach(IoUringIoRegistration loop) {
        reader.attach(loop);
        writer.attach(loop);
    }

    @Override
    public void cancel() {
        reader.cancel();
        writer.cancel();
    }

    @Override
    public boolean isIdle() {
        return reader.isIdle() && writer.isIdle();
    }

    @Override
    public void release() {
        reader.release();
        writer.release();
    }

    @Override
    public void describeInFlight(StringJoiner report) {
        reader.describeInFlight(report);
        writer.describeInFlight(report);
    }

    /** {@return whether datagrams go to, and come from, one address only. Any thread} */
    boolean isConnected() {
        return connected && channel.isOpen();
    }

    /**
     * {@return whether the channel is active. Any thread}
     *
     * @param bound whether it is bound or connected
     */
    boolean isActive(boolean bound) {
        return channel.isOpen() && (bound || settings.isActiveOnRegistration() && channel.isRegistered());
    }

    @Override
    public SocketAddress remoteAddress() {
        if (!connected) {
            return null;
        }
        SocketAddress requested = requestedRemote;
        boolean wildcard = requested instanceof InetSocketAddress address && address.getAddress().isAnyLocalAddress();
        return requested == null || wildcard ? channel.socket.remoteAddress() : requested;
    }

    /** The socket came connected, or not. */
    void adopted() {
        connected = channel.socket.remoteAddress() != null;
    }

    /** Connects at once: nothing is sent. */
    @Override
    public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
        if (promise.isDone() || !channel.uringUnsafe().checkOpen(promise)) {
            return;
        }
        boolean wasActive = channel.isActive();
        try {
            connect(remote, local);
        } catch (Throwable cause) {
            promise.tryFailure(channel.uringUnsafe().annotate(cause, remote));
            return;
        }
        boolean told = promise.trySuccess(); // a listener may close the channel; it was active all the same
        if (!wasActive) {
            channel.fireActive();
        }
        if (!told) {
            channel.unsafe().close(channel.voidPromise());
        } else if (channel.closeSequence().isOpen()) {
            resume();
        }
    }

    private void connect(SocketAddress remote, SocketAddress local) throws Exception {
        if (channel.closeSequence().isClosing()) {
            throw new ClosedChannelException();
        }
        if (connected) {
            throw new AlreadyConnectedException();
        }
        byte[] sockaddr = SocketAddresses.encode(remote, channel.socket.domain());
        if (local != null) {
            channel.doBind(local);
        }
        writer.remoteChanges(null);
        int result = channel.socket.connect(sockaddr);
        if (result < 0) {
            throw SocketErrors.ofConnect(channel.socket, remote, result);
        }
        requestedRemote = remote;
        connected = true;
        channel.setConnected();
    }

    /** Dissolves the connection; the channel is inactive until it is bound or connected again. */
    void disconnect() throws Exception {
        writer.remoteChanges(remoteAddress());
        int result = channel.socket.disconnect();
        if (result < 0) {
            throw SocketErrors.of("connect", "AF_UNSPEC", result);
        }
        connected = false;
        requestedRemote = null;
        channel.setDisconnected();
    }

    @Override
    public void beginRead() {
        reader.beginRead();
    }

    @Override
    public void stopReading() {
        reader.stop();
    }

    @Override
    public void priorityChanged() {
        reader.priorityChanged();
    }

    @Override
    public void resume() {
        reader.resume();
        writer.resume();
    }

    @Override
    public boolean holdsFlushes() {
        return writer.holdsFlushes() || !channel.closeSequence().isOpen();
    }

    @Override
    public void write(ChannelOutboundBuffer outbound) throws Exception {
        writer.write(outbound);
    }

    @Override
    public Object filter(Object message) {
        return packets.filter(message);
    }

    /**
     * {@return bytes of a datagram at most; what exceeds them is lost} The epoll transport's rule: a buffer that has
     * room for several of the largest datagrams is divided.
     *
     * @param guess bytes that the receive allocator would allocate
     */
    int payloadLimit(int guess) {
        int max = settings.getMaxDatagramPayloadSize();
        if (max == 0) {
            return guess;
        }
        boolean divided = guess / max > 1;
        return divided || connected && !settings.isUdpGro() ? Math.min(guess, max) : guess;
    }
}
