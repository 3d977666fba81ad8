// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import java.util.Locale;

/**
 * Every optional kernel feature that this library uses: its switch, the kernel that brought it, and what it is for.
 * Whether it is on is in {@link RingCapabilities}: probed and tried, never read from a version string.
 *
 * <p>{@code -Dorg.nettyuring.disable=msg_ring,pbuf_ring_inc} switches features off by their lower-case names.
 */
public enum Feature {
    SINGLE_ISSUER("6.0", "no ring lock: one thread submits"),
    DEFER_TASKRUN("6.1", "completions are posted when the loop asks, not by interrupting it"),
    COOP_TASKRUN("5.19", "no inter-processor interrupt per completion"),
    TASKRUN_FLAG("5.19", "tells the loop that completions wait to be posted"),
    SUBMIT_ALL("5.18", "a refused SQE does not stop the batch"),
    NO_SQARRAY("6.6", "no index array beside the submission queue"),
    REGISTERED_RING("5.18", "no descriptor lookup per enter"),
    EXT_ARG("5.11", "a timeout for one wait without an SQE"),
    NO_IOWAIT("6.15", "an idle loop is not reported as iowait"),
    MIN_TIMEOUT("6.12", "waits for a few completions for a bounded time"),
    MSG_RING("5.18", "a loop wakes another loop by an SQE"),
    REGISTER_SEND_MSG_RING("6.13", "a thread without a ring wakes a loop"),
    RECV_MULTISHOT("6.0", "one submission receives until cancelled"),
    ACCEPT_MULTISHOT("5.19", "one submission accepts until cancelled"),
    PBUF_RING("5.19", "the kernel picks a receive buffer when data arrives"),
    PBUF_RING_INC("6.12", "a message takes only its own bytes of a provided buffer"),
    RECVSEND_BUNDLE("6.10", "one completion for several provided buffers"),
    SEND_ZC("6.0", "sends without copying"),
    SENDMSG_ZC("6.1", "sends several buffers without copying"),
    SENDTO("6.1", "a datagram and where it goes without a msghdr"),
    SEND_VECTORIZED("6.17", "a vectored send without a msghdr"),
    REGISTER_BUFFERS_SPARSE("5.19", "registered buffers"),
    REGISTER_FILES_SPARSE("5.19", "registered descriptors"),
    SYNC_CANCEL("6.0", "cancels and waits, for teardown"),
    TIMEOUT_UPDATE("5.11", "moves an armed timer"),
    CQE_SKIP("5.17", "no completion for a success that nobody reads");

    private final String since;
    private final String purpose;

    Feature(String since, String purpose) {
        this.since = since;
        this.purpose = purpose;
    }

    /** {@return the switch, as in {@code -Dorg.nettyuring.disable}} */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return the first mainline kernel that has it, for people; never decided upon} */
    public String since() {
        return since;
    }

    /** {@return what we use it for, in a few words} */
    public String purpose() {
        return purpose;
    }
}
