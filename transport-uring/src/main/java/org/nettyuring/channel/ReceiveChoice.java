// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

/**
 * Chooses between a receive that stays, which saves a submission per message, and receives of one message each, from
 * how a channel was read so far.
 *
 * <table>
 * <caption>What is chosen</caption>
 * <tr><th>autoRead</th><th>so far</th><th>choice</th></tr>
 * <tr><td>on</td><td>never switched off</td><td>stays</td></tr>
 * <tr><td>off</td><td>the last {@value #PROOF} single receives left nothing in the socket, as requests do that wait for
 * their answers</td><td>stays</td></tr>
 * <tr><td>off</td><td>anything else: bytes of a stream stay in the kernel until they are asked for</td>
 * <td>single</td></tr>
 * <tr><td>off</td><td>a receive that stayed brought what nobody had asked for, which was parked</td><td>single, until
 * {@value #PROOF_AFTER_SURPRISE} left nothing in the socket</td></tr>
 * <tr><td>either</td><td>a receive that stayed had to be cancelled, as it would each time by a handler that switches
 * often</td><td>single, {@value #SINGLES_AFTER_CANCEL} times</td></tr>
 * <tr><td>either</td><td>more large messages than a quarter of the others, by {@value #LARGE_PROOF}; next time by twice
 * as many, up to {@value #MOST_LARGE_PROOF}</td><td>{@link DirectReads}, until others come</td></tr>
 * </table>
 * A reader that has none knows of no reads so far. Loop thread only.
 */
final class ReceiveChoice {
    private static final int PROOF = 8;
    private static final int PROOF_AFTER_SURPRISE = 64;
    private static final int SINGLES_AFTER_CANCEL = 32;
    private static final int OTHERS_PER_LARGE = 4;
    private static final int LARGE_PROOF = 3;
    private static final int MOST_LARGE_PROOF = 96;
    private static final int OTHERS_UNTIL_SMALL = 32;

    private int missingProof = PROOF;
    private int singlesLeft;
    /** Rises by {@link #OTHERS_PER_LARGE} with each large message, falls by 1 with each other. */
    private int size;
    private int largeProof = LARGE_PROOF;
    private boolean direct;

    /** {@return whether the receive that is being armed may stay} */
    boolean stays(boolean autoRead) {
        if (singlesLeft > 0) {
            singlesLeft--;
            return false;
        }
        return autoRead || missingProof == 0;
    }

    /** A receive that stayed had to be cancelled. */
    void cancelled() {
        singlesLeft = SINGLES_AFTER_CANCEL;
    }

    /**
     * A single receive brought bytes while autoRead was off.
     *
     * @param all whether it left none in the socket
     */
    void received(boolean all) {
        if (!all) {
            missingProof = Math.max(missingProof, PROOF);
        } else if (missingProof > 0) {
            missingProof--;
        }
    }

    /**
     * Bytes came.
     *
     * @param large whether they were a large message
     * @return whether this one made {@link #isDirect} true
     */
    boolean arrived(boolean large) {
        size = large ? size + OTHERS_PER_LARGE : Math.max(0, size - 1);
        if (direct) {
            size = Math.min(size, OTHERS_UNTIL_SMALL);
            if (size == 0) {
                direct = false;
                largeProof = Math.min(2 * largeProof, MOST_LARGE_PROOF);
            }
        } else if (size >= largeProof * OTHERS_PER_LARGE) {
            direct = true;
            size = OTHERS_UNTIL_SMALL;
            return true;
        }
        return false;
    }

    /** {@return whether messages are large: each is to be received by a system call of its own} */
    boolean isDirect() {
        return direct;
    }

    /** Bytes came before they were asked for. */
    void surprised() {
        missingProof = PROOF_AFTER_SURPRISE;
    }
}
