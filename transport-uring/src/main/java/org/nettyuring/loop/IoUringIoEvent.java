// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.channel.IoEvent;
import org.nettyuring.abi.IoUringConstants;

/**
 * A completion of an {@link IoUringIoOps}.
 *
 * @param id what the submit returned
 * @param data what the operation was given
 * @param res {@code cqe->res}: a value, or {@code -errno}
 * @param flags {@code cqe->flags}
 * @param cause what the operation's preparation threw: the kernel never had it, and {@code res} is {@code -EINVAL}.
 *     Null otherwise
 */
public record IoUringIoEvent(long id, long data, int res, int flags, Throwable cause) implements IoEvent {
    /** {@return whether the kernel has let go of the operation: no more completions of it will come} */
    public boolean isTerminal() {
        return (flags & IoUringConstants.IORING_CQE_F_MORE) == 0;
    }
}
