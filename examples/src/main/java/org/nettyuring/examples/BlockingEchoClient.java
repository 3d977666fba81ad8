// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.nettyuring.stream.Blocking.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.stream.TcpStream;

/** Sends a text and gets it back, with calls that block, on io_uring: {@code BlockingEchoClient host port text}. */
public final class BlockingEchoClient {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private BlockingEchoClient() {}

    /** Prints what came back. */
    public static void main(String[] args) throws Exception {
        final EventLoopGroup group = new IoUringEventLoopGroup(1);
        try {
            final SocketAddress server = InetSocketAddress.createUnresolved(args[0], Integer.parseInt(args[1]));
            System.out.println(ask(group, server, args[2]));
        } finally {
            group.shutdownGracefully();
        }
    }

    /** {@return the answer} */
    public static String ask(EventLoopGroup group, SocketAddress server, String text)
            throws IOException, InterruptedException {
        try (TcpStream stream = await(TcpStream.connect(group, server))) {
            final byte[] bytes = text.getBytes(UTF_8);
            await(stream.write(Unpooled.wrappedBuffer(bytes), PATIENCE));
            final ByteBuf answer = await(stream.readFully(bytes.length, PATIENCE));
            try {
                return new String(ByteBufUtil.getBytes(answer), UTF_8);
            } finally {
                answer.release();
            }
        }
    }
}
