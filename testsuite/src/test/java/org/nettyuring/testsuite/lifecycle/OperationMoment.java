// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

/** Where explicit operations are when their end comes. */
enum OperationMoment {
    /** Behind the caller's limit. */
    QUEUED {
        @Override
        void enter(OperationScene at, OperationRow row, Runnable ending) {
            at.newCaller(4);
            for (int i = 0; i < 4; i++) {
                at.block();
            }
            row.submit(at);
            at.scene.turns(2);
            happen(at, ending);
        }
    },
    /** Entries are written, and no enter has come. */
    SUBMITTED {
        @Override
        void enter(OperationScene at, OperationRow row, Runnable ending) {
            at.newCaller(100);
            row.submit(at);
            happen(at, ending);
        }
    },
    IN_KERNEL {
        @Override
        boolean isReachable(OperationRow row, boolean held) {
            return row.waits || held && row.isOfADevice();
        }

        @Override
        void enter(OperationScene at, OperationRow row, Runnable ending) {
            at.newCaller(100);
            row.submit(at);
            at.scene.turns(3);
            happen(at, ending);
        }
    },
    /** Its completion comes, or is there and was not seen. */
    COMPLETING {
        @Override
        boolean isReachable(OperationRow row, boolean held) {
            return row.canBeWoken() || !row.waits;
        }

        @Override
        void enter(OperationScene at, OperationRow row, Runnable ending) {
            at.newCaller(100);
            if (at.keeps(row)) {
                row.submit(at);
                at.scene.turns(3);
                row.wake(at);
                happen(at, ending);
            } else { // from within a completion of the same batch
                boolean[] happened = new boolean[1];
                at.operations.submit(at.nop()).addListener(done -> {
                    happened[0] = true;
                    happen(at, ending);
                });
                row.submit(at);
                at.scene.await("first completion", () -> happened[0]);
            }
        }
    },
    CANCELLING {
        @Override
        void enter(OperationScene at, OperationRow row, Runnable ending) {
            at.newCaller(100);
            row.submit(at);
            if (at.keeps(row)) {
                at.scene.turns(3);
            }
            at.futures.get(0).cancel(false);
            happen(at, ending);
        }
    },
    COMPLETED {
        @Override
        boolean isReachable(OperationRow row, boolean held) {
            return row.canBeWoken() || !row.waits;
        }

        @Override
        void enter(OperationScene at, OperationRow row, Runnable ending) {
            at.newCaller(100);
            row.submit(at);
            if (row == OperationRow.BATCH) { // one of two takes it
                row.wake(at);
                at.scene.turns(3);
            }
            row.wake(at);
            if (row == OperationRow.BATCH) {
                at.scene.turns(3);
            } else {
                at.awaitAll();
            }
            happen(at, ending);
        }
    };

    /**
     * Whether a kernel can be brought there.
     *
     * @param held whether the device of files answers nothing
     */
    boolean isReachable(OperationRow row, boolean held) {
        return true;
    }

    /** Brings operations there, and has them ended. */
    abstract void enter(OperationScene at, OperationRow row, Runnable ending);

    private static void happen(OperationScene at, Runnable ending) {
        at.scene.letFaultsHappen();
        ending.run();
    }
}
