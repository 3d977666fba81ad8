// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.channel.EventLoop;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.util.function.IntConsumer;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;

/**
 * Messages from loop to loop that need not be there before the sender's turn ends. A task that is handed over by
 * {@code execute} wakes a sleeping loop at once, with a system call, because the sender may go on to wait for it. A
 * message says that it does not: sleeping loops are woken together, with one {@code MSG_RING} each and one enter, when
 * the sender has done what it has to do in this turn. A loop that is awake needs no wake-up, and takes messages in its
 * turn. Messages and tasks from one thread to one loop are run in their order.
 */
public final class RingMessages {
    private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(RingMessages.class);

    private RingMessages() {}

    /**
     * Has another loop run a message. From a thread that is no loop of this transport it is {@code target.execute}.
     *
     * @param target any loop; one of another transport is woken as usual. Do not wait for the message before the
     *     handler or task that sends it has returned
     * @param message run on the target, unless an exception is thrown
     * @throws java.util.concurrent.RejectedExecutionException if the target has ended
     */
    public static void send(EventLoop target, Runnable message) {
        IoUringIoHandler sender = IoUringIoHandler.current();
        if (sender == null) {
            target.execute(message);
        } else {
            sender.bells().whileBatching(() -> target.execute(message));
        }
    }

    /**
     * Hands a descriptor to another loop: a message with its number. A descriptor belongs to the process and not to a
     * ring, so nothing is copied; nothing may be in flight on it.
     *
     * @param target any loop
     * @param fd the caller's until this method returns; then the receiver's, also if the target ends before it has run
     *     the message, because a loop runs what it has accepted
     * @param receiver takes it over on the target, for example with {@code new IoUringSocketChannel(fd)}. If it throws,
     *     the descriptor is closed
     * @throws java.util.concurrent.RejectedExecutionException if the target has ended: the descriptor is still the
     *     caller's
     */
    public static void handOver(EventLoop target, int fd, IntConsumer receiver) {
        send(target, () -> {
            try {
                receiver.accept(fd);
            } catch (Throwable cause) {
                LOGGER.warn("nobody takes descriptor {}: closed", fd, cause);
                syscalls().close(fd);
            }
        });
    }

    private static Syscalls syscalls() {
        IoUringIoHandler current = IoUringIoHandler.current();
        return current == null ? NativeSyscalls.get() : current.resources().syscalls();
    }
}
