// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

/** How urgent a channel's completions, or a task, are on their loop. */
public enum IoPriority {
    /** As if there were no priorities: what channels and tasks are that nobody said anything about. */
    NORMAL(0),
    /** Before everything else that is there in a turn of the loop. */
    HIGH(1),
    /** After everything else, a few per turn: delayed, and never starved. */
    LOW(2);

    /** How many there are. */
    public static final int COUNT = 3;

    private static final IoPriority[] BY_CODE = {NORMAL, HIGH, LOW};

    private final byte code;

    IoPriority(int code) {
        this.code = (byte) code;
    }

    /** {@return a number for it, 0..{@value #COUNT}-1, that takes a byte of a connection; 0 is {@link #NORMAL}} */
    public byte code() {
        return code;
    }

    /**
     * {@return the priority of a number}
     *
     * @param code from {@link #code()}
     */
    public static IoPriority of(byte code) {
        return BY_CODE[code];
    }
}
