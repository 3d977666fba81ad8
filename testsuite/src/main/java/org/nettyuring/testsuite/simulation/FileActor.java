// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.util.concurrent.Future;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.nettyuring.file.FileOpener;
import org.nettyuring.file.FileStatus;
import org.nettyuring.file.IoUringFile;

/** One file of a {@link FileSimulation}, and one that is appended to: opened, used, cancelled, closed, opened again. */
final class FileActor extends ActorSimulation.Actor {
    private final FileSimulation simulation;
    private final SplittableRandom random;
    private final String path;
    private final FileTraffic traffic;
    private final Set<Future<?>> inFlight = new HashSet<>();
    private final String appendPath;
    private IoUringFile file;
    private IoUringFile log;
    private boolean opening;
    private boolean finishing;
    private int cancelled;
    private int operations;

    FileActor(FileSimulation simulation, String path) {
        this.simulation = simulation;
        this.path = path;
        random = simulation.random();
        traffic = new FileTraffic(simulation, this);
        appendPath = path + ".log";
        simulation.kernel().fileSystem().put(path, new byte[FileTraffic.BYTES]);
        simulation.kernel().fileSystem().put(appendPath, new byte[0]);
    }

    @Override
    void act() {
        if (opening) {
            return;
        }
        if (file == null) {
            open();
            return;
        }
        switch (random.nextInt(16)) {
            case 0 -> close();
            case 1 -> cancelOne();
            case 2 -> sync();
            case 3, 4 -> traffic.append(log);
            case 5 -> status();
            case 6, 7 -> traffic.readChosen(file);
            case 8 -> traffic.useRegistered(file);
            default -> traffic.useStripe(file);
        }
    }

    private void open() {
        opening = true;
        FileOpener opener = FileOpener.defaults().withAllocator(simulation.kernel().allocator())
                .withMaxInFlight(1 + random.nextInt(4));
        StandardOpenOption[] both = {StandardOpenOption.READ, StandardOpenOption.WRITE};
        Future<IoUringFile> first = opener.open(simulation.loop().eventLoop(), Path.of(path), both);
        if (random.nextInt(8) == 0) {
            first.cancel(false);
        }
        track(first, opened -> {
            Future<IoUringFile> second =
                    opener.open(simulation.loop().eventLoop(), Path.of(appendPath), StandardOpenOption.WRITE);
            track(second, openedLog -> {
                file = opened;
                log = openedLog;
            });
            second.addListener(future -> {
                opening = false;
                if (!future.isSuccess()) {
                    opened.close();
                }
            });
        });
        first.addListener(future -> opening &= future.isSuccess());
        if (random.nextBoolean()) {
            traffic.register();
        }
    }

    private void close() {
        IoUringFile closing = file;
        file = null;
        opening = true;
        Future<Void> first = closing.close();
        Future<Void> second = log.close();
        first.addListener(ignored -> second.addListener(alsoIgnored -> opening = false));
        track(first, nothing -> { });
        track(second, nothing -> { });
    }

    private void cancelOne() {
        inFlight.stream().skip(random.nextInt(inFlight.size() + 1)).findFirst().ifPresent(future -> {
            if (future.cancel(false)) {
                simulation.failed(new AssertionError("done while the kernel may have its memory: " + this));
            }
        });
    }

    private void sync() {
        track(random.nextBoolean() ? file.fsync() : file.fdatasync(), nothing -> { });
    }

    private void status() {
        track(file.statx(), (FileStatus status) -> check(status.size() == FileTraffic.BYTES, "size " + status.size()));
    }

    <V> void track(Future<V> future, Consumer<V> onSuccess) {
        operations++;
        inFlight.add(future);
        future.addListener(done -> {
            inFlight.remove(future);
            try {
                if (done.isSuccess()) {
                    onSuccess.accept(future.getNow());
                } else {
                    check(FileSimulation.isPlayed(done.cause()), "unexpected: " + done.cause());
                    cancelled += done.isCancelled() ? 1 : 0;
                }
            } catch (Throwable t) {
                simulation.failed(t);
            }
        });
    }

    void check(boolean condition, String what) {
        if (!condition) {
            simulation.failed(new AssertionError(what + ": " + this));
        }
    }

    /** Nothing new; what is in flight ends. */
    void finish() {
        finishing = true;
        if (file != null) {
            close();
        }
    }

    @Override
    boolean isDone() {
        if (finishing && file != null && !opening) {
            close();
        }
        return inFlight.isEmpty() && !opening;
    }

    void checkContent() {
        traffic.checkContent(path, appendPath);
    }

    /** The loop has ended: every future is done, and what was written is what the indices say. */
    void checkEnd() {
        check(inFlight.isEmpty(), "not done: " + inFlight);
        checkContent();
    }

    /** The loop is about to end. */
    void release() {
        traffic.release();
    }

    int operations() {
        return operations;
    }

    int cancelled() {
        return cancelled;
    }

    @Override
    public String toString() {
        return path + (file == null ? ", closed" : ", open") + (opening ? ", opening or closing" : "") + ", "
                + operations + " operations, " + inFlight.size() + " in flight";
    }
}
