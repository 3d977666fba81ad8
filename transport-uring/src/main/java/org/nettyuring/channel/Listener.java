// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.StringJoiner;
import java.util.function.Function;
import org.nettyuring.loop.IoUringIoRegistration;

/** What makes a channel a server: it listens, and its messages are the channels of accepted connections. */
final class Listener implements ChannelRole {
    private final AbstractIoUringChannel channel;
    private final Acceptor acceptor;

    /**
     * Makes the parts.
     *
     * @param channel listens
     * @param children makes the channel of an accepted socket; throws if the connection is gone already
     */
    Listener(AbstractIoUringChannel channel, Function<Socket, Channel> children) {
        this.channel = channel;
        acceptor = new Acceptor(channel, children);
    }

    /** The socket is bound: connections may come. */
    void listen(int backlog) throws IOException {
        channel.socket.listen(backlog);
        channel.setActive();
    }

    @Override
    public void attach(IoUringIoRegistration loop) {
        acceptor.attach(loop);
    }

    @Override
    public void cancel() {
        acceptor.cancel();
    }

    @Override
    public boolean isIdle() {
        return acceptor.isIdle();
    }

    @Override
    public void release() {
        acceptor.release();
    }

    @Override
    public void describeInFlight(StringJoiner report) {
        acceptor.describeInFlight(report);
    }

    @Override
    public SocketAddress remoteAddress() {
        return null;
    }

    @Override
    public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
        promise.setFailure(new UnsupportedOperationException("connect of a server channel"));
    }

    @Override
    public void beginRead() {
        acceptor.beginRead();
    }

    @Override
    public void stopReading() {
        acceptor.stop();
    }

    @Override
    public void priorityChanged() {
        acceptor.priorityChanged();
    }

    @Override
    public void resume() {
        acceptor.resume();
    }

    @Override
    public boolean holdsFlushes() {
        return false;
    }

    @Override
    public void write(ChannelOutboundBuffer outbound) {
        throw new UnsupportedOperationException("write to a server channel");
    }

    @Override
    public Object filter(Object message) {
        throw new UnsupportedOperationException("write to a server channel");
    }
}
