// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.channel.IoHandlerContext;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.nettyuring.metrics.LoopCounters;

/**
 * How a loop that has nothing to do waits: perhaps it looks around first, then it arms its timer, says that it sleeps,
 * looks once more, and enters the kernel until a completion comes. Loop thread only, but for {@link #signal()}.
 */
final class LoopSleep {
    /** No timer for waits beyond this; the loop looks again then. */
    private static final long LONGEST_TIMER_NS = 30L * 24 * 3600 * 1_000_000_000L;

    private final RingDriver driver;
    private final LoopTimer timer;
    private final Spinner spinner;
    private final LoopCounters counters;
    private final BooleanSupplier nothingElse;
    private final TaskBatches batches;
    private final BooleanSupplier work = this::isThereWork;
    private final WakeState wakeState = new WakeState();
    private IoHandlerContext context;

    /**
     * Makes one for a loop that is awake.
     *
     * @param driver the loop's ring
     * @param timer the loop's timer
     * @param spinner looks around
     * @param counters the loop's
     * @param batches hears of looks that found something
     * @param nothingElse whether there is no other work for the loop; whoever adds some signals, or finds it awake
     */
    LoopSleep(RingDriver driver, LoopTimer timer, Spinner spinner, LoopCounters counters, TaskBatches batches,
            BooleanSupplier nothingElse) {
        this.driver = driver;
        this.timer = timer;
        this.spinner = spinner;
        this.counters = counters;
        this.batches = batches;
        this.nothingElse = nothingElse;
    }

    /** {@return what looks around before the sleeps of a loop with these settings} */
    static Spinner spinner(IoUringIoHandlerConfig config, RingDriver driver, LoopCounters counters) {
        LongSupplier clock = config.clock();
        return config.spinMicros() > 0 && driver.seesCompletions()
                ? Spinner.eager(config.spinNs(), clock, counters) : Spinner.reluctant(clock, counters);
    }

    /** Waits for a completion, a task or the next deadline, whatever is first; submits what is ready. */
    void sleep(IoHandlerContext context) {
        long nowNs = driver.readClock();
        long delayNs = context.delayNanos(nowNs);
        if (delayNs > 0 && spinner.wantsTo()) {
            driver.enter(); // answers first
            this.context = context;
            if (spinner.look(work, delayNs)) {
                batches.afterFruitfulLook();
                driver.enter();
                return;
            }
            nowNs = driver.readClock();
            delayNs = context.delayNanos(nowNs);
        }
        if (delayNs > 0 && delayNs < LONGEST_TIMER_NS) {
            timer.arm(nowNs + delayNs);
        }
        // Anything offered before this line is seen by canSleep; anything offered after it finds us asleep.
        if (delayNs > 0 && driver.isBacklogEmpty() && wakeState.trySleep()) {
            if (canSleep(context)) {
                counters.sleeps++;
                driver.enterAndWait();
            } else {
                driver.enter();
            }
            if (wakeState.awake()) {
                spinner.wokenByTask(driver.readClock() - nowNs);
            }
        } else {
            driver.enter();
        }
    }

    private boolean isThereWork() {
        return driver.hasSomething() || !canSleep(context);
    }

    private boolean canSleep(IoHandlerContext context) {
        return context.canBlock() && nothingElse.getAsBoolean();
    }

    /** The loop is awake, whatever happened. */
    void end() {
        wakeState.awake();
    }

    /**
     * Ends the sleep, or the next one. Any thread, after publishing work.
     *
     * @return whether the caller must ring the bell
     */
    boolean signal() {
        return wakeState.signal();
    }

    /**
     * Ends the sleep, if there is one. Any thread, after publishing work that a loop which is awake will find.
     *
     * @return whether the loop sleeps, and the caller must ring the bell
     */
    boolean signalIfAsleep() {
        return wakeState.signalIfAsleep();
    }
}
