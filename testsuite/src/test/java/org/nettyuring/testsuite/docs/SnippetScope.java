// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.docs;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.IoEventLoop;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.channel.NettyTransport;
import org.nettyuring.loop.IoUringPoll;
import org.nettyuring.loop.RingFuture;
import org.nettyuring.loop.RingOperation;
import org.nettyuring.loop.RingOperations;

/** What the code in our documents takes for granted: an application's own names. Nothing of it ever runs. */
public abstract class SnippetScope {
    protected static final Duration PATIENCE = Duration.ofSeconds(1);
    protected static final int F_GETFL = 3;

    protected IoUringEventLoopGroup group;
    protected IoEventLoop loop;
    protected IoEventLoop otherLoop;
    protected Channel channel;
    protected NettyTransport transport;
    protected RingOperations operations;
    protected IoUringPoll poll;
    protected ByteBuf buffer;
    protected ByteBuf request;
    protected InetSocketAddress server;
    protected MeterRegistry registry;
    protected String document;
    protected Library library;
    protected int fd;

    /** An application's. */
    public static final class HttpHelloInitializer extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel accepted) {
            accepted.pipeline().addLast(new HttpServerCodec());
        }
    }

    /** Somebody else's, with a descriptor. */
    protected interface Library {
        /** Reads what is there. */
        void process(int fd);

        /** Closes it. */
        void destroy(int fd);
    }

    protected abstract void log(String line);

    protected abstract Object parse(String text);

    protected abstract void use(RingFuture done);

    protected abstract RingOperation read(int file, long position);

    protected abstract RingOperation write(int file);

    protected abstract RingOperation sync(int file);

    protected abstract RingOperation rename();
}
