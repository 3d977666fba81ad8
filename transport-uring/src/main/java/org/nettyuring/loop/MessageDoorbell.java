// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import org.nettyuring.abi.Errno;
import org.nettyuring.op.UserData;
import org.nettyuring.ring.Ring;
import org.nettyuring.ring.RingMessage;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Syscalls;

/** A bell that posts a completion to the loop's ring from any thread: {@code IORING_REGISTER_SEND_MSG_RING}. */
final class MessageDoorbell extends Doorbell {
    private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(MessageDoorbell.class);

    private final RingMessage message;

    MessageDoorbell(Syscalls syscalls, Ring target) throws ErrnoException {
        message = new RingMessage(syscalls, target.fd(), UserData.pack(UserData.KIND_BELL, 0, 0));
    }

    @Override
    void send() {
        int result;
        do {
            result = message.send();
        } while (result == -Errno.EINTR || result == -Errno.EAGAIN || result == -Errno.ENOMEM);
        if (result < 0) {
            LOGGER.error(ErrnoException.message(
                    "io_uring_register", "SEND_MSG_RING", -result, "the loop was not woken"));
        }
    }

    @Override
    void open() {
        // Nothing waits on our side: the completion comes without a submission.
    }

    @Override
    void beginClose() {
        // Nothing in flight.
    }

    @Override
    void free() {
        message.close();
    }
}
