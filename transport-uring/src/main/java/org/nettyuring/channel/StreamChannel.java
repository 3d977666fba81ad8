// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;

/** What {@link DuplexChannel} asks of a channel whose role is a {@link Stream}, whichever its address family. */
interface StreamChannel extends DuplexChannel {
    private AbstractIoUringChannel self() {
        return (AbstractIoUringChannel) this;
    }

    private Stream stream() {
        return (Stream) self().role();
    }

    @Override
    default boolean isInputShutdown() {
        return self().socket.isInputShutdown();
    }

    @Override
    default boolean isOutputShutdown() {
        return self().socket.isOutputShutdown();
    }

    @Override
    default boolean isShutdown() {
        return isInputShutdown() && isOutputShutdown();
    }

    @Override
    default ChannelFuture shutdownInput() {
        return shutdownInput(newPromise());
    }

    @Override
    default ChannelFuture shutdownInput(ChannelPromise promise) {
        return stream().shutdownInput(promise);
    }

    @Override
    default ChannelFuture shutdownOutput() {
        return shutdownOutput(newPromise());
    }

    /** Gives the kernel a try at what is flushed, then shuts the output down; the rest fails. */
    @Override
    default ChannelFuture shutdownOutput(ChannelPromise promise) {
        return stream().shutdownOutput(promise);
    }

    @Override
    default ChannelFuture shutdown() {
        return shutdown(newPromise());
    }

    @Override
    default ChannelFuture shutdown(ChannelPromise promise) {
        return stream().shutdown(promise);
    }
}
