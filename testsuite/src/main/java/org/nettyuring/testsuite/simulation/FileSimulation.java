// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

/**
 * Files that are opened, read, written, appended to, synced, cancelled and closed with operations in flight, many at a
 * time, while the kernel does half of what it is asked for, or none, or has no room. What is read is what was written;
 * what failed was written as far as its buffer's index says; and a loop that ends leaves nothing.
 */
public final class FileSimulation extends ActorSimulation<FileActor> {
    private static final int MAX_STEPS = 150;

    /** A simulation that has not run. */
    public FileSimulation() {
        super("file", 0x0F11E5L);
    }

    @Override
    void play() {
        newLoop();
        int count = 1 + random().nextInt(4);
        for (int i = 0; i < count; i++) {
            add(new FileActor(this, "/file" + i));
        }
        int steps = 1 + random().nextInt(MAX_STEPS);
        for (int step = 0; step < steps; step++) {
            actors().forEach(FileActor::act);
            turn();
        }
        if (random().nextBoolean()) {
            actors().forEach(FileActor::finish);
            finishActing();
            actors().forEach(FileActor::checkContent);
        }
        actors().forEach(FileActor::release);
        closeLoops(); // with whatever is in flight
        actors().forEach(FileActor::checkEnd);
    }

    /** {@return how many operations were begun} */
    public int operations() {
        return actors().stream().mapToInt(FileActor::operations).sum();
    }

    /** {@return how many of them ended because they were asked to} */
    public int cancelled() {
        return actors().stream().mapToInt(FileActor::cancelled).sum();
    }
}
