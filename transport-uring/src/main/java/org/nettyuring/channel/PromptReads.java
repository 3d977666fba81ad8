// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

/**
 * Whether a handler that reads message by message, with autoRead off, may have a receive that stays, which saves it a
 * submission per message. It may once {@value #PROOF} single receives in a row left nothing in the socket, as requests
 * do that wait for their answers; bytes of a stream stay in the kernel until they are asked for. When bytes come that
 * nobody has asked for, they are parked, the receive is cancelled, and more proof is needed. Loop thread only.
 */
final class PromptReads {
    private static final int PROOF = 8;
    private static final int PROOF_AFTER_SURPRISE = 64;

    private int missing = PROOF;

    /**
     * A single receive brought bytes.
     *
     * @param all whether it left none in the socket
     */
    void received(boolean all) {
        if (!all) {
            missing = Math.max(missing, PROOF);
        } else if (missing > 0) {
            missing--;
        }
    }

    /** Bytes came before they were asked for. */
    void surprised() {
        missing = PROOF_AFTER_SURPRISE;
    }

    /** {@return whether a receive may stay} */
    boolean areProven() {
        return missing == 0;
    }
}
