// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.nettyuring.channel.AbstractIoUringChannel.UringUnsafe;
import org.nettyuring.loop.IoUringEventLoop;
import org.nettyuring.loop.IoUringIoHandle;

/**
 * Moves long connections between the loops of a group, a few at a time, when they have become uneven and stay so. It
 * begins when the busiest loop was more than the threshold above the average in two looks in a row, and goes on until
 * it is less than a quarter of it above; a channel that was moved rests for ten looks. So a burst, or a load that
 * swings, moves nothing to and fro.
 *
 * <p>Runs until it is closed or the group ends. What a move means to a channel is told at {@link LoopMigration}.
 */
public final class LoopBalancer implements AutoCloseable {
    private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(LoopBalancer.class);
    private static final AttributeKey<Long> MOVED = AttributeKey.valueOf(LoopBalancer.class, "moved");
    private static final int LOOKS_BEFORE = 2;
    private static final int REST_LOOKS = 10;
    private static final double SETTLED = 0.25;
    /** Of a core: below it, shares are noise. */
    private static final double BUSY = 0.1;

    private final Builder settings;
    private final IoUringEventLoop[] loops;
    private final CpuShares shares;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicLong moves = new AtomicLong();
    private final Future<?> ticks;
    // Of the thread that looks.
    private int unevenLooks;
    private boolean balancing;
    private final AtomicLong looks = new AtomicLong();

    private LoopBalancer(Builder settings) {
        this.settings = settings;
        List<IoUringEventLoop> all = new ArrayList<>();
        for (EventExecutor executor : settings.group) {
            all.add((IoUringEventLoop) executor);
        }
        loops = all.toArray(new IoUringEventLoop[0]);
        shares = new CpuShares(loops);
        long periodNs = settings.period.toNanos();
        ticks = GlobalEventExecutor.INSTANCE.scheduleWithFixedDelay(
                this::look, periodNs, periodNs, TimeUnit.NANOSECONDS);
    }

    /**
     * {@return a balancer to be set up and started}
     *
     * @param group whose loops
     */
    public static Builder of(IoUringEventLoopGroup group) {
        return new Builder(group);
    }

    /** {@return how many channels it has moved. Any thread} */
    public long moves() {
        return moves.get();
    }

    /** Makes no further moves; those under way end by themselves. Any thread. */
    @Override
    public void close() {
        ticks.cancel(false);
    }

    private void look() {
        if (settings.group.isShuttingDown()) {
            close();
            return;
        }
        looks.incrementAndGet();
        try {
            double[] loads = loads();
            if (underWay.get() == 0 && wantsTo(BalancePlan.imbalance(loads))) {
                carryOut(BalancePlan.of(loads, channels(), settings.movesPerLook));
            }
        } catch (RuntimeException e) {
            LOGGER.warn("cannot balance {}", settings.group, e);
        }
    }

    private boolean wantsTo(double imbalance) {
        unevenLooks = imbalance > settings.threshold ? unevenLooks + 1 : 0;
        balancing = unevenLooks >= LOOKS_BEFORE || balancing && imbalance > settings.threshold * SETTLED;
        return balancing;
    }

    private double[] loads() {
        if (settings.measure == LoopLoad.ACTIVE_TIME) {
            double[] taken = shares.since(System.nanoTime());
            return Arrays.stream(taken).anyMatch(share -> share > BUSY) ? taken : new double[taken.length];
        }
        double[] loads = new double[loops.length];
        for (int i = 0; i < loads.length; i++) {
            loads[i] = loops[i].load();
        }
        return loads;
    }

    private int[] channels() {
        int[] channels = new int[loops.length];
        for (int i = 0; i < channels.length; i++) {
            channels[i] = loops[i].registeredChannels();
        }
        return channels;
    }

    private void carryOut(int[][] plan) {
        for (int from = 0; from < plan.length; from++) {
            for (int to = 0; to < plan.length; to++) {
                if (plan[from][to] > 0) {
                    carryOut(loops[from], loops[to], plan[from][to]);
                }
            }
        }
    }

    private void carryOut(IoUringEventLoop from, IoUringEventLoop to, int count) {
        underWay.incrementAndGet(); // for the task
        try {
            from.execute(() -> {
                try {
                    candidates(from, count).forEach(channel -> move(channel, to));
                } finally {
                    underWay.decrementAndGet();
                }
            });
        } catch (RejectedExecutionException e) {
            underWay.decrementAndGet(); // the loop ends
        }
    }

    /** On the loop. Channels with nothing to send come first. */
    private List<Channel> candidates(IoUringEventLoop loop, int count) {
        List<Channel> quiet = new ArrayList<>(count);
        List<Channel> busy = new ArrayList<>();
        for (IoUringIoHandle handle : loop.handler().handles()) {
            if (quiet.size() < count && handle instanceof UringUnsafe unsafe && isMovable(unsafe.channel())) {
                (unsafe.channel().role().holdsFlushes() ? busy : quiet).add(unsafe.channel());
            }
        }
        for (int i = 0; i < busy.size() && quiet.size() < count; i++) {
            quiet.add(busy.get(i));
        }
        return quiet;
    }

    private boolean isMovable(AbstractIoUringChannel channel) {
        Long moved = channel.hasAttr(MOVED) ? channel.attr(MOVED).get() : null;
        return channel.isActive() && channel.closeSequence().isOpen() && !(channel.role() instanceof Listener)
                && (moved == null || looks.get() - moved > REST_LOOKS) && settings.movable.test(channel);
    }

    private void move(Channel channel, IoUringEventLoop to) {
        channel.attr(MOVED).set(looks.get());
        underWay.incrementAndGet();
        LoopMigration.migrate(channel, to).addListener(future -> {
            underWay.decrementAndGet();
            if (future.isSuccess()) {
                moves.incrementAndGet();
            } else {
                LOGGER.debug("{} was not moved", channel, future.cause());
            }
        });
    }

    /** Collects settings; one thread. */
    public static final class Builder {
        private final IoUringEventLoopGroup group;
        private LoopLoad measure = LoopLoad.CONNECTIONS;
        private Duration period = Duration.ofSeconds(1);
        private double threshold = 0.2;
        private int movesPerLook = 16;
        private Predicate<Channel> movable = channel -> true;

        private Builder(IoUringEventLoopGroup group) {
            this.group = Objects.requireNonNull(group, "group");
        }

        /**
         * Says what is to be even.
         *
         * @param newMeasure by default {@link LoopLoad#CONNECTIONS}
         * @return this
         */
        public Builder measure(LoopLoad newMeasure) {
            measure = Objects.requireNonNull(newMeasure, "measure");
            return this;
        }

        /**
         * Sets the time between two looks at the loops.
         *
         * @param newPeriod by default a second
         * @return this
         */
        public Builder period(Duration newPeriod) {
            if (newPeriod.isNegative() || newPeriod.isZero()) {
                throw new IllegalArgumentException("period: " + newPeriod + " (expected: more than 0)");
            }
            period = newPeriod;
            return this;
        }

        /**
         * Sets how far the busiest loop may be above the average.
         *
         * @param part of the average, greater than 0; by default 0.2
         * @return this
         */
        public Builder threshold(double part) {
            if (!(part > 0)) {
                throw new IllegalArgumentException("threshold: " + part + " (expected: more than 0)");
            }
            threshold = part;
            return this;
        }

        /**
         * Limits how many channels are moved after one look.
         *
         * @param count by default 16
         * @return this
         */
        public Builder movesPerLook(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("movesPerLook: " + count + " (expected: 1 or more)");
            }
            movesPerLook = count;
            return this;
        }

        /**
         * Has channels stay where they are.
         *
         * @param newMovable false for those; called on their loop
         * @return this
         */
        public Builder movable(Predicate<Channel> newMovable) {
            movable = Objects.requireNonNull(newMovable, "movable");
            return this;
        }

        /** {@return the balancer, running} */
        public LoopBalancer start() {
            return new LoopBalancer(this);
        }
    }
}
