// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

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
 * {@code .spinMicros}, {@code .directSends}, {@code .directReceives}, {@code .workers} and
 * {@code .operationsInFlight}.
 */
public final class IoUringIoHandlerConfig {
    /** The kernel's {@code IORING_MAX_ENTRIES}. */
    private static final int MAX_RING_SIZE = 32_768;
    private static final int MAX_CQ_SIZE = 2 * MAX_RING_SIZE;
    private static final NumberSetting RING_SIZE = NumberSetting.fromProperty("ringSize", 256, 1, MAX_RING_SIZE);
    private static final NumberSetting CQ_SIZE = NumberSetting.fromProperty("cqSize", 4096, 2, MAX_CQ_SIZE);
    private static final NumberSetting BUFFER_COUNT = NumberSetting.fromProperty("bufferCount", 64, 1, 32_768);
    private static final NumberSetting BUFFER_SIZE =
            NumberSetting.fromProperty("bufferSize", 64 * 1024, 64, 1 << 24);
    private static final NumberSetting SPIN_MICROS = NumberSetting.fromProperty("spinMicros", 0, 0, 1_000_000);
    private static final NumberSetting DIRECT_SENDS = NumberSetting.fromProperty("directSends", 4, 0, 256);
    private static final NumberSetting DIRECT_RECEIVES =
            NumberSetting.fromProperty("directReceives", 12 * 1024, 0, 1 << 24);
    private static final NumberSetting WORKERS = NumberSetting.fromProperty("workers", 32, 1, 32_768);
    private static final NumberSetting OPERATIONS =
            NumberSetting.fromProperty("operationsInFlight", 4096, 1, 1 << 20);

    private final int ringSize;
    private final int cqSize;
    private final int bufferCount;
    private final int bufferSize;
    private final int spinMicros;
    private final int directSends;
    private final int directReceives;
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
        directReceives = builder.directReceives;
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

    /** {@return bytes from which messages are received by {@code recv(2)} each; 0 for none} */
    public int directReceives() {
        return directReceives;
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

    /** Collects settings; one thread. */
    public static final class Builder {
        private int ringSize = RING_SIZE.defaultValue();
        private int cqSize = CQ_SIZE.defaultValue();
        private int bufferCount = BUFFER_COUNT.defaultValue();
        private int bufferSize = BUFFER_SIZE.defaultValue();
        private int spinMicros = SPIN_MICROS.defaultValue();
        private int directSends = DIRECT_SENDS.defaultValue();
        private int directReceives = DIRECT_RECEIVES.defaultValue();
        private int workers = WORKERS.defaultValue();
        private int operationsInFlight = OPERATIONS.defaultValue();
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
            ringSize = RING_SIZE.checkPowerOfTwo(entries);
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
            cqSize = CQ_SIZE.checkPowerOfTwo(entries);
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
            bufferCount = BUFFER_COUNT.checkPowerOfTwo(count);
            bufferSize = BUFFER_SIZE.check(sizeBytes);
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
            spinMicros = SPIN_MICROS.check(micros);
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
            directSends = DIRECT_SENDS.check(completions);
            return this;
        }

        /**
         * Has connections whose messages are large receive by {@code recv(2)}, when a poll of the ring says that there
         * is something, into memory of the channel's allocator. What a ring receives for many connections in one turn
         * leaves the cache before it is used. Each such message may be answered by one {@code send(2)}.
         *
         * @param bytes of a message that is large, 0..16777216; 12288 is the default, 1 has every connection receive
         *     so, 0 none
         * @return this
         */
        public Builder directReceives(int bytes) {
            directReceives = DIRECT_RECEIVES.check(bytes);
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
            workers = WORKERS.check(threads);
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
            operationsInFlight = OPERATIONS.check(inFlight);
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
