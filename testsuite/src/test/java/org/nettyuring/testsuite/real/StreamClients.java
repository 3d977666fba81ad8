// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.nettyuring.stream.Blocking.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.nettyuring.stream.StreamOptions;
import org.nettyuring.stream.TcpListener;
import org.nettyuring.stream.TcpStream;

/** Clients of echo servers, of both styles, that check what comes back. */
final class StreamClients {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_BYTES = 700;

    private StreamClients() {}

    /** {@return how many messages came back} */
    static long talk(TcpStream stream, int number, long endNs) throws IOException, InterruptedException {
        long echoes = 0;
        try (stream) {
            do {
                ByteBuf message = message(number, echoes);
                int length = message.readableBytes();
                await(stream.write(message, PATIENCE));
                check(await(stream.readFully(length, PATIENCE)), number, echoes);
                echoes++;
            } while (System.nanoTime() - endNs < 0);
            await(stream.shutdownOutput());
            if (await(stream.read(PATIENCE)) != null) {
                throw new AssertionError("more came back than was sent");
            }
        }
        await(stream.closeFuture());
        return echoes;
    }

    private static ByteBuf message(int number, long sequence) {
        int length = Long.BYTES + (int) ((number * 31L + sequence * 17) % MOST_BYTES);
        return Unpooled.buffer(length).writeLong((long) number << 32 | sequence)
                .writeZero(length - Long.BYTES);
    }

    private static void check(ByteBuf echo, int number, long sequence) {
        ByteBuf expected = message(number, sequence);
        boolean equal = echo.equals(expected);
        echo.release();
        if (!equal) {
            throw new AssertionError("connection " + number + ": another message " + sequence + " came back");
        }
    }

    /** Talks without a thread. */
    static final class FutureClient {
        private final EventLoopGroup group;
        private final TcpListener listener;
        private final StreamOptions options;
        private final int number;
        private final long endNs;
        private final CompletableFuture<Long> done = new CompletableFuture<>();
        private TcpStream stream;
        private long echoes;

        FutureClient(EventLoopGroup group, TcpListener listener, StreamOptions options, int number, long endNs) {
            this.group = group;
            this.listener = listener;
            this.options = options;
            this.number = number;
            this.endNs = endNs;
        }

        /** {@return how many messages came back} */
        CompletableFuture<Long> start() {
            TcpStream.connect(group, listener.localAddress(), options).addListener(connected -> {
                if (connected.isSuccess()) {
                    stream = (TcpStream) connected.getNow();
                    next();
                } else {
                    done.completeExceptionally(connected.cause());
                }
            });
            return done;
        }

        private void next() {
            if (echoes > 0 && System.nanoTime() - endNs >= 0) {
                stream.shutdownOutput();
                stream.read(PATIENCE).addListener(end -> finish(end.isSuccess() && end.getNow() == null
                        ? null : new AssertionError("no end: " + end, end.cause())));
                return;
            }
            ByteBuf message = message(number, echoes);
            int length = message.readableBytes();
            stream.write(message);
            stream.readFully(length, PATIENCE).addListener(read -> {
                if (!read.isSuccess()) {
                    finish(read.cause());
                    return;
                }
                try {
                    check((ByteBuf) read.getNow(), number, echoes);
                    echoes++;
                    next();
                } catch (AssertionError e) {
                    finish(e);
                }
            });
        }

        private void finish(Throwable failure) {
            stream.close();
            stream.closeFuture().addListener(closed -> {
                if (failure == null) {
                    done.complete(echoes);
                } else {
                    done.completeExceptionally(failure);
                }
            });
        }
    }
}
