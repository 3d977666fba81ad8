// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

/** Where a channel is when its end comes. */
interface Situation {
    /** The states of the channel's lifecycle. */
    enum State { OPEN, DETACHING, DETACHED, DRAINING, CLOSED }

    /** {@return where the lifecycle is} */
    State state();

    /** Brings a new channel there. */
    void enter(Scene scene);

    /** {@return whether the channel has been on a loop} */
    boolean isRegistered();

    /** {@return whether there is somebody at the other end} */
    boolean isConnected();

    /** {@return whether the channel has left its loop with something to send} */
    boolean isStranded();

    /** {@return whether it is a stream between two ends} */
    boolean isStream();

    /** {@return whether it is one of datagrams} */
    boolean isOfDatagrams();
}
