// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.parts;

import java.util.concurrent.TimeUnit;
import org.nettyuring.ring.CqeBatch;
import org.nettyuring.ring.Ring;
import org.nettyuring.ring.RingConfig;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.NativeSyscalls;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Writing submission queue entries, and reading completions, without anything above the ring. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Thread)
public class QueueBenchmark {
    private static final int BATCH = 64;
    private static final int ANY_FD = 7;
    private static final long ANY_ADDRESS = 0x7000_0000_0000L;

    private Ring ring;
    private CqeBatch batch;
    private long userData;

    /** Makes a ring of this thread. */
    @Setup
    public void open() throws ErrnoException {
        ring = Ring.create(new RingConfig(NativeSyscalls.get(), BATCH, 2 * BATCH));
        ring.enable();
        batch = new CqeBatch(BATCH);
    }

    /** Nothing is in flight. */
    @TearDown
    public void close() {
        ring.close();
    }

    /** A whole entry; taken back, so that the kernel never sees it. */
    @Benchmark
    public void prepareSend() {
        ring.nextSqe().prepSend(ANY_FD, ANY_ADDRESS, 64, 0).userData(userData++);
        ring.ungetSqe();
    }

    /** A whole entry; taken back, so that the kernel never sees it. */
    @Benchmark
    public void prepareRecvMultishot() {
        ring.nextSqe().prepRecvMultishot(ANY_FD, 0, 0, 0).bufferSelect(1).userData(userData++);
        ring.ungetSqe();
    }

    /** 64 {@code NOP}s in one enter, drained and not looked at: compare with {@code DispatchBenchmark}. Per entry. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int submitAndDrain() {
        for (int i = 0; i < BATCH; i++) {
            ring.nextSqe().prepNop().userData(i);
        }
        ring.submitAndWait(BATCH, -1);
        return ring.drainTo(batch);
    }
}
