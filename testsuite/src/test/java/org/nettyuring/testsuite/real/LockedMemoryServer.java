// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.nettyuring.channel.IoUringChannelOption;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.TransportUnderTest;

/**
 * The child process of {@link LockedMemoryTest}: with a server running it makes loops until there is no locked memory
 * left, and then sends without copies, for which there is none. It prints what it saw.
 */
final class LockedMemoryServer {
    static final int RESPONSE_BYTES = 1 << 20;
    private static final int CLIENTS = 3;
    private static final int MOST_LOOPS = 64;

    private LockedMemoryServer() {}

    /**
     * Runs.
     *
     * @param args none
     */
    public static void main(String[] args) throws Exception {
        Mode.selected().install();
        List<EventLoopGroup> loops = new ArrayList<>();
        try (Loopback loopback = Loopback.serve(TransportUnderTest.URING, newLoop(),
                b -> b.childOption(IoUringChannelOption.IO_URING_WRITE_ZERO_COPY_THRESHOLD, 0),
                ch -> ch.pipeline().addLast(new Respond()))) {
            exhaust(loops);
            for (int i = 0; i < CLIENTS; i++) {
                System.out.println("received: " + receive(loopback));
            }
        }
        for (EventLoopGroup group : loops) {
            group.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
        }
        System.exit(0);
    }

    private static IoUringEventLoopGroup newLoop() {
        return new IoUringEventLoopGroup(1, Mode.selected().config().ringSize(64).cqSize(128)
                .buffers(8, 16 * 1024).build());
    }

    private static void exhaust(List<EventLoopGroup> loops) {
        for (int i = 0; i < MOST_LOOPS; i++) {
            try {
                loops.add(newLoop());
            } catch (RuntimeException e) {
                for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                    System.out.println("refused: " + cause.getMessage());
                }
                return;
            }
        }
        System.out.println("never refused");
    }

    private static int receive(Loopback loopback) throws IOException {
        try (Socket client = new Socket(loopback.address().getAddress(), loopback.address().getPort())) {
            client.setSoTimeout(20_000);
            client.getOutputStream().write('?');
            InputStream in = client.getInputStream();
            return in.readAllBytes().length;
        }
    }

    /** Answers the first byte with a large response in one buffer, and closes. */
    private static final class Respond extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ((ByteBuf) msg).release();
            ChannelFuture sent = ctx.writeAndFlush(ctx.alloc().directBuffer().writeZero(RESPONSE_BYTES));
            sent.addListener(future -> {
                if (!future.isSuccess()) {
                    System.out.println("failed: " + future.cause());
                }
            });
            sent.addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            System.out.println("exception: " + cause);
            ctx.close();
        }
    }
}
