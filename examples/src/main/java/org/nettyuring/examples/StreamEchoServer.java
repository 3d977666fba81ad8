// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.stream.Blocking;
import org.nettyuring.stream.TcpListener;
import org.nettyuring.stream.TcpStream;

/** Echoes with futures, on io_uring: {@code StreamEchoServer [port]}. Everything but {@code main} runs on the loops. */
public final class StreamEchoServer {
    private StreamEchoServer() {}

    /** Prints the port it listens on; 0 or none is any. */
    public static void main(String[] args) throws Exception {
        final EventLoopGroup group = new IoUringEventLoopGroup();
        final TcpListener listener = start(group, args.length > 0 ? Integer.parseInt(args[0]) : 0);
        System.out.println("listening on " + listener.localAddress());
        Blocking.await(listener.closeFuture());
    }

    /** {@return a listener whose connections are served until it is closed, and they are} */
    public static TcpListener start(EventLoopGroup group, int port) throws IOException, InterruptedException {
        final TcpListener listener = Blocking.await(TcpListener.bind(group, new InetSocketAddress(port)));
        acceptFrom(listener);
        return listener;
    }

    /** Serves who comes until the listener is closed; returns at once. */
    public static void acceptFrom(TcpListener listener) {
        listener.accept().addListener(accepted -> {
            if (accepted.isSuccess()) {
                echo((TcpStream) accepted.getNow());
                acceptFrom(listener);
            }
        });
    }

    /** One piece at a time: a client that does not read is not read from. */
    private static void echo(TcpStream stream) {
        stream.read().addListener(read -> {
            if (!read.isSuccess()) {
                stream.close();
            } else if (read.getNow() == null) {
                stream.shutdownOutput().addListener(ended -> stream.close());
            } else {
                stream.write((ByteBuf) read.getNow()).addListener(written -> echo(stream));
            }
        });
    }
}
