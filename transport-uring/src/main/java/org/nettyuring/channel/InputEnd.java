// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import org.nettyuring.abi.Errno;

/**
 * Tells the pipeline, once, that a stream has ended, after everything that came before the end; and does what that
 * means to the channel: a close or, with {@code ALLOW_HALF_CLOSURE}, two events, each once. Loop thread only.
 */
final class InputEnd {
    private final AbstractIoUringChannel channel;
    private final Stream stream;
    private final ReadLoop readLoop;
    private boolean told;
    private boolean completeReported;

    /**
     * Makes an end that was not seen.
     *
     * @param stream whose
     * @param readLoop sees it, and delivers what comes before it
     */
    InputEnd(Stream stream, ReadLoop readLoop) {
        this.stream = stream;
        this.readLoop = readLoop;
        channel = stream.channel();
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
