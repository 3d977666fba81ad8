// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.parts;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Promise;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.ring.Feature;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A task for a loop that sleeps, by each kind of bell, until its result is there; the scheduler's part included. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class WakeBenchmark {
    /** {@code message} is {@code IORING_REGISTER_SEND_MSG_RING}; the ring's own entries need {@code message}, too. */
    @Param({"message", "eventfd"})
    private String bell;

    private IoUringEventLoopGroup group;
    private EventLoop first;
    private EventLoop second;

    /** Makes two loops. */
    @Setup
    public void open() {
        final IoUringIoHandlerConfig.Builder config = IoUringIoHandlerConfig.builder();
        if (bell.equals("eventfd")) {
            config.disable(Feature.REGISTER_SEND_MSG_RING).disable(Feature.MSG_RING);
        }
        group = new IoUringEventLoopGroup(2, config.build());
        first = group.next();
        second = group.next();
    }

    /** Ends the loops. */
    @TearDown
    public void close() throws InterruptedException {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }

    /** From this thread to a loop and back. */
    @Benchmark
    public int fromThread() throws ExecutionException, InterruptedException {
        return first.submit(() -> 1).get();
    }

    /** From this thread to a loop, from there to another loop, and back from that. */
    @Benchmark
    public int fromThreadThenLoop() throws ExecutionException, InterruptedException {
        final Promise<Integer> done = second.newPromise();
        first.execute(() -> second.execute(() -> done.setSuccess(1)));
        return done.get();
    }
}
