// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.channel.IoHandle;

/** A handle that can be registered with an {@link IoUringIoHandler}. */
public interface IoUringIoHandle extends IoHandle {
    /**
     * Hands over the loop's own registration, without the wrapper that Netty puts around it. Called on the loop thread
     * before {@link #registered()}.
     *
     * @param registration submits and cancels on behalf of this handle
     */
    default void registered(IoUringIoRegistration registration) {}

    /** Ends the handle because its loop ends; completions may follow until {@link #unregistered()}. */
    @Override
    void close();
}
