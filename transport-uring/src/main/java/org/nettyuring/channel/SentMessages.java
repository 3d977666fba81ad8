// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import org.nettyuring.op.SendOp;

/**
 * Whose entries the send in flight carries, and their removal when the kernel has taken them, not before. If the
 * outbound buffer goes first, its messages are kept: the kernel still reads them. Loop thread only.
 */
final class SentMessages {
    /** Null if nothing is in flight, or if the buffer is gone. */
    private ChannelOutboundBuffer outbound;
    private List<Object> retained = List.of();
    private boolean telling;

    /** A send begins. */
    void begin(ChannelOutboundBuffer newOutbound) {
        outbound = newOutbound;
    }

    /** {@return the buffer whose send ended; null if it is gone} */
    ChannelOutboundBuffer end() {
        ChannelOutboundBuffer ended = outbound;
        outbound = null;
        if (!retained.isEmpty()) {
            retained.forEach(ReferenceCountUtil::safeRelease);
            retained = List.of();
        }
        return ended;
    }

    /** The buffer is about to be failed, which releases its messages. */
    void retain() throws Exception {
        if (outbound == null) {
            return;
        }
        retained = new ArrayList<>();
        outbound.forEachFlushedMessage(message -> {
            retained.add(ReferenceCountUtil.retain(message));
            return retained.size() < SendOp.MAX_IOVECS;
        });
        outbound = null;
    }

    /** {@return whether promises are being told: their listeners must not start a send of what they hear of} */
    boolean isTelling() {
        return telling;
    }

    /** A part of the first entry was sent. */
    void progress(ChannelOutboundBuffer sent, int bytes) {
        telling = true;
        try {
            sent.progress(bytes);
        } finally {
            telling = false;
        }
    }

    /** The first entry was sent. */
    void remove(ChannelOutboundBuffer sent) {
        telling = true;
        try {
            sent.remove();
        } finally {
            telling = false;
        }
    }

    /** So many bytes of the first entries were sent; entries without bytes go with them. */
    void removeBytes(ChannelOutboundBuffer sent, int bytes) {
        telling = true;
        try {
            sent.removeBytes(bytes);
        } finally {
            telling = false;
        }
    }
}
