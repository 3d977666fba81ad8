// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.nettyuring.loop.RingMessages;

/**
 * Loops that tell each other numbers, by messages and by tasks: who hears one passes it on to any other loop,
 * until enough were heard. A few at a time, so that loops sleep and are woken all the time.
 */
final class LoopTalk {
    private static final int AT_A_TIME = 3;

    private final List<EventLoop> loops;
    private final int enough;
    private final SplittableRandom[] random;
    /** By sender, which alone writes, and hearer. */
    private final int[][] told;
    /** By hearer, which alone writes, and sender. */
    private final int[][] heard;
    private final AtomicInteger heardByAll = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger rejected = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    LoopTalk(List<EventLoop> loops, long seed, int enough) {
        this.loops = loops;
        this.enough = enough;
        int count = loops.size();
        told = new int[count][count];
        heard = new int[count][count];
        random = new SplittableRandom[count];
        for (int i = 0; i < count; i++) {
            random[i] = new SplittableRandom(31 * seed + i);
        }
    }

    void begin() {
        underWay.addAndGet(AT_A_TIME);
        for (int i = 0; i < AT_A_TIME; i++) {
            int first = i % loops.size();
            loops.get(first).execute(() -> {
                tell(first);
                underWay.decrementAndGet();
            });
        }
    }

    /** To somebody who takes it; to nobody, if all have ended. */
    private void tell(int from) {
        int others = loops.size() - 1;
        int first = random[from].nextInt(others);
        for (int i = 0; i < others; i++) {
            if (tell(from, (from + 1 + (first + i) % others) % loops.size())) {
                return;
            }
        }
    }

    private boolean tell(int from, int to) {
        int number = told[from][to];
        boolean asMessage = random[from].nextInt(3) != 0;
        underWay.incrementAndGet();
        told[from][to]++; // before the other may have heard it
        try {
            if (asMessage) {
                RingMessages.send(loops.get(to), () -> hear(from, to, number));
            } else {
                loops.get(to).execute(() -> hear(from, to, number));
            }
            return true;
        } catch (RejectedExecutionException e) {
            told[from][to]--;
            underWay.decrementAndGet();
            rejected.incrementAndGet();
            return false;
        }
    }

    private void hear(int from, int to, int number) {
        if (!loops.get(to).inEventLoop()) {
            failures.add(number + " from " + from + " to " + to + " on " + Thread.currentThread());
        }
        if (heard[to][from] != number) {
            failures.add(number + " from " + from + " to " + to + " instead of " + heard[to][from]);
        }
        heard[to][from]++;
        if (heardByAll.incrementAndGet() < enough) {
            tell(to);
        }
        underWay.decrementAndGet();
    }

    /** {@return whether all that were told were heard, and nobody says more} */
    boolean isOver() {
        return underWay.get() == 0;
    }

    int heard() {
        return heardByAll.get();
    }

    int rejected() {
        return rejected.get();
    }

    /** Once it is over: each was heard once, in the order of its sender. */
    void verify() {
        assertThat(failures).isEmpty();
        for (int from = 0; from < loops.size(); from++) {
            for (int to = 0; to < loops.size(); to++) {
                assertThat(heard[to][from]).as("from %s to %s", from, to).isEqualTo(told[from][to]);
            }
        }
    }
}
