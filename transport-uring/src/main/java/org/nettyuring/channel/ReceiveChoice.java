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
 * <tr><td>either</td><td>{@value #PROOF} large messages more than others</td><td>{@link DirectReads}, until there were
 * {@value #MOST_LARGE} others more; each time it takes twice as many large ones, up to
 * {@value #MOST_PROOF_OF_SIZE}</td></tr>
 * </table>
 * A reader that has none knows of no reads so far. Loop thread only.
 */
final class ReceiveChoice {
    private static final int PROOF = 8;
    private static final int PROOF_AFTER_SURPRISE = 64;
    private static final int SINGLES_AFTER_CANCEL = 32;
    private static final int MOST_LARGE = 16;
    private static final int MOST_PROOF_OF_SIZE = 256;

    private int missingProof = PROOF;
    private int singlesLeft;
    /** Large messages more than others, lately. */
    private int largeMessages;
    private int proofOfSize = PROOF;
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
        if (large) {
            largeMessages = Math.min(largeMessages + 1, direct ? MOST_LARGE : proofOfSize);
        } else if (largeMessages > 0) {
            largeMessages--;
        }
        if (!direct && largeMessages == proofOfSize) {
            direct = true;
            largeMessages = MOST_LARGE;
            return true;
        }
        if (direct && largeMessages == 0) {
            direct = false;
            proofOfSize = Math.min(2 * proofOfSize, MOST_PROOF_OF_SIZE);
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
