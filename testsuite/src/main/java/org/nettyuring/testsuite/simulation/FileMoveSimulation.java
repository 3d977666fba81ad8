// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

/**
 * Channels that send files to slow readers and move from loop to loop meanwhile, again and again, most often while some
 * of a file's bytes are in a pipe of the loop that they leave. Every byte arrives once and in order.
 */
public final class FileMoveSimulation extends ActorSimulation<FileMover> {
    /** A simulation that has not run. */
    public FileMoveSimulation() {
        super("file move", 0xF11EL);
    }

    @Override
    void play() {
        newLoop();
        newLoop();
        int count = 1 + random().nextInt(3);
        for (int i = 0; i < count; i++) {
            add(new FileMover(this, random().nextLong()));
        }
        actFor(MAX_TURNS);
        actors().forEach(FileMover::release);
        closeLoops();
    }

    /** {@return how often a channel left its loop with bytes of a file read and not sent} */
    public int movesInTheMiddle() {
        return actors().stream().mapToInt(FileMover::movesInTheMiddle).sum();
    }
}
