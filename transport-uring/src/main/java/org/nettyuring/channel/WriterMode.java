// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

/**
 * Whether a writer still takes writes, and what is to be done when it does not any more.
 *
 * <table>
 * <caption>Transitions</caption>
 * <tr><th>mode</th><th>event</th><th>next</th><th>effect</th></tr>
 * <tr><td>OPEN</td><td>finish, while a send is in flight</td><td>FINISHING</td><td>the task waits</td></tr>
 * <tr><td>OPEN</td><td>finish, with nothing in flight</td><td>FINISHED</td><td>the task runs</td></tr>
 * <tr><td>FINISHING</td><td>finish</td><td>FINISHING</td><td>the task waits behind those before</td></tr>
 * <tr><td>FINISHING</td><td>ended</td><td>FINISHED</td><td>the tasks run</td></tr>
 * <tr><td>FINISHED</td><td>finish</td><td>FINISHED</td><td>the task runs</td></tr>
 * </table>
 * Loop thread only.
 */
final class WriterMode {
    private enum Mode { OPEN, FINISHING, FINISHED }

    private Mode mode = Mode.OPEN;
    private Runnable task;

    boolean isOpen() {
        return mode == Mode.OPEN;
    }

    boolean isFinishing() {
        return mode == Mode.FINISHING;
    }

    /**
     * No more writes.
     *
     * @param busy whether a send is in flight
     * @param newTask runs at the end, perhaps now; null for none
     */
    void finish(boolean busy, Runnable newTask) {
        if (mode == Mode.FINISHING || mode == Mode.OPEN && busy) {
            mode = Mode.FINISHING;
            Runnable before = task;
            task = before == null ? newTask : newTask == null ? before : () -> {
                before.run();
                newTask.run();
            };
        } else {
            mode = Mode.FINISHED;
            run(newTask);
        }
    }

    /** Nothing more will be sent. */
    void ended() {
        mode = Mode.FINISHED;
        Runnable last = task;
        task = null;
        run(last);
    }

    private static void run(Runnable last) {
        if (last != null) {
            last.run();
        }
    }
}
