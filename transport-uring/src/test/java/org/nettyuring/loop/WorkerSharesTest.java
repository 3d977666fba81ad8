// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many threads who gets, and in which order. */
class WorkerSharesTest {
    private final List<String> served = new ArrayList<>();

    /** A file that wants a number of threads. */
    private final class File implements WorkerShares.Claimant {
        private final String name;
        private final WorkerShares.Share share;
        private int wanted;
        private int held;

        File(WorkerShares shares, String name) {
            this.name = name;
            share = shares.join(name);
        }

        File want(int threads) {
            wanted = threads;
            onTurn();
            return this;
        }

        @Override
        public void onTurn() {
            while (wanted > 0 && share.tryTake(this)) {
                wanted--;
                held++;
                served.add(name);
            }
        }

        void giveBack() {
            held--;
            share.giveBack();
        }
    }

    @Test
    void shouldGiveOneFileHalfAndTheNextLess() {
        WorkerShares shares = new WorkerShares(32);

        List<Integer> held = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            held.add(new File(shares, "file" + i).want(100).held);
        }

        assertThat(held).containsExactly(16, 6, 2, 1, 1, 1, 1, 1, 1, 1, 1, 0);
    }

    @Test
    void shouldGiveEachFileOneWhenThereAreMany() {
        WorkerShares shares = new WorkerShares(8);
        List<File> files = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            files.add(new File(shares, "file" + i).want(1));
        }

        for (int i = 0; i < 20; i++) {
            assertThat(files.get(i).held).as("it is its turn").isEqualTo(1);
            files.get(i).giveBack();
        }
    }

    @Test
    void shouldLetThoseThatWaitTakeTurns() {
        WorkerShares shares = new WorkerShares(2); // one is spare: the first file gets one
        File busy = new File(shares, "busy").want(1);
        File hung = new File(shares, "hung").want(1);
        new File(shares, "a").want(2);
        File b = new File(shares, "b").want(2);
        served.clear();

        hung.giveBack();
        busy.giveBack();
        assertThat(served).containsExactly("a", "b");
        b.giveBack();

        assertThat(served).as("a has one, and no second while one of two is spare").containsExactly("a", "b", "b");
    }

    @Test
    void shouldCountAFileOnceHoweverOftenItIsOpen() {
        WorkerShares shares = new WorkerShares(32);
        new File(shares, "file").want(10);

        assertThat(new File(shares, "file").want(10).held).isEqualTo(6);
        assertThat(new File(shares, "other").want(10).held).isEqualTo(6);
    }

    @Test
    void shouldForgetAFileThatIsClosed() {
        WorkerShares shares = new WorkerShares(1);
        File first = new File(shares, "first").want(1);
        File closed = new File(shares, "closed").want(1);
        File last = new File(shares, "last").want(1);

        closed.share.leave(closed);
        first.giveBack();

        assertThat(closed.held).isZero();
        assertThat(last.held).isEqualTo(1);
        assertThat(shares).hasToString("WorkerShares(1 of 1 taken, 0 files wait)");
    }

    @Test
    void shouldPassTheTurnOfOneThatWantsNoMore() {
        WorkerShares shares = new WorkerShares(1);
        File first = new File(shares, "first").want(1);
        File cancelled = new File(shares, "cancelled").want(1);
        File last = new File(shares, "last").want(1);
        cancelled.wanted = 0;

        first.giveBack();

        assertThat(last.held).isEqualTo(1);
    }
}
