// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import org.nettyuring.abi.Errno;

/**
 * What the end of a stream means to its channel: a close or, with {@code ALLOW_HALF_CLOSURE}, two events, each once.
 * Loop thread only.
 */
final class InputEnd {
    private final AbstractIoUringChannel channel;
    private final Stream.Settings settings;
    private boolean completeReported;

    InputEnd(Stream stream) {
        channel = stream.channel();
        settings = stream.settings();
    }

    /** The pipeline has got everything there was. */
    void reached() {
        if (channel.closeSequence().isClosing()) {
            return;
        }
        Socket socket = channel.socket;
        ChannelPipeline pipeline = channel.pipeline();
        boolean halfClosure = settings.isAllowHalfClosure();
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
