// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import java.util.function.Consumer;

/** Where a channel is when its end comes. Enums are. */
interface Situation {
    /** The states of the channel's lifecycle. */
    enum State { OPEN, DETACHING, DETACHED, DRAINING, CLOSED }

    /** How a new channel comes there, and where the lifecycle is then. */
    record Way(State state, Consumer<Scene> steps) {}

    /** {@return the constant's} */
    String name();

    /** {@return how to come there} */
    Way way();

    /** {@return where the lifecycle is} */
    default State state() {
        return way().state();
    }

    /** Brings a new channel there. */
    default void enter(Scene scene) {
        way().steps().accept(scene);
    }

    /** {@return whether the channel has been on a loop} */
    default boolean isRegistered() {
        return !name().equals("UNREGISTERED");
    }

    /** {@return whether there is somebody at the other end} */
    default boolean isConnected() {
        return isRegistered() && !name().equals("REGISTERED");
    }

    /** {@return whether the channel has left its loop with something to send} */
    default boolean isStranded() {
        return name().startsWith("WITHOUT_LOOP_AND_");
    }

    /** {@return whether it is a stream between two ends} */
    default boolean isStream() {
        return false;
    }

    /** {@return whether it is one of datagrams} */
    default boolean isOfDatagrams() {
        return false;
    }
}
