// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import java.util.concurrent.TimeUnit;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.op.MsgRingOp;
import org.nettyuring.op.SubmitArena;
import org.nettyuring.op.UserData;
import org.nettyuring.ring.Ring;
import org.nettyuring.ring.RingConfig;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Each kind of bell, rung and answered on one thread, so that nothing but the bell and the enter that takes it is
 * measured: no sleep, no scheduler. {@code WakeBenchmark} measures those too.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Thread)
public class DoorbellBenchmark {
    private Ring ring;
    private Ring otherRing;
    private SubmitArena arena;
    private SubmitArena otherArena;
    private LoopCounters counters;
    private RingDriver driver;
    private RingDriver otherDriver;
    private Doorbell eventFd;
    private Doorbell message;
    private MsgRingOp.Pool messages;
    private long failures;

    /** Makes two rings of this thread. */
    @Setup
    public void open() throws ErrnoException {
        final Syscalls syscalls = NativeSyscalls.get();
        counters = new LoopCounters();
        ring = Ring.create(new RingConfig(syscalls, 8, 16));
        ring.enable();
        arena = new SubmitArena(syscalls.allocate(4096, "arena"));
        driver = new RingDriver(ring, arena, counters, System::nanoTime);
        otherRing = Ring.create(new RingConfig(syscalls, 8, 16));
        otherRing.enable();
        otherArena = new SubmitArena(syscalls.allocate(4096, "arena"));
        otherDriver = new RingDriver(otherRing, otherArena, new LoopCounters(), System::nanoTime);
        eventFd = new EventFdDoorbell(syscalls, driver, counters);
        eventFd.open();
        driver.enter();
        message = new MessageDoorbell(syscalls, ring);
        messages = new MsgRingOp.Pool("benchmark");
    }

    /** Takes the eventfd's read back. */
    @TearDown
    public void close() {
        eventFd.close();
        eventFd.beginClose();
        while (driver.pending() != 0) {
            driver.enterAndWait();
            driver.dispatch();
        }
        eventFd.free();
        message.close();
        message.free();
        otherArena.close();
        otherRing.close();
        arena.close();
        ring.close();
    }

    /** From any thread: {@code write(2)} to an eventfd that a read in the ring waits for; the read is armed again. */
    @Benchmark
    public long eventFd() {
        eventFd.ring();
        return answer();
    }

    /** From any thread: {@code IORING_REGISTER_SEND_MSG_RING}. */
    @Benchmark
    public long registeredMessage() {
        message.ring();
        return answer();
    }

    /** From a loop: an {@code MSG_RING} entry of its own ring, which goes at once. */
    @Benchmark
    public long messageFromRing() {
        final MsgRingOp bell =
                messages.take(ring.fd(), UserData.pack(UserData.KIND_BELL, 0, 0), () -> failures++);
        otherDriver.submitNow(bell);
        otherDriver.dispatch();
        while (bell.isPending()) {
            otherDriver.enterAndWait();
            otherDriver.dispatch();
        }
        if (failures != 0) {
            throw new IllegalStateException("the kernel did not post the message");
        }
        return answer();
    }

    private long answer() {
        final long before = counters.bellsReceived;
        while (counters.bellsReceived == before) {
            driver.enterAndWait();
            driver.dispatch();
        }
        return counters.bellsReceived;
    }
}
