// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

/** What a channel is in the middle of telling its user when its end comes. */
interface Callback {
    /** Makes it happen soon; then the action runs inside of it. */
    void provoke(Scene scene, Runnable action);

    /** {@return whether the channel is one of datagrams} */
    boolean isOfDatagrams();
}
