// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.util.internal.SystemPropertyUtil;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.nettyuring.buffer.BufferGeometry;
import org.nettyuring.ring.Feature;
import org.nettyuring.ring.RingCapabilities;
import org.nettyuring.sys.Syscalls;

/**
 * Settings of one loop's ring and receive memory; immutable, made by a {@link Builder}. Defaults come from
 * {@code -Dorg.nettyuring.ringSize}, {@code .cqSize}, {@code .bufferCount}, {@code .bufferSize},
 * {@code .spinMicros}, {@code .directSends}, {@code .workers} and {@code .operationsInFlight}.
 */
public final class IoUringIoHandlerConfig {
    private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(IoUringIoHandlerConfig.class);
    private static final String PREFIX = "org.nettyuring.";
    /** The kernel's {@code IORING_MAX_ENTRIES}. */
    private static final int MAX_RING_SIZE = 32_768;
    private static final int MAX_CQ_SIZE = 2 * MAX_RING_SIZE;
    private static final int MAX_BUFFERS = 32_768;
    private static final int MIN_BUFFER_SIZE = 64;
    private static final int MAX_BUFFER_SIZE = 1 << 24;
    private static final int DEFAULT_RING_SIZE = fromProperty("ringSize", 256, 1, MAX_RING_SIZE);
    private static final int DEFAULT_CQ_SIZE = fromProperty("cqSize", 4096, 2, MAX_CQ_SIZE);
    private static final int DEFAULT_BUFFER_COUNT = fromProperty("bufferCount", 64, 1, MAX_BUFFERS);
    private static final int DEFAULT_BUFFER_SIZE =
            fromProperty("bufferSize", 64 * 1024, MIN_BUFFER_SIZE, MAX_BUFFER_SIZE);
    private static final int MAX_SPIN_MICROS = 1_000_000;
    private static final int DEFAULT_SPIN_MICROS = fromProperty("spinMicros", 0, 0, MAX_SPIN_MICROS);
    private static final int MAX_DIRECT_SENDS = 256;
    private static final int DEFAULT_DIRECT_SENDS = fromProperty("directSends", 4, 0, MAX_DIRECT_SENDS);
    private static final int MAX_WORKERS = 32_768;
    private static final int DEFAULT_WORKERS = fromProperty("workers", 32, 1, MAX_WORKERS);
    private static final int MAX_OPERATIONS = 1 << 20;
    private static final int DEFAULT_OPERATIONS = fromProperty("operationsInFlight", 4096, 1, MAX_OPERATIONS);

    private final int ringSize;
    private final int cqSize;
    private final int bufferCount;
    private final int bufferSize;
    private final int spinMicros;
    private final int directSends;
    private final int workers;
    private final int operationsInFlight;
    private final OperationOverflow operationOverflow;
    private final Set<Feature> disabledFeatures;
    private final Syscalls syscalls;
    private final LongSupplier clock;

    private IoUringIoHandlerConfig(Builder builder) {
        ringSize = builder.ringSize;
        cqSize = Math.max(builder.cqSize, builder.ringSize);
        bufferCount = builder.bufferCount;
        bufferSize = builder.bufferSize;
        spinMicros = builder.spinMicros;
        directSends = builder.directSends;
        workers = builder.workers;
        operationsInFlight = builder.operationsInFlight;
        operationOverflow = builder.operationOverflow;
        disabledFeatures = Set.copyOf(builder.disabledFeatures);
        syscalls = builder.syscalls;
        clock = builder.clock;
    }

    /** {@return a builder with the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return submission queue entries} */
    public int ringSize() {
        return ringSize;
    }

    /** {@return completion queue entries, at least {@link #ringSize()}} */
    public int cqSize() {
        return cqSize;
    }

    /** {@return provided receive buffers of the loop} */
    public int bufferCount() {
        return bufferCount;
    }

    /** {@return bytes of one provided receive buffer; cut smaller where a message takes a whole one} */
    public int bufferSize() {
        return bufferSize;
    }

    /** {@return microseconds that a loop looks for work before it sleeps; 0 for none} */
    public int spinMicros() {
        return spinMicros;
    }

    long spinNs() {
        return TimeUnit.MICROSECONDS.toNanos(spinMicros);
    }

    /** {@return completions of a turn up to which its small answers are sent by {@code send(2)}; 0 for none} */
    public int directSends() {
        return directSends;
    }

    /** {@return kernel threads that may block for this loop's files at a time} */
    public int workers() {
        return workers;
    }

    /** {@return explicit operations that a loop has under way at a time} */
    public int operationsInFlight() {
        return operationsInFlight;
    }

    /** {@return what becomes of explicit operations beyond that} */
    public OperationOverflow operationOverflow() {
        return operationOverflow;
    }

    /** {@return whether a loop stays with the thread that it was started on, which is faster; the default} */
    public boolean singleIssuer() {
        return !disabledFeatures.contains(Feature.SINGLE_ISSUER);
    }

    /** {@return optional kernel features not to use, beyond those that {@code -Dorg.nettyuring.disable} names} */
    public Set<Feature> disabledFeatures() {
        return disabledFeatures;
    }

    /** {@return the kernel to use; null for this machine's} */
    Syscalls syscalls() {
        return syscalls;
    }

    /** {@return the clock that the ring's timers are set by} */
    LongSupplier clock() {
        return clock;
    }

    /**
     * {@return the shape of the receive memory}
     *
     * @param capabilities of the ring it is for
     */
    BufferGeometry bufferGeometry(RingCapabilities capabilities) {
        return BufferGeometry.of(bufferCount, bufferSize, capabilities.has(Feature.PBUF_RING_INC));
    }

    private static int fromProperty(String name, int defaultValue, int min, int max) {
        int value = SystemPropertyUtil.getInt(PREFIX + name, defaultValue);
        int clamped = Math.min(max, Math.max(min, value));
        if (clamped != value) {
            LOGGER.warn("-D{}{}: {} (expected: {}..{}); using {}", PREFIX, name, value, min, max, clamped);
        } else {
            LOGGER.debug("-D{}{}: {}", PREFIX, name, value);
        }
        return clamped;
    }

    private static int check(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + min + ".." + max + ")");
        }
        return value;
    }

    private static int checkPowerOfTwo(String name, int value, int min, int max) {
        if (Integer.bitCount(check(name, value, min, max)) != 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: power of 2)");
        }
        return value;
    }

    /** Collects settings; one thread. */
    public static final class Builder {
        private int ringSize = DEFAULT_RING_SIZE;
        private int cqSize = DEFAULT_CQ_SIZE;
        private int bufferCount = DEFAULT_BUFFER_COUNT;
        private int bufferSize = DEFAULT_BUFFER_SIZE;
        private int spinMicros = DEFAULT_SPIN_MICROS;
        private int directSends = DEFAULT_DIRECT_SENDS;
        private int workers = DEFAULT_WORKERS;
        private int operationsInFlight = DEFAULT_OPERATIONS;
        private OperationOverflow operationOverflow = OperationOverflow.QUEUE;
        private final Set<Feature> disabledFeatures = EnumSet.noneOf(Feature.class);
        private Syscalls syscalls;
        private LongSupplier clock = System::nanoTime;

        private Builder() {}

        /**
         * Sets the submission queue's size: how many operations one enter can carry. More wait for the next.
         *
         * @param entries a power of two, 1..32768
         * @return this
         */
        public Builder ringSize(int entries) {
            ringSize = checkPowerOfTwo("ringSize", entries, 1, MAX_RING_SIZE);
            return this;
        }

        /**
         * Sets the completion queue's size. An overflow loses nothing but ends multishot operations, which are then
         * armed anew: make it several times the number of busy connections.
         *
         * @param entries a power of two, 2..65536; raised to the ring size if smaller
         * @return this
         */
        public Builder cqSize(int entries) {
            cqSize = checkPowerOfTwo("cqSize", entries, 2, MAX_CQ_SIZE);
            return this;
        }

        /**
         * Sets the receive memory, which is allocated once per loop: count times size.
         *
         * @param count buffers, a power of two, 1..32768
         * @param sizeBytes bytes of each, 64..16777216
         * @return this
         */
        public Builder buffers(int count, int sizeBytes) {
            bufferCount = checkPowerOfTwo("bufferCount", count, 1, MAX_BUFFERS);
            bufferSize = check("bufferSize", sizeBytes, MIN_BUFFER_SIZE, MAX_BUFFER_SIZE);
            return this;
        }

        /**
         * Has a loop look for work for a while before it sleeps. At few connections that halves the time of a round
         * trip and keeps a core busy while there is traffic: for machines that have a core to spare for each loop. What
         * is looked for in vain is looked for less often, so that an idle loop sleeps.
         *
         * @param micros longest look in microseconds, 0..1000000; 0, the default, for none. More than the usual time
         *     between two requests, 100 for example
         * @return this
         */
        public Builder spin(int micros) {
            spinMicros = check("spin", micros, 0, MAX_SPIN_MICROS);
            return this;
        }

        /**
         * Has a turn that few completions began answer by {@code send(2)}, at the flush: one system call each, instead
         * of an enter more for all of them. Where many came, their answers go with one enter.
         *
         * @param completions of a turn, at most, 0..256; 4 is the default, 0 has every send go with the ring
         * @return this
         */
        public Builder directSends(int completions) {
            directSends = check("directSends", completions, 0, MAX_DIRECT_SENDS);
            return this;
        }

        /**
         * Bounds the kernel's threads that do for a loop what would block it: writing, syncing, opening and removing
         * files. As many operations on files are in the kernel at a time, shared between the files, a quarter kept for
         * those that have none; more wait, the loop and its sockets do not. In force from the loop's first file on; the
         * kernel's bound needs Linux 5.15, before which its own holds.
         *
         * @param threads of each of the kernel's two kinds (for files, and for all else), 1..32768
         * @return this
         */
        public Builder workers(int threads) {
            workers = check("workers", threads, 1, MAX_WORKERS);
            return this;
        }

        /**
         * Limits the {@linkplain RingOperations explicit operations} that a loop has under way.
         *
         * @param inFlight operations at a time, 1..1048576
         * @param overflow what becomes of more
         * @return this
         */
        public Builder operations(int inFlight, OperationOverflow overflow) {
            operationsInFlight = check("operations", inFlight, 1, MAX_OPERATIONS);
            operationOverflow = Objects.requireNonNull(overflow, "overflow");
            return this;
        }

        /**
         * Switches an optional kernel feature off for these loops.
         *
         * @param feature not to be used
         * @return this
         */
        public Builder disable(Feature feature) {
            disabledFeatures.add(Objects.requireNonNull(feature, "feature"));
            return this;
        }

        /**
         * Says whether a loop stays with the thread that it was started on. Only one that does not can be suspended and
         * go on on another thread, as {@code AutoScalingEventExecutorChooserFactory} asks for. Its completions then
         * interrupt the thread more often, and each release of a received buffer is an atomic operation. The same as
         * {@link #disable disabling} {@link Feature#SINGLE_ISSUER}, and {@link Feature#DEFER_TASKRUN} with it.
         *
         * @param single true, the default, for one thread
         * @return this
         */
        public Builder singleIssuer(boolean single) {
            if (single) {
                disabledFeatures.remove(Feature.SINGLE_ISSUER);
            } else {
                disabledFeatures.add(Feature.SINGLE_ISSUER);
            }
            return this;
        }

        /**
         * Brings another kernel, for tests.
         *
         * @param newSyscalls the kernel
         * @return this
         */
        public Builder syscalls(Syscalls newSyscalls) {
            syscalls = Objects.requireNonNull(newSyscalls, "syscalls");
            return this;
        }

        /**
         * Brings another clock, for tests: what {@code CLOCK_MONOTONIC} is to the kernel in use.
         *
         * @param newClock nanoseconds, as {@link System#nanoTime()}
         * @return this
         */
        public Builder clock(LongSupplier newClock) {
            clock = Objects.requireNonNull(newClock, "clock");
            return this;
        }

        /** {@return the configuration} */
        public IoUringIoHandlerConfig build() {
            return new IoUringIoHandlerConfig(this);
        }
    }
}
