// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.sys.Syscalls;

/**
 * The pipes of one loop. One is taken by each region that is on its way and given back as soon as it is empty; who
 * finds none left copies. Nothing is made before the first region is sent. Loop thread only.
 */
public final class PipePool {
    /** Two descriptors and up to {@link FilePipe#CAPACITY} bytes of the page cache each: a limit for slow readers. */
    static final int MAX_IN_USE = 256;
    /** Of these are large: as many as fast readers need. A user has 64 MiB of pipes, for all loops and processes. */
    static final int MAX_LARGE = 4;
    /** More than the regions that a turn of the loop leaves half sent to fast readers. */
    static final int MAX_IDLE = 16;

    private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(PipePool.class);

    private final Syscalls syscalls;
    private final LoopCounters counters;
    private final Deque<FilePipe> idle = new ArrayDeque<>(0);
    private int large;
    private PipeDoor door;
    private boolean copies;
    private boolean closed;

    /**
     * Makes a pool without pipes.
     *
     * @param syscalls the loop's kernel
     * @param counters the loop's
     */
    public PipePool(Syscalls syscalls, LoopCounters counters) {
        this.syscalls = syscalls;
        this.counters = counters;
    }

    /** {@return an empty pipe, the caller's until it is given back; null if there is none to be had now} */
    public FilePipe take() {
        if (closed || counters.pipesInUse == MAX_IN_USE) {
            return null;
        }
        FilePipe pipe = idle.isEmpty() ? open() : idle.pop();
        if (pipe != null) {
            counters.pipesInUse++;
        }
        return pipe;
    }

    private FilePipe open() {
        FilePipe pipe = FilePipe.open(this, syscalls, large < MAX_LARGE);
        if (pipe != null && pipe.isLarge()) {
            large++;
        }
        return pipe;
    }

    /**
     * Takes a pipe back.
     *
     * @param pipe what is still in it is lost
     */
    public void giveBack(FilePipe pipe) {
        counters.pipesInUse--;
        if (pipe.bytes() == 0 && idle.size() < MAX_IDLE && !closed) {
            keep(pipe);
        } else {
            close(pipe);
        }
    }

    /** Large ones are taken first. */
    private void keep(FilePipe pipe) {
        if (pipe.isLarge()) {
            idle.addFirst(pipe);
        } else {
            idle.addLast(pipe);
        }
    }

    /** {@return the door, for a pipe that is empty} */
    PipeDoor door(FilePipe pipe) throws IOException {
        if (door == null || !door.isOpen()) {
            closeDoor();
            door = openDoor(pipe);
        }
        return door;
    }

    private PipeDoor openDoor(FilePipe probe) throws IOException {
        if (!copies) {
            try {
                return SendfileDoor.open(syscalls, probe);
            } catch (IOException e) {
                LOGGER.debug("files are copied, not moved, into pipes", e);
                copies = true;
            }
        }
        return new CopyingPipeDoor(syscalls);
    }

    private void close(FilePipe pipe) {
        if (door != null) {
            door.forget(pipe);
        }
        if (pipe.isLarge()) {
            large--;
        }
        pipe.close();
    }

    private void closeDoor() {
        if (door != null) {
            door.close();
            door = null;
        }
    }

    /** Closes what is idle; what is in use is closed when it is given back. */
    public void close() {
        closed = true;
        while (!idle.isEmpty()) {
            close(idle.pop());
        }
        closeDoor();
    }
}
