// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.RejectedExecutionException;

/**
 * One move of a channel.
 *
 * <table>
 * <caption>Steps, each on the old loop but for the last</caption>
 * <tr><th>step</th><th>goes on when</th><th>ends when</th></tr>
 * <tr><td>leave</td><td>what was queued on the loop before has run</td><td>the channel is there already; it is closing
 * or not active, or the target shuts down: refused</td></tr>
 * <tr><td>drain</td><td>the kernel let go of the last operation ({@link CloseSequence})</td><td>the channel was closed
 * meanwhile: failed</td></tr>
 * <tr><td>settle</td><td>tasks that other threads queued meanwhile, writes perhaps, have run</td><td>the channel was
 * closed by one of them: failed</td></tr>
 * <tr><td>join</td><td></td><td>registered; or refused, and Netty has closed the channel</td></tr>
 * </table>
 */
final class LoopMove {
    /** Rounds of settling on a loop that always has tasks, ours perhaps among the first of them. */
    private static final int MOST_ROUNDS = 16;

    private final AbstractIoUringChannel channel;
    private final EventLoop target;
    private final Promise<Channel> promise = ImmediateEventExecutor.INSTANCE.newPromise();
    private EventLoop origin;
    private int rounds;

    LoopMove(AbstractIoUringChannel channel, EventLoop target) {
        this.channel = channel;
        this.target = target;
    }

    Future<Channel> future() {
        return promise;
    }

    /** Any thread. */
    void start() {
        if (!channel.isRegistered()) {
            fail(channel.isOpen() ? new IllegalStateException("migrate(" + channel
                    + "): not registered; register it with the loop that it is to be on") : closed());
            return;
        }
        origin = channel.eventLoop();
        try {
            origin.execute(() -> guarded(this::leave));
        } catch (RejectedExecutionException e) {
            fail(e);
        }
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (Throwable cause) {
            fail(cause);
        }
    }

    private void leave() {
        if (channel.eventLoop() != origin) {
            fail(new IllegalStateException("migrate(" + channel + "): it has been registered elsewhere meanwhile"));
        } else if (!channel.isOpen() || channel.closeSequence().isClosing()) {
            fail(closed());
        } else if (origin == target) {
            promise.setSuccess(channel);
        } else if (!channel.isActive()) {
            fail(new IllegalStateException("migrate(" + channel + "): not active; it can move once it is connected"));
        } else if (target.isShuttingDown()) {
            fail(new RejectedExecutionException("migrate(" + channel + "): the target shuts down: " + target));
        } else {
            channel.deregister().addListener(future -> {
                if (future.isSuccess()) {
                    guarded(this::settle);
                } else {
                    fail(future.cause());
                }
            });
        }
    }

    private void settle() {
        if (!channel.isOpen()) {
            fail(closed());
        } else if (++rounds < MOST_ROUNDS && origin instanceof SingleThreadEventExecutor loop
                && loop.pendingTasks() > 0 && !loop.isShuttingDown()) {
            loop.execute(() -> guarded(this::settle));
        } else {
            // From here, where nothing is queued: who looks for the channel's loop from now on finds the new one.
            target.register(channel).addListener(future -> {
                if (future.isSuccess()) {
                    promise.setSuccess(channel);
                } else {
                    fail(future.cause());
                }
            });
        }
    }

    private static ClosedChannelException closed() {
        return new ClosedChannelException();
    }

    private void fail(Throwable cause) {
        promise.tryFailure(cause);
    }
}
