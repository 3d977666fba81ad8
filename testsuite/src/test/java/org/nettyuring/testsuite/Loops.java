// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What tests do with the loops of a group. */
public final class Loops {
    private Loops() {}

    /** {@return the group's loops, in its order} */
    public static List<EventLoop> of(EventLoopGroup group) {
        List<EventLoop> loops = new ArrayList<>();
        for (EventExecutor loop : group) {
            loops.add((EventLoop) loop);
        }
        return loops;
    }

    /**
     * Returns after at least so many turns. Tasks would not do: a loop may run those of a fast giver in one turn.
     *
     * @param turns how many
     */
    public static void awaitTurns(EventLoop loop, int turns) throws InterruptedException {
        for (int i = 0; i < turns; i++) {
            loop.schedule(() -> { }, 1, TimeUnit.MILLISECONDS).sync();
        }
    }

    /** {@return what to count down: until then the loop does nothing else} */
    public static CountDownLatch block(EventLoop loop) throws InterruptedException {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        loop.execute(() -> {
            blocked.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        blocked.await();
        return goOn;
    }
}
