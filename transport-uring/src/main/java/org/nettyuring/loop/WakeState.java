// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import java.lang.invoke.VarHandle;

/**
 * The handshake between a loop that goes to sleep and threads that have work for it, so that a bell is rung only for a
 * loop that sleeps, once per sleep, and none is missed.
 *
 * <pre>
 *            trySleep                       signal
 *   AWAKE ─────────────► ASLEEP        any ────────► SIGNALLED     (rings the bell if it was ASLEEP)
 *     ▲                    │
 *     └────────────────────┘ awake     SIGNALLED ──trySleep, awake──► AWAKE (trySleep: and does not sleep)
 * </pre>
 *
 * <p>A waker publishes its work, then signals; the loop goes {@code ASLEEP}, then looks for work once more. Both steps
 * are separated by a full fence (every transition here is a volatile read-modify-write, and {@link #signal()} fences
 * before its read), so at least one of the two sees the other. A signal without any work is not lost either: the loop
 * skips one sleep.
 */
public final class WakeState {
    private static final int AWAKE = 0;
    private static final int ASLEEP = 1;
    private static final int SIGNALLED = 2;

    /** Read by whoever gives the loop a task, for each. */
    private final IsolatedInt state = new IsolatedInt();

    /**
     * Loop thread: announces that the loop is about to sleep. The caller must look for work once more afterwards, and
     * call {@link #awake()} whether it slept or not.
     *
     * @return false if somebody signalled since the last call: do not sleep
     */
    public boolean trySleep() {
        if (state.compareAndSet(AWAKE, ASLEEP)) {
            return true;
        }
        state.setVolatile(AWAKE);
        VarHandle.fullFence(); // the work that the signal announced is looked for after this
        return false;
    }

    /**
     * Loop thread: the loop is awake again and looks for work after this call. A signal that came meanwhile is thereby
     * answered; its bell may still be under way and then wakes the loop once for nothing.
     *
     * @return whether there was a signal
     */
    public boolean awake() {
        boolean signalled = state.getAndSet(AWAKE) == SIGNALLED;
        VarHandle.fullFence(); // work that was announced before is looked for after this
        return signalled;
    }

    /**
     * Any thread, after publishing work.
     *
     * @return true if the loop sleeps and the caller, who is the only one to be told so, must ring its bell
     */
    public boolean signal() {
        VarHandle.fullFence(); // the caller's work before the read of the state
        if (state.getVolatile() == SIGNALLED) {
            return false;
        }
        return state.getAndSet(SIGNALLED) == ASLEEP;
    }

    /**
     * As {@link #signal()}, for work that any loop may take: a loop that is awake is not told, because it looks for
     * such work before it sleeps. Any thread, after publishing work.
     *
     * @return true if the loop sleeps and the caller, who is the only one to be told so, must ring its bell
     */
    public boolean signalIfAsleep() {
        VarHandle.fullFence(); // the caller's work before the read of the state
        return state.getVolatile() == ASLEEP && state.compareAndSet(ASLEEP, SIGNALLED);
    }
}
