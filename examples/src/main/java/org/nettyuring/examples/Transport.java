// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.util.function.IntFunction;
import org.nettyuring.channel.NettyTransport;

/**
 * All that a program says about its transport: which group, and which channel classes. Everything else in these
 * examples is the same for each. A program of your own needs no more than {@link NettyTransport#best()}; this adds
 * Netty's own io_uring, to compare with.
 *
 * @param group makes an event loop group of that many threads
 * @param server the class of listening channels
 * @param client the class of connecting channels
 */
public record Transport(
        IntFunction<EventLoopGroup> group, Class<? extends ServerChannel> server, Class<? extends Channel> client) {

    /** {@return the transport that the first word names; loads nothing of the others} */
    public static Transport of(String... args) {
        final String name = args.length == 0 ? "best" : args[0];
        return switch (name) {
            case "best" -> of(NettyTransport.best());
            case "nio", "epoll", "uring" -> of(NettyTransport.of(name));
            case "netty-uring" -> new Transport(
                    threads -> new MultiThreadIoEventLoopGroup(threads, IoUringIoHandler.newFactory()),
                    IoUringServerSocketChannel.class, IoUringSocketChannel.class);
            default -> throw new IllegalArgumentException(
                    "transport: '" + name + "' (expected: best, nio, epoll, netty-uring or uring)");
        };
    }

    private static Transport of(NettyTransport transport) {
        return new Transport(transport::newGroup, transport.serverSocketChannel(), transport.socketChannel());
    }
}
