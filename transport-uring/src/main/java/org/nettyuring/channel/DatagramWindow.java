// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import java.util.StringJoiner;

/** The datagrams that a {@link DatagramWriter} has taken on, in the order of their writes. Loop thread only. */
final class DatagramWindow {
    private final DatagramWriter writer;
    private final Datagrams datagrams;
    /** A ring; places are made when they are first needed. */
    private final DatagramSend[] places;
    /** Place of the oldest, free-running. */
    private int head;
    private int count;

    /**
     * Makes an empty window.
     *
     * @param writer whose
     * @param datagrams the channel's
     * @param size datagrams at most, a power of two
     */
    DatagramWindow(DatagramWriter writer, Datagrams datagrams, int size) {
        this.writer = writer;
        this.datagrams = datagrams;
        places = new DatagramSend[size];
    }

    int count() {
        return count;
    }

    boolean isFull() {
        return count == places.length;
    }

    /** {@return a place behind the last one, idle} */
    DatagramSend add() {
        return get(count++);
    }

    /** {@return one of them, 0 for the oldest} */
    DatagramSend get(int index) {
        int at = head + index & places.length - 1;
        if (places[at] == null) {
            places[at] = new DatagramSend(writer, datagrams);
        }
        return places[at];
    }

    /** {@return whether the oldest succeeded or failed} */
    boolean isOldestDone() {
        return count > 0 && get(0).isDone();
    }

    /** Forgets the oldest. */
    void removeOldest() {
        get(0).clear();
        head++;
        count--;
    }

    void describeInFlight(StringJoiner report) {
        for (int i = 0; i < count; i++) {
            DatagramSend send = get(i);
            if (send.isInFlight()) {
                report.add(send.name());
            }
        }
    }
}
