// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import java.util.function.IntFunction;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.channel.IoUringServerSocketChannel;
import org.nettyuring.channel.IoUringSocketChannel;

/**
 * All that a program says about its transport: which group, and which channel classes. Everything else in these
 * examples is the same for each.
 *
 * @param group makes an event loop group of that many threads
 * @param server the class of listening channels
 * @param client the class of connecting channels
 */
public record Transport(
        IntFunction<EventLoopGroup> group, Class<? extends ServerChannel> server, Class<? extends Channel> client) {

    /** {@return the transport that the first word names; loads nothing of the others} */
    public static Transport of(String... args) {
        final String name = args.length == 0 ? "" : args[0];
        return switch (name) {
            case "nio" -> new Transport(
                    threads -> new MultiThreadIoEventLoopGroup(threads, NioIoHandler.newFactory()),
                    NioServerSocketChannel.class, NioSocketChannel.class);
            case "epoll" -> new Transport(
                    threads -> new MultiThreadIoEventLoopGroup(threads, EpollIoHandler.newFactory()),
                    EpollServerSocketChannel.class, EpollSocketChannel.class);
            case "uring" -> new Transport(
                    IoUringEventLoopGroup::new,
                    IoUringServerSocketChannel.class, IoUringSocketChannel.class);
            case "netty-uring" -> new Transport(
                    threads -> new MultiThreadIoEventLoopGroup(threads, IoUringIoHandler.newFactory()),
                    io.netty.channel.uring.IoUringServerSocketChannel.class,
                    io.netty.channel.uring.IoUringSocketChannel.class);
            default -> throw new IllegalArgumentException(
                    "transport: '" + name + "' (expected: nio, epoll, netty-uring or uring)");
        };
    }
}
