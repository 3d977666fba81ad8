// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import java.util.EnumMap;
import java.util.Map;

/**
 * What may happen to a channel next: a table, with nothing else in it. Closing is a join: the descriptor is closed
 * after the kernel let go of every operation on it, because closing it earlier would neither end the operations nor
 * tell the peer.
 *
 * <table>
 * <caption>Transitions</caption>
 * <tr><th>state</th><th>event</th><th>next</th><th>action</th></tr>
 * <tr><td>OPEN</td><td>close</td><td>DRAINING</td><td>DRAIN: cancel every operation</td></tr>
 * <tr><td>OPEN</td><td>deregister</td><td>DETACHING</td><td>DRAIN</td></tr>
 * <tr><td>OPEN</td><td>drained, registered</td><td>OPEN</td><td>none</td></tr>
 * <tr><td>DETACHING</td><td>close</td><td>DRAINING</td><td>DRAIN</td></tr>
 * <tr><td>DETACHING</td><td>deregister</td><td>DETACHING</td><td>JOIN the one that is under way</td></tr>
 * <tr><td>DETACHING</td><td>drained</td><td>DETACHED</td><td>FINISH: leave the loop</td></tr>
 * <tr><td>DETACHED</td><td>close</td><td>DRAINING</td><td>DRAIN, which ends at once</td></tr>
 * <tr><td>DETACHED</td><td>deregister</td><td>DETACHED</td><td>FINISH</td></tr>
 * <tr><td>DETACHED</td><td>drained</td><td>DETACHED</td><td>none</td></tr>
 * <tr><td>DETACHED</td><td>registered</td><td>OPEN</td><td>none</td></tr>
 * <tr><td>DRAINING</td><td>close</td><td>DRAINING</td><td>JOIN</td></tr>
 * <tr><td>DRAINING</td><td>deregister</td><td>DRAINING</td><td>JOIN</td></tr>
 * <tr><td>DRAINING</td><td>drained</td><td>CLOSED</td><td>FINISH: close the descriptor</td></tr>
 * <tr><td>CLOSED</td><td>close, deregister</td><td>CLOSED</td><td>FINISH: the promise completes</td></tr>
 * <tr><td>CLOSED</td><td>drained</td><td>CLOSED</td><td>none</td></tr>
 * </table>
 * Illegal, and thrown: registered while DETACHING, DRAINING or CLOSED. Loop thread only.
 */
final class ChannelLifecycle {
    /** Where the channel is. */
    enum State { OPEN, DETACHING, DETACHED, DRAINING, CLOSED }

    /** What happens to it. */
    enum Event {
        /** Somebody wants it closed. */
        CLOSE,
        /** Somebody wants it off its loop. */
        DEREGISTER,
        /** The kernel holds none of its operations. */
        DRAINED,
        /** It joined a loop. */
        REGISTERED
    }

    /** What to do now. */
    enum Action {
        /** Nothing. */
        NONE,
        /** Ask every operation to end. */
        DRAIN,
        /** Wait with the others for what is under way. */
        JOIN,
        /** Nothing is in the kernel: do it. */
        FINISH
    }

    private static final Map<State, Map<Event, Step>> TABLE = new EnumMap<>(State.class);

    private State state = State.OPEN;

    static {
        row(State.OPEN, Event.CLOSE, State.DRAINING, Action.DRAIN);
        row(State.OPEN, Event.DEREGISTER, State.DETACHING, Action.DRAIN);
        row(State.OPEN, Event.DRAINED, State.OPEN, Action.NONE);
        row(State.OPEN, Event.REGISTERED, State.OPEN, Action.NONE);
        row(State.DETACHING, Event.CLOSE, State.DRAINING, Action.DRAIN);
        row(State.DETACHING, Event.DEREGISTER, State.DETACHING, Action.JOIN);
        row(State.DETACHING, Event.DRAINED, State.DETACHED, Action.FINISH);
        row(State.DETACHED, Event.CLOSE, State.DRAINING, Action.DRAIN);
        row(State.DETACHED, Event.DEREGISTER, State.DETACHED, Action.FINISH);
        row(State.DETACHED, Event.DRAINED, State.DETACHED, Action.NONE);
        row(State.DETACHED, Event.REGISTERED, State.OPEN, Action.NONE);
        row(State.DRAINING, Event.CLOSE, State.DRAINING, Action.JOIN);
        row(State.DRAINING, Event.DEREGISTER, State.DRAINING, Action.JOIN);
        row(State.DRAINING, Event.DRAINED, State.CLOSED, Action.FINISH);
        row(State.CLOSED, Event.CLOSE, State.CLOSED, Action.FINISH);
        row(State.CLOSED, Event.DEREGISTER, State.CLOSED, Action.FINISH);
        row(State.CLOSED, Event.DRAINED, State.CLOSED, Action.NONE);
    }

    private static final class Step {
        final State next;
        final Action action;

        Step(State next, Action action) {
            this.next = next;
            this.action = action;
        }
    }

    private static void row(State state, Event event, State next, Action action) {
        TABLE.computeIfAbsent(state, s -> new EnumMap<>(Event.class)).put(event, new Step(next, action));
    }

    /**
     * Takes an event.
     *
     * @return what the caller must do now
     * @throws IllegalStateException if it cannot happen now
     */
    Action on(Event event) {
        Step step = TABLE.get(state).get(event);
        if (step == null) {
            throw new IllegalStateException(event + " while " + state);
        }
        state = step.next;
        return step.action;
    }

    State state() {
        return state;
    }
}
