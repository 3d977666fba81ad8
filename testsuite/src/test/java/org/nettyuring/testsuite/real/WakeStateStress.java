// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import org.nettyuring.loop.WakeState;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * The sleep handshake under jcstress; {@link WakeStateTest} runs it. Work is a plain field, so that nothing but the
 * handshake orders it.
 */
public final class WakeStateStress {
    private WakeStateStress() {}

    /** What may become of a loop (does it sleep on the work?) and of a thread with work (is it told to ring?). */
    @Outcome(id = "true, false", expect = Expect.FORBIDDEN, desc = "sleeps on work, and nobody rings")
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "sleeps, and the bell is rung")
    @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "saw the work; the bell is rung for nothing")
    @Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "was awake, or saw the work")
    public static final class Asleep {
        private Asleep() {}
    }

    /** What may become of two threads with work for a loop that sleeps: is each told to ring? */
    @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "one rings")
    @Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "nobody rings")
    @Outcome(id = "true, true", expect = Expect.FORBIDDEN, desc = "two bells for one sleep, or one loop for two tasks")
    public static final class OneBell {
        private OneBell() {}
    }

    /** The loop falls asleep while a thread brings work. */
    @JCStressTest
    @JCStressMeta(Asleep.class)
    @State
    public static class FallingAsleep {
        private final WakeState state = new WakeState();
        private boolean work;

        /** The loop. */
        @Actor
        public void loop(ZZ_Result r) {
            r.r1 = state.trySleep() && !work;
        }

        /** A thread with work. */
        @Actor
        public void waker(ZZ_Result r) {
            work = true;
            r.r2 = state.signal();
        }
    }

    /** The loop wakes for another reason, finds nothing and falls asleep again while a thread brings work. */
    @JCStressTest
    @JCStressMeta(Asleep.class)
    @State
    public static class FallingAsleepAgain {
        private final WakeState state = new WakeState();
        private boolean work;

        /** Begins with a loop that sleeps. */
        public FallingAsleepAgain() {
            state.trySleep();
        }

        /** The loop: awake, one look for work, asleep again, the last look. */
        @Actor
        public void loop(ZZ_Result r) {
            state.awake();
            boolean found = work;
            r.r1 = !found && state.trySleep() && !work;
        }

        /** A thread with work. */
        @Actor
        public void waker(ZZ_Result r) {
            work = true;
            r.r2 = state.signal();
        }
    }

    /** The loop skips a sleep for an old signal, finds nothing and falls asleep while a thread brings work. */
    @JCStressTest
    @JCStressMeta(Asleep.class)
    @State
    public static class SkippingOneSleep {
        private final WakeState state = new WakeState();
        private boolean work;

        /** Begins with a signal that the loop has not answered. */
        public SkippingOneSleep() {
            state.signal();
        }

        /** The loop: no sleep, one look for work, asleep, the last look. */
        @Actor
        public void loop(ZZ_Result r) {
            boolean slept = state.trySleep();
            boolean found = work;
            r.r1 = !found && (slept || state.trySleep()) && !work;
        }

        /** A thread with work. */
        @Actor
        public void waker(ZZ_Result r) {
            work = true;
            r.r2 = state.signal();
        }
    }

    /** Two threads bring work to a loop that sleeps: one of them is told to ring. */
    @JCStressTest
    @JCStressMeta(OneBell.class)
    @State
    public static class TwoWakers {
        private final WakeState state = new WakeState();

        /** Begins with a loop that sleeps. */
        public TwoWakers() {
            state.trySleep();
        }

        /** A thread with work. */
        @Actor
        public void one(ZZ_Result r) {
            r.r1 = state.signal();
        }

        /** Another. */
        @Actor
        public void other(ZZ_Result r) {
            r.r2 = state.signal();
        }
    }

    /** A loop falls asleep while a thread brings work that any loop may take. */
    @JCStressTest
    @JCStressMeta(Asleep.class)
    @State
    public static class FallingAsleepOnSharedWork {
        private final WakeState state = new WakeState();
        private boolean work;

        /** The loop. */
        @Actor
        public void loop(ZZ_Result r) {
            r.r1 = state.trySleep() && !work;
        }

        /** A thread with work. */
        @Actor
        public void waker(ZZ_Result r) {
            work = true;
            r.r2 = state.signalIfAsleep();
        }
    }

    /** The loop wakes for another reason, finds nothing and falls asleep again while a thread brings shared work. */
    @JCStressTest
    @JCStressMeta(Asleep.class)
    @State
    public static class FallingAsleepAgainOnSharedWork {
        private final WakeState state = new WakeState();
        private boolean work;

        /** Begins with a loop that sleeps. */
        public FallingAsleepAgainOnSharedWork() {
            state.trySleep();
        }

        /** The loop: awake, one look for work, asleep again, the last look. */
        @Actor
        public void loop(ZZ_Result r) {
            state.awake();
            boolean found = work;
            r.r1 = !found && state.trySleep() && !work;
        }

        /** A thread with work. */
        @Actor
        public void waker(ZZ_Result r) {
            work = true;
            r.r2 = state.signalIfAsleep();
        }
    }

    /** Two threads bring shared work to a loop that sleeps: one is told to ring, the other looks for another loop. */
    @JCStressTest
    @JCStressMeta(OneBell.class)
    @State
    public static class TwoWakersWithSharedWork {
        private final WakeState state = new WakeState();

        /** Begins with a loop that sleeps. */
        public TwoWakersWithSharedWork() {
            state.trySleep();
        }

        /** A thread with work. */
        @Actor
        public void one(ZZ_Result r) {
            r.r1 = state.signalIfAsleep();
        }

        /** Another. */
        @Actor
        public void other(ZZ_Result r) {
            r.r2 = state.signalIfAsleep();
        }
    }

    /** One thread brings work of the loop's own to a loop that sleeps, another one shared work. */
    @JCStressTest
    @JCStressMeta(OneBell.class)
    @State
    public static class TwoKindsOfWakers {
        private final WakeState state = new WakeState();

        /** Begins with a loop that sleeps. */
        public TwoKindsOfWakers() {
            state.trySleep();
        }

        /** A thread with the loop's own work. */
        @Actor
        public void own(ZZ_Result r) {
            r.r1 = state.signal();
        }

        /** A thread with shared work. */
        @Actor
        public void shared(ZZ_Result r) {
            r.r2 = state.signalIfAsleep();
        }
    }
}
