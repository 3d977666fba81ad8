// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nettyuring.channel.ChannelLifecycle.Action;
import org.nettyuring.channel.ChannelLifecycle.Event;
import org.nettyuring.channel.ChannelLifecycle.State;

class ChannelLifecycleTest {
    /** How to get to each state. */
    private static final Map<State, List<Event>> PATHS = new EnumMap<>(Map.of(
            State.OPEN, List.of(),
            State.DETACHING, List.of(Event.DEREGISTER),
            State.DETACHED, List.of(Event.DEREGISTER, Event.DRAINED),
            State.DRAINING, List.of(Event.CLOSE),
            State.CLOSED, List.of(Event.CLOSE, Event.DRAINED)));

    private static ChannelLifecycle in(State state) {
        ChannelLifecycle lifecycle = new ChannelLifecycle();
        PATHS.get(state).forEach(lifecycle::on);
        assertEquals(state, lifecycle.state());
        return lifecycle;
    }

    @ParameterizedTest
    @CsvSource({
        "OPEN, CLOSE, DRAINING, DRAIN",
        "OPEN, DEREGISTER, DETACHING, DRAIN",
        "OPEN, DRAINED, OPEN, NONE",
        "OPEN, REGISTERED, OPEN, NONE",
        "DETACHING, CLOSE, DRAINING, DRAIN",
        "DETACHING, DEREGISTER, DETACHING, JOIN",
        "DETACHING, DRAINED, DETACHED, FINISH",
        "DETACHED, CLOSE, DRAINING, DRAIN",
        "DETACHED, DEREGISTER, DETACHED, FINISH",
        "DETACHED, DRAINED, DETACHED, NONE",
        "DETACHED, REGISTERED, OPEN, NONE",
        "DRAINING, CLOSE, DRAINING, JOIN",
        "DRAINING, DEREGISTER, DRAINING, JOIN",
        "DRAINING, DRAINED, CLOSED, FINISH",
        "CLOSED, CLOSE, CLOSED, FINISH",
        "CLOSED, DEREGISTER, CLOSED, FINISH",
        "CLOSED, DRAINED, CLOSED, NONE",
    })
    void shouldFollowTheTable(State state, Event event, State next, Action action) {
        ChannelLifecycle lifecycle = in(state);
        assertEquals(action, lifecycle.on(event));
        assertEquals(next, lifecycle.state());
    }

    @ParameterizedTest
    @EnumSource(value = State.class, names = {"DETACHING", "DRAINING", "CLOSED"})
    void shouldRefuseToJoinALoopWhileItLeavesOneOrEnds(State state) {
        ChannelLifecycle lifecycle = in(state);
        assertThrows(IllegalStateException.class, () -> lifecycle.on(Event.REGISTERED));
        assertEquals(state, lifecycle.state());
    }
}
