// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import java.net.SocketAddress;
import java.util.concurrent.Executor;

/**
 * What a channel does with its socket: it is a {@link Stream}, carries {@link Datagrams}, or is a {@link Listener}. To
 * the channel it is one part, whatever it is made of. Loop thread only, but for what says so.
 */
interface ChannelRole extends ChannelPart {
    /** {@return the address of the other end; null without one. Any thread} */
    SocketAddress remoteAddress();

    /** Connects, or fails the promise. */
    void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise);

    /** {@code read()} was called. */
    void beginRead();

    /** Reads are no longer wanted. */
    void stopReading();

    /** The channel joined a loop or became active there; what waited goes on. */
    void resume();

    /** The channel's priority has changed: what is armed from now on has it; what stays armed must be armed anew. */
    void priorityChanged();

    /** {@return whether flushed data must wait: for a connection, for a send, for a loop} */
    boolean holdsFlushes();

    /** Sends what is flushed. */
    void write(ChannelOutboundBuffer outbound) throws Exception;

    /** {@return a message of the user's in the form in which it is sent} */
    Object filter(Object message) throws Exception;

    /** {@return where to close the descriptor; null for here} */
    default Executor closeExecutor() {
        return null;
    }
}
