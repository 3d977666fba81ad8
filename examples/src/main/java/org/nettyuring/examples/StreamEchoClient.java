// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.stream.Blocking;
import org.nettyuring.stream.TcpStream;

/** Sends a text and gets it back, with futures, on io_uring: {@code StreamEchoClient host port text}. */
public final class StreamEchoClient {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private StreamEchoClient() {}

    /** Prints what came back. */
    public static void main(String[] args) throws Exception {
        final EventLoopGroup group = new IoUringEventLoopGroup(1);
        try {
            final SocketAddress server = InetSocketAddress.createUnresolved(args[0], Integer.parseInt(args[1]));
            System.out.println(Blocking.await(ask(group, server, args[2])));
        } finally {
            group.shutdownGracefully();
        }
    }

    /** {@return the answer} */
    public static Future<String> ask(EventLoopGroup group, SocketAddress server, String text) {
        final Promise<String> answer = group.next().newPromise();
        TcpStream.connect(group, server).addListener(connected -> {
            if (connected.isSuccess()) {
                ask((TcpStream) connected.getNow(), text.getBytes(UTF_8), answer);
            } else {
                answer.setFailure(connected.cause());
            }
        });
        return answer;
    }

    private static void ask(TcpStream stream, byte[] text, Promise<String> answer) {
        answer.addListener(done -> stream.close());
        stream.write(Unpooled.wrappedBuffer(text));
        stream.readFully(text.length, PATIENCE).addListener(read -> {
            if (read.isSuccess()) {
                final ByteBuf bytes = (ByteBuf) read.getNow();
                answer.setSuccess(new String(ByteBufUtil.getBytes(bytes), UTF_8));
                bytes.release();
            } else {
                answer.setFailure(read.cause());
            }
        });
    }
}
