// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.ServerChannel;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.Objects;

/**
 * Moves live channels from loop to loop. A move is Netty's {@code deregister} and {@code register}, and what has to be
 * right around them: the channel stays on its loop until the kernel has let go of its last operation and the tasks that
 * wait there have run; what was received, or flushed, and not delivered goes on from the new loop, so that no byte is
 * lost, split or swapped. It works under load, with autoRead on or off, and under TLS.
 *
 * <p>Handlers see {@code channelUnregistered} and {@code channelRegistered}, and nothing else. What they scheduled on
 * the old loop runs there. A thread other than the loop's that writes during a move may have two writes swapped, the
 * one on either side of it: let such writers wait for the move, or write from the loop.
 */
public final class LoopMigration {
    private static final AttributeKey<LoopMove> LAST = AttributeKey.valueOf(LoopMigration.class, "last");

    private LoopMigration() {}

    /**
     * Moves a channel. Several moves of one channel are made one after the other, in the order of the calls; a move to
     * the loop where it is already does nothing. Any thread.
     *
     * @param channel of this transport, active, not a listener
     * @param target a loop of this transport, of any group
     * @return completes with the channel when it is on the loop. Fails, with the channel still on its loop, if the
     *     channel is a listener or of another transport ({@link IllegalArgumentException}), is not connected or not
     *     registered ({@link IllegalStateException}), or if the target takes no channels any more
     *     ({@link java.util.concurrent.RejectedExecutionException}); with {@code ClosedChannelException} if the channel
     *     is closed before it is there. A target that ends in that very moment has the channel closed, as
     *     {@code register} has. Listeners are called by the thread that ends the move: the target's, if it succeeds
     */
    public static Future<Channel> migrate(Channel channel, EventLoop target) {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(target, "target");
        String refusal = refusal(channel, target);
        if (refusal != null) {
            return ImmediateEventExecutor.INSTANCE.newFailedFuture(
                    new IllegalArgumentException("migrate(" + channel + "): " + refusal));
        }
        LoopMove move = new LoopMove((AbstractIoUringChannel) channel, target);
        Attribute<LoopMove> last = channel.attr(LAST);
        LoopMove before = last.getAndSet(move);
        move.future().addListener(future -> last.compareAndSet(move, null));
        if (before == null) {
            move.start();
        } else {
            before.future().addListener(future -> move.start());
        }
        return move.future();
    }

    private static String refusal(Channel channel, EventLoop target) {
        if (!(channel instanceof AbstractIoUringChannel uring)) {
            return "a " + channel.getClass().getName() + " is not of this transport";
        }
        if (channel instanceof ServerChannel) {
            return "a listener stays on its loop; its connections may move";
        }
        return target instanceof IoEventLoop && uring.isCompatible(target) ? null
                : "not a loop of this transport: " + target.getClass().getName();
    }
}
