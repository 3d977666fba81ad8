// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;

/**
 * A kernel for tests: lays io_uring's queues out in real memory, runs operations on simulated sockets and eventfds, and
 * makes every choice that Linux would leave open from a {@link FaultPlan}'s seed.
 *
 * <p>With a simulated clock it is for one thread: an enter that would sleep first lets the scripted far ends act, then
 * moves the clock to what is due next, and fails the test if nothing is. With the real clock it serves any threads.
 * A broken rule throws {@link KernelFailure} out of the system call and is kept for {@link #verify()}.
 */
public final class FakeKernel extends KernelBorder implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Syscalls host = NativeSyscalls.get();
    private final KernelMemory memory = new KernelMemory(host);
    private final DescriptorTable descriptors = new DescriptorTable();
    private final FakeFileSystem fileSystem = new FakeFileSystem(this);
    private final FakeNetwork network = new FakeNetwork(this);
    private final SocketCalls sockets = new SocketCalls(this);
    private final RingCalls rings = new RingCalls(this);
    private final PipeCalls pipes = new PipeCalls(this);
    private final DescriptorCalls files = new DescriptorCalls(this);
    private final SqeValidator validator = new SqeValidator(this);
    private final Persona persona = new Persona();
    private final KernelReport report;
    private final Script script = new Script();
    private final TrackingAllocator allocator = new TrackingAllocator(host, this::releasing);
    private final FaultPlan plan;
    private final KernelClock clock;
    private final KernelSleep sleep;
    private List<NativeRegion> liveRegions;

    /**
     * A kernel with a simulated clock and the faults that the seed brings.
     *
     * @param seed repeats the run
     */
    public FakeKernel(long seed) {
        this(FaultPlan.random(seed));
    }

    /**
     * A kernel with a simulated clock.
     *
     * @param plan its faults
     */
    public FakeKernel(FaultPlan plan) {
        this(plan, true);
    }

    private FakeKernel(FaultPlan plan, boolean simulatedClock) {
        this.plan = plan;
        clock = new KernelClock(simulatedClock);
        sleep = new KernelSleep(this, lock.newCondition());
        report = new KernelReport(plan);
    }

    /**
     * A kernel with the real clock, for event loops on their own threads.
     *
     * @param plan its faults
     * @return the kernel
     */
    public static FakeKernel realTime(FaultPlan plan) {
        return new FakeKernel(plan, false);
    }

    /** {@return the faults} */
    public FaultPlan plan() {
        return plan;
    }

    /** {@return which Linux it claims to be; change it before the first ring} */
    public Persona persona() {
        return persona;
    }

    /** {@return the checks} */
    public SqeValidator validator() {
        return validator;
    }

    /** {@return an allocator whose memory the kernel knows; SQEs may point into it} */
    public TrackingAllocator allocator() {
        return allocator;
    }

    /** {@return what far ends do when the code under test waits} */
    public Script script() {
        return script;
    }

    /** {@return {@code CLOCK_MONOTONIC} in nanoseconds} */
    public long nanoTime() {
        return locked(clock::nowNs);
    }

    /**
     * Lets simulated time pass.
     *
     * @param ns nanoseconds
     */
    public void advance(long ns) {
        locked(() -> {
            clock.advanceTo(clock.nowNs() + ns);
            return clock.runDue();
        });
    }

    /** {@return its files, by name} */
    public FakeFileSystem fileSystem() {
        return fileSystem;
    }

    /** {@return the outside of this machine, to connect from and to} */
    public FakePeers peers() {
        return new FakePeers(this);
    }

    /**
     * Lets something happen without faults, for example the probing of capabilities.
     *
     * @param <T> result
     * @param call what
     * @return its result
     */
    public <T> T withoutFaults(Supplier<T> call) {
        plan.pause(true);
        try {
            return call.get();
        } finally {
            plan.pause(false);
        }
    }

    /**
     * Keeps at most so many descriptors open at a time.
     *
     * @param descriptorLimit after which there is {@code -EMFILE}
     */
    public void descriptorLimit(int descriptorLimit) {
        locked(() -> {
            descriptors.limit(descriptorLimit);
            return true;
        });
    }

    /** {@return operations in flight on all rings} */
    public int inFlight() {
        return locked(() -> rings.inFlight().size());
    }

    /** {@return threads that Linux would have waiting for operations, beside the loops' own} */
    public long workers() {
        return locked(() -> rings.inFlight().stream().filter(Request::occupiesThread).count());
    }

    /** {@return operations that wait for one of the worker threads, which others occupy} */
    public int waitingForWorker() {
        return locked(() -> rings.open().stream().mapToInt(FakeRing::waitingForWorker).sum());
    }

    /** {@return provided buffers that it had and has not now; none while nobody has the bytes of one} */
    public int missingBuffers() {
        return locked(() -> rings.open().stream().flatMap(ring -> ring.bufferGroups.values().stream())
                .mapToInt(BufferGroup::missing).sum());
    }

    /** {@return descriptors, mappings, operations and buffers that are left, one line each} */
    public List<String> leaks() {
        return locked(() -> {
            List<String> leaks = new ArrayList<>(descriptors.describe());
            rings.mapped().forEach(mapping -> leaks.add(mapping.toString()));
            rings.inFlight().forEach(request -> leaks.add("in flight: " + request));
            leaks.addAll(allocator.describeLive());
            return leaks;
        });
    }

    /** {@return the seed and how to repeat it, what is in flight, and what happened last} */
    public String describe() {
        return locked(() -> report.describe("kernel:", rings.open()));
    }

    /** Throws the first broken rule, if there was one, although the code under test may have caught it. */
    public void verify() {
        report.verify();
    }

    /** Verifies, and that nothing is left. */
    @Override
    public void close() {
        verify();
        List<String> leaks = leaks();
        if (!leaks.isEmpty()) {
            throw failure("left behind: " + String.join("; ", leaks));
        }
    }

    // For the rest of the kernel.

    @Override
    <T> T locked(Supplier<T> call) {
        lock.lock();
        try {
            if (lock.getHoldCount() == 1) {
                liveRegions = null;
            }
            return call.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    Syscalls host() {
        return host;
    }

    KernelMemory memory() {
        return memory;
    }

    KernelClock clock() {
        return clock;
    }

    DescriptorTable descriptors() {
        return descriptors;
    }

    FakeNetwork network() {
        return network;
    }

    @Override
    SocketCalls sockets() {
        return sockets;
    }

    List<NativeRegion> liveRegions() {
        if (liveRegions == null) {
            liveRegions = List.copyOf(NativeRegion.live());
        }
        return liveRegions;
    }

    void checkHealthy() {
        report.verify();
    }

    void trace(String format, Object... arguments) {
        report.trace(clock.nowNs(), format, arguments);
    }

    @Override
    KernelFailure failure(String message) {
        return report.failure(message, rings.open());
    }

    void recordFailure(String message) {
        report.failure(message, rings.open());
    }

    @Override
    RingCalls rings() {
        return rings;
    }

    @Override
    PipeCalls pipes() {
        return pipes;
    }

    @Override
    DescriptorCalls files() {
        return files;
    }

    /** Sleeps until something may have changed or the deadline has passed. */
    void sleep(long deadlineNs) {
        sleep.until(deadlineNs);
        liveRegions = null;
        clock.runDue();
    }

    /** Something may have changed. */
    void signal() {
        sleep.end();
    }

    private void releasing(long address, long lengthBytes) {
        locked(() -> {
            rings.open().forEach(ring -> validator.checkUnused(ring, address, lengthBytes));
            return true;
        });
    }

    @Override
    public String bindingName() {
        return "fake kernel, " + plan;
    }

    @Override
    public String toString() {
        return bindingName();
    }
}
