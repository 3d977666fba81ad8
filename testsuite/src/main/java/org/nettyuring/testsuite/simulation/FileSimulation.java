// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import java.nio.channels.ClosedChannelException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.nettyuring.abi.Errno;
import org.nettyuring.sys.ErrnoException;

/**
 * Files that are opened, read, written, appended to, synced, cancelled and closed with operations in flight, many at a
 * time, while the kernel does half of what it is asked for, or none, or has no room, and while other files hang. What
 * is read is what was written; what failed was written as far as its buffer's index says; nobody waits for a file that
 * hangs; and a loop that ends leaves nothing.
 */
public final class FileSimulation extends ActorSimulation<FileActor> {
    private static final int MAX_STEPS = 150;
    private static final int FEWEST_WORKERS = 4;
    private static final Set<Integer> PLAYED = Set.of(Errno.EIO, Errno.ENOSPC, Errno.EMFILE);

    private HungFiles hung;

    /** A simulation that has not run. */
    public FileSimulation() {
        super("file", 0x0F11E5L);
    }

    @Override
    void play() {
        int workers = FEWEST_WORKERS << random().nextInt(4);
        newLoop(Machine.config(random(), 4).workers(workers));
        hung = new HungFiles(this, random().nextInt(workers / 4 + 1)); // not more than there are threads to spare
        DirectFile direct = new DirectFile(this);
        int count = 1 + random().nextInt(4);
        for (int i = 0; i < count; i++) {
            add(new FileActor(this, "/file" + i));
        }
        int steps = 1 + random().nextInt(MAX_STEPS);
        for (int step = 0; step < steps; step++) {
            hung.act();
            direct.act();
            actors().forEach(FileActor::act);
            turn();
            checkWorkers();
        }
        if (random().nextBoolean()) {
            finish();
        }
        direct.close();
        actors().forEach(FileActor::release);
        closeLoops(); // with whatever is in flight
        actors().forEach(FileActor::checkEnd);
    }

    private void finish() {
        actors().forEach(FileActor::finish);
        finishActing(); // whatever else hangs
        actors().forEach(FileActor::checkContent);
        if (kernel().missingBuffers() > 0) {
            throw new AssertionError(kernel().missingBuffers() + " provided buffers did not come back");
        }
        if (random().nextBoolean()) {
            hung.letGo();
            for (int turn = 0; !hung.isDone(); turn++) {
                turn();
                if (turn > MAX_TURNS) {
                    throw new AssertionError("no end after " + turn + " turns");
                }
            }
        }
    }

    private void checkWorkers() {
        if (kernel().waitingForWorker() > 0) {
            throw new AssertionError(kernel().waitingForWorker() + " operations may wait for others that hang");
        }
    }

    /** {@return whether it may fail so} */
    static boolean isPlayed(Throwable cause) {
        return cause instanceof ClosedChannelException || cause instanceof CancellationException
                || cause instanceof IllegalStateException
                || cause instanceof ErrnoException errno && PLAYED.contains(errno.errno());
    }

    /** {@return how many operations were begun} */
    public int operations() {
        return actors().stream().mapToInt(FileActor::operations).sum();
    }

    /** {@return how many of them ended because they were asked to} */
    public int cancelled() {
        return actors().stream().mapToInt(FileActor::cancelled).sum();
    }

    /** {@return how many files hang} */
    public int hung() {
        return hung.count();
    }

    @Override
    public String toString() {
        return super.toString() + "\n  " + hung;
    }
}
