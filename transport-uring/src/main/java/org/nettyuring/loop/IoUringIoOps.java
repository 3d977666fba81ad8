// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.channel.IoOps;
import java.util.Objects;
import org.nettyuring.ring.Sqe;

/**
 * An io_uring operation of the user's own making, for {@link io.netty.channel.IoRegistration#submit(IoOps)} on a handle
 * registered with {@link IoUringIoHandler}. Its completions come to {@link IoUringIoHandle#handle} as
 * {@link IoUringIoEvent}s. Memory that the SQE names belongs to the kernel until the terminal completion.
 */
public final class IoUringIoOps implements IoOps {
    /** Writes one SQE. Loop thread; may run later than the submit. */
    @FunctionalInterface
    public interface Preparation {
        /**
         * Prepares the entry by one of its {@code prep…} methods, without {@code user_data}. One that is left as it
         * is is a {@code NOP}, and so is one whose preparation throws: the operation is over with what was thrown as
         * its cause. {@code IOSQE_CQE_SKIP_SUCCESS} is refused in the same way: the completion ends the operation.
         * Submits nothing itself.
         *
         * @param sqe valid during the call
         */
        void prepare(Sqe sqe);
    }

    private final String name;
    private final Preparation preparation;
    private final long data;

    private IoUringIoOps(String name, Preparation preparation, long data) {
        this.name = name;
        this.preparation = preparation;
        this.data = data;
    }

    /**
     * Describes an operation.
     *
     * @param name for reports, e.g. {@code "FSYNC"}
     * @param preparation writes the SQE
     * @param data comes back in {@link IoUringIoEvent#data()}
     * @return the operation; may be submitted more than once
     */
    public static IoUringIoOps of(String name, Preparation preparation, long data) {
        return new IoUringIoOps(
                Objects.requireNonNull(name, "name"), Objects.requireNonNull(preparation, "preparation"), data);
    }

    String name() {
        return name;
    }

    Preparation preparation() {
        return preparation;
    }

    long data() {
        return data;
    }
}
