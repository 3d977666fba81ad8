// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who may occupy the kernel's worker threads of a loop. Each operation on a file holds one from its submission on,
 * whether it turns out to block or not: so no operation that the kernel has ever waits for a thread behind one that
 * hangs.
 *
 * <p>A quarter of the threads is for files that hold none. Beyond its first, a file gets another thread as long as it
 * holds fewer than twice what is left of the rest: one file alone gets half of all; the more there are that hang, the
 * less the next one gets, and always one. Who is refused waits, in order, and is called when it is his turn, for one
 * thread at a time.
 *
 * <p>Loop thread only.
 */
public final class WorkerShares {
    private static final int SPARE_PART = 4;
    private static final int GREED = 2;
    private static final Claimant NOBODY = () -> { };

    private final int workers;
    private final int spare;
    private final Map<String, Share> shares = new HashMap<>();
    private final Map<Claimant, Share> waiting = new LinkedHashMap<>();
    private int taken;
    /** Whose turn it is while a thread that came back is given away; null: everybody's. */
    private Claimant turn;

    /** Waits for threads. */
    @FunctionalInterface
    public interface Claimant {
        /** A thread is free: {@link Share#tryTake} succeeds once, if it is still wanted. */
        void onTurn();
    }

    /** One file's part, whoever has it open. */
    public final class Share {
        private final String file;
        private int users;
        private int held;

        private Share(String file) {
            this.file = file;
        }

        /**
         * Takes a thread, or has the claimant wait for its turn.
         *
         * @param claimant called back once after a refusal
         * @return whether it was taken
         */
        public boolean tryTake(Claimant claimant) {
            if (turn == null ? mayTake() : turn == claimant) {
                turn = turn == null ? null : NOBODY;
                held++;
                taken++;
                return true;
            }
            waiting.putIfAbsent(claimant, this);
            return false;
        }

        private boolean mayTake() {
            int free = workers - taken;
            return held == 0 ? free > 0 : held < GREED * (free - spare);
        }

        /** A thread that was taken is free again. */
        public void giveBack() {
            held--;
            taken--;
            serve();
        }

        /**
         * The file is closed.
         *
         * @param claimant does not wait any more
         */
        public void leave(Claimant claimant) {
            waiting.remove(claimant);
            users--;
            if (users == 0) {
                shares.remove(file);
            }
        }
    }

    /**
     * Shares.
     *
     * @param workers threads that there are, at least 1
     */
    WorkerShares(int workers) {
        this.workers = workers;
        spare = workers == 1 ? 0 : Math.max(1, workers / SPARE_PART);
    }

    /**
     * A file is used: once more, if it is already.
     *
     * @param file its path
     * @return its share, to be {@linkplain Share#leave left}
     */
    public Share join(String file) {
        Share share = shares.computeIfAbsent(file, Share::new);
        share.users++;
        return share;
    }

    private void serve() {
        if (turn != null) {
            return; // one of those who are served has ended at once
        }
        try {
            for (turn = next(); turn != null; turn = next()) {
                turn.onTurn();
            }
        } finally {
            turn = null;
        }
    }

    private Claimant next() {
        Iterator<Map.Entry<Claimant, Share>> claims = waiting.entrySet().iterator();
        while (taken < workers && claims.hasNext()) {
            Map.Entry<Claimant, Share> claim = claims.next();
            if (claim.getValue().mayTake()) {
                claims.remove();
                return claim.getKey();
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return "WorkerShares(" + taken + " of " + workers + " taken, " + waiting.size() + " files wait)";
    }
}
