// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.nettyuring.file.FileOpener;
import org.nettyuring.file.IoUringFile;

/**
 * Files of a {@link FileSimulation} whose device answers nothing while the others are looked at, which must not wait
 * for it; each with more operations than there are worker threads.
 */
final class HungFiles {
    private static final int BYTES = 100;
    private static final int MAX_READS = 70;

    private final FileSimulation simulation;
    private final List<String> paths = new ArrayList<>();
    private final Set<String> asked = new HashSet<>();
    private final Set<Future<?>> inFlight = new HashSet<>();
    private boolean hanging = true;

    HungFiles(FileSimulation simulation, int count) {
        this.simulation = simulation;
        for (int i = 0; i < count; i++) {
            String path = "/hung" + i;
            paths.add(path);
            simulation.kernel().fileSystem().put(path, new byte[BYTES]);
        }
    }

    /** Tries to open those that are not, and has each that is opened hang. */
    void act() {
        for (String path : paths) {
            if (asked.add(path)) {
                open(path);
            }
        }
    }

    private void open(String path) {
        Future<IoUringFile> opened = FileOpener.defaults().withAllocator(simulation.kernel().allocator())
                .withMaxInFlight(MAX_READS).open(simulation.loop().eventLoop(), Path.of(path));
        track(opened);
        opened.addListener(future -> {
            if (future.isSuccess()) {
                hang(path, opened.getNow());
            } else {
                asked.remove(path);
            }
        });
    }

    private void hang(String path, IoUringFile file) {
        if (hanging) {
            simulation.kernel().fileSystem().block(path, true);
        }
        for (int i = 0; i < MAX_READS; i++) {
            ByteBuf dst = simulation.kernel().allocator().directBuffer(BYTES, BYTES);
            Future<Integer> read = file.readFully(dst, 0);
            read.addListener(future -> {
                if (hanging && future.isSuccess()) {
                    simulation.failed(new AssertionError(path + " does not hang"));
                }
                dst.release();
            });
            track(read);
        }
        track(file.close()); // when they are done
    }

    private void track(Future<?> future) {
        inFlight.add(future);
        future.addListener(done -> {
            inFlight.remove(future);
            if (!done.isSuccess() && !FileSimulation.isPlayed(done.cause())) {
                simulation.failed(done.cause());
            }
        });
    }

    /** The device answers again. */
    void letGo() {
        hanging = false;
        asked.forEach(path -> simulation.kernel().fileSystem().block(path, false));
    }

    boolean isDone() {
        return inFlight.isEmpty();
    }

    /** {@return how many files hang now} */
    int count() {
        return hanging ? asked.size() : 0;
    }

    @Override
    public String toString() {
        return asked.size() + " files that hang" + (hanging ? "" : " no longer") + ", " + inFlight.size()
                + " operations";
    }
}
