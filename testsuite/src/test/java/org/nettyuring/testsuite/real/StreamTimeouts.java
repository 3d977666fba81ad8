// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.nettyuring.stream.TcpStream;

/** Reads again and again what never comes, and measures when each ends. Everything happens on the stream's loop. */
final class StreamTimeouts {
    /** On a machine that does much else. */
    static final long LATEST_NS = TimeUnit.SECONDS.toNanos(5);
    private static final int LONGEST_MILLIS = 250;

    private final TcpStream stream;
    private final SplittableRandom random;
    private final long endNs;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private long latestNs;
    private int reads;

    StreamTimeouts(TcpStream stream, SplittableRandom random, long endNs) {
        this.stream = stream;
        this.random = random;
        this.endNs = endNs;
        stream.channel().eventLoop().execute(this::next);
    }

    private void next() {
        Duration timeout = Duration.ofMillis(1 + random.nextInt(LONGEST_MILLIS));
        long startNs = System.nanoTime();
        Future<ByteBuf> read = stream.read(timeout);
        read.addListener(ended -> {
            long lateNs = System.nanoTime() - startNs - timeout.toNanos();
            latestNs = Math.max(latestNs, lateNs);
            reads++;
            if (!(read.cause() instanceof SocketTimeoutException) || lateNs < 0) {
                end(new AssertionError(read + " after " + timeout + " and " + lateNs + " ns", read.cause()));
            } else if (System.nanoTime() - endNs < 0) {
                next();
            } else {
                end(null);
            }
        });
    }

    private void end(Throwable failure) {
        stream.close();
        stream.closeFuture().addListener(closed -> {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        });
    }

    /** Each read ended by its timeout, not early, and not late. */
    static void verify(List<StreamTimeouts> all) throws Exception {
        for (StreamTimeouts timeouts : all) {
            timeouts.done.get(60, TimeUnit.SECONDS);
        }
        long latest = all.stream().mapToLong(timeouts -> timeouts.latestNs).max().orElseThrow();
        int reads = all.stream().mapToInt(timeouts -> timeouts.reads).sum();
        System.out.println(reads + " reads ended by their timeouts, the latest " + latest / 1000 + " us late");
        assertThat(latest).isLessThan(LATEST_NS);
    }
}
