// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples;

import static org.nettyuring.stream.Blocking.await;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.ExecutorService;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.stream.TcpListener;
import org.nettyuring.stream.TcpStream;

/** Echoes with a virtual thread per connection, on io_uring: {@code BlockingEchoServer [port]}. */
public final class BlockingEchoServer {
    private BlockingEchoServer() {}

    /** Prints the port it listens on; 0 or none is any. */
    public static void main(String[] args) throws Exception {
        final int port = args.length > 0 ? Integer.parseInt(args[0]) : 0;
        try (TcpListener listener = await(TcpListener.bind(new IoUringEventLoopGroup(), new InetSocketAddress(port)))) {
            System.out.println("listening on " + listener.localAddress());
            serve(listener, VirtualThreads.newExecutor());
        }
    }

    /** {@return a listener whose connections are served until it is closed} */
    public static TcpListener start(EventLoopGroup group, ExecutorService threads, int port)
            throws IOException, InterruptedException {
        final TcpListener listener = await(TcpListener.bind(group, new InetSocketAddress(port)));
        threads.submit(() -> serve(listener, threads));
        return listener;
    }

    /** Serves who comes until the listener is closed; returns then. */
    public static Void serve(TcpListener listener, ExecutorService threads) throws IOException, InterruptedException {
        try {
            while (true) {
                final TcpStream stream = await(listener.accept());
                threads.submit(() -> echo(stream));
            }
        } catch (ClosedChannelException e) {
            return null; // the listener was closed
        }
    }

    private static Void echo(TcpStream stream) throws IOException, InterruptedException {
        try (stream) {
            for (ByteBuf bytes = await(stream.read()); bytes != null; bytes = await(stream.read())) {
                await(stream.write(bytes));
            }
            return await(stream.shutdownOutput());
        }
    }
}
