// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import org.nettyuring.abi.Errno;

/**
 * The end of what a peer sends: noticed where no receive notices it, and told to the pipeline, once, after everything
 * that came before it; and what it means to the channel: a close or, with {@code ALLOW_HALF_CLOSURE}, two events, each
 * once.
 *
 * <p>No receive notices it while nobody wants to read; and a multishot receive can miss it. If bytes and a reset
 * arrive between its try and its wait, Linux tries once for both, takes the bytes, is told that no more follow, and
 * waits for a wake-up that has been; before the fix of liburing issue 1549 (March 2026) it does so whenever both
 * arrive before its task work runs. A FIN on TCP says that there is more; a reset, and since 6.17 the end of a Unix
 * socket, do not. A channel that answers learns by its send. For others a poll, armed once per connection, completes,
 * and the receive is armed anew. Loop thread only.
 */
final class PeerEnd {
    private final AbstractIoUringChannel channel;
    private final Stream stream;
    private final StreamReceives receives;
    private final ReadLoop readLoop;
    private boolean polled;
    private boolean armedAnew;
    private boolean told;
    private boolean completeReported;

    /**
     * Makes an end that was not seen.
     *
     * @param stream whose
     * @param receives has the poll
     * @param readLoop sees the end that a receive meets, and delivers what comes before it
     */
    PeerEnd(Stream stream, StreamReceives receives, ReadLoop readLoop) {
        this.stream = stream;
        this.receives = receives;
        this.readLoop = readLoop;
        channel = stream.channel();
    }

    /** Reads are not wanted: a poll notices. */
    void watch() {
        if (!polled && !receives.isReceiving() && !channel.socket.isInputShutdown()) {
            receives.watchPeer();
        }
    }

    /** The poll completed. */
    void polled() {
        polled = true;
    }

    /**
     * A batch is over, on an open channel.
     *
     * @param unanswered whether bytes came, and no send since whose failure would tell that the peer has gone
     */
    void watchMissed(boolean unanswered) {
        if (!receives.isMultishotArmed() || readLoop.hasEnd()) {
            return;
        }
        if (polled) {
            if (!armedAnew) {
                armedAnew = true;
                receives.cancelMultishot();
            }
        } else if (unanswered) {
            receives.watchPeer();
        }
    }

    /** {@return whether the end was seen and the pipeline does not know} */
    boolean isUntold() {
        return readLoop.hasEnd() && !told;
    }

    /**
     * Tells the end, if it was seen and it is time.
     *
     * @param afterMessages whether a read loop with messages has just been completed; else an empty one is
     */
    void tell(boolean afterMessages) {
        if (!isUntold() || readLoop.hasParked() || !channel.closeSequence().isOpen()) {
            return; // closing; or on the way to another loop: a close would find none that tells of it
        }
        if (readLoop.end() < 0 && stream.isWriting()) {
            return; // the writes learn first that the connection is gone, as with epoll
        }
        told = true;
        if (!afterMessages) {
            readLoop.completeEmpty();
        }
        if (readLoop.end() < 0) {
            channel.pipeline().fireExceptionCaught(SocketErrors.of("recv", channel.socket, readLoop.end()));
        }
        reached();
    }

    private void reached() {
        if (channel.closeSequence().isClosing()) {
            return;
        }
        Socket socket = channel.socket;
        ChannelPipeline pipeline = channel.pipeline();
        boolean halfClosure = stream.settings().isAllowHalfClosure();
        if (!socket.isInputShutdown()) {
            if (!halfClosure) {
                channel.unsafe().close(channel.voidPromise());
                return;
            }
            int result = socket.shutdownInput();
            stream.inputEnded();
            pipeline.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
            if (result < 0 && result != -Errno.ENOTCONN) {
                channel.unsafe().close(channel.voidPromise());
                return;
            }
        }
        if (halfClosure && !completeReported) {
            completeReported = true;
            pipeline.fireUserEventTriggered(ChannelInputShutdownReadComplete.INSTANCE);
        }
    }
}
