// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.channel.ChannelFuture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What one channel wrote, what its writes were told, and what arrived of it. */
final class WrittenDatagrams {
    /** Bytes of a payload that is too large for a datagram by one. */
    static final int TOO_LARGE = 65_508;

    /** A write, and what became of it. */
    private static final class Written {
        final byte[] payload;
        final ChannelFuture future;
        boolean arrived;

        Written(byte[] payload, ChannelFuture future) {
            this.payload = payload;
            this.future = future;
        }

        boolean isSendable() {
            return payload.length > 0 && payload.length < TOO_LARGE;
        }

        @Override
        public String toString() {
            return "write of " + payload.length + " bytes "
                    + (future.isSuccess() ? "succeeded" : "failed with " + future.cause()) + " and "
                    + (arrived ? "arrived" : "did not arrive");
        }
    }

    private final List<Written> writes = new ArrayList<>();
    /** Behind the last that arrived. */
    private int next;

    void add(byte[] payload, ChannelFuture future) {
        writes.add(new Written(payload, future));
    }

    int count() {
        return writes.size();
    }

    /** {@return whether every write was told what became of it} */
    boolean areAllTold() {
        return writes.stream().allMatch(write -> write.future.isDone());
    }

    /**
     * Books an arrival.
     *
     * @param payload what came
     * @param ordered whether it must have been written behind all that arrived before
     * @return false if there is no such write
     */
    boolean arrived(byte[] payload, boolean ordered) {
        for (int i = ordered ? next : 0; i < writes.size(); i++) {
            Written write = writes.get(i);
            if (!write.arrived && Arrays.equals(write.payload, payload)) {
                write.arrived = true;
                next = i + 1;
                return true;
            }
        }
        return false;
    }

    /**
     * Holds what the writes were told against what arrived.
     *
     * @param receiverStayed whether everything that was sent had to arrive
     * @param mustSucceed whether everything that can be sent had to be
     */
    void verify(boolean receiverStayed, boolean mustSucceed) {
        for (Written write : writes) {
            if (!write.future.isDone()) {
                throw new AssertionError("a write was never told what became of it");
            }
            boolean succeeded = write.future.isSuccess();
            boolean lost = succeeded && write.isSendable() && receiverStayed && !write.arrived;
            boolean failedWrongly = !succeeded && (write.arrived || mustSucceed && write.isSendable());
            boolean succeededWrongly = succeeded && write.payload.length == TOO_LARGE;
            if (lost || failedWrongly || succeededWrongly) {
                throw new AssertionError(write.toString());
            }
        }
    }
}
