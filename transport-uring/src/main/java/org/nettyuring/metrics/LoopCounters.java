// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.metrics;

/**
 * What one loop has done so far: plain longs that only the loop thread writes. Other threads may read them and see a
 * value that was true a moment ago.
 */
public final class LoopCounters {
    /** {@code io_uring_enter} calls. */
    public long enters;
    /** Submission queue entries given to the kernel. */
    public long sqes;
    /** Completions drained. */
    public long cqes;
    /** Completions whose {@code user_data} belonged to nobody any more. */
    public long staleCqes;
    /** Enters that the kernel refused for a moment: {@code EBUSY}, {@code EAGAIN}, {@code ENOMEM}. */
    public long refusedEnters;
    /** Turns that ended with an exception; each was logged. Anything but 0 is a bug. */
    public long failedTurns;
    /** Operations that had to wait for room in the submission queue. */
    public long backlogged;
    /** Receives that found no provided buffer. */
    public long noBuffers;
    /** Bells rung for this loop that arrived as completions. */
    public long bellsReceived;
    /** Bells rung by this loop for other loops. */
    public long bellsSent;
    /** Timer submissions: {@code TIMEOUT} and its updates. */
    public long timerSqes;
    /** Cancel submissions. */
    public long cancels;
    /** Sends that the kernel took only a part of. */
    public long shortSends;
    /** Bytes received. */
    public long bytesReceived;
    /** Bytes sent. */
    public long bytesSent;
    /** Connections accepted. */
    public long accepted;
    /** Receive buffers lent to the pipeline and not yet returned. */
    public long buffersLent;
    /** Receives that were copied out because too much memory was lent. */
    public long copiedOut;
    /** Looks for work before a sleep: with {@code spin} configured, or after tasks that cut a sleep short. */
    public long spins;
    /** Looks that found some. */
    public long fruitfulSpins;
    /** Pipes that hold bytes of files on their way to sockets. */
    public long pipesInUse;
}
