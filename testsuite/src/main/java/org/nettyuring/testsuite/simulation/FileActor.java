// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.nettyuring.abi.Errno;
import org.nettyuring.file.FileOpener;
import org.nettyuring.file.FileStatus;
import org.nettyuring.file.IoUringFile;
import org.nettyuring.file.RegisteredBuffer;
import org.nettyuring.sys.ErrnoException;

/**
 * One file of a {@link FileSimulation} and what it should contain. Operations in flight at one time have a stripe of it
 * each, for they keep no order; appends have a file of their own.
 */
final class FileActor extends ActorSimulation.Actor {
    private static final int STRIPES = 8;
    private static final int STRIPE_BYTES = 300;
    private static final Set<Integer> PLAYED = Set.of(Errno.EIO, Errno.ENOSPC, Errno.EMFILE);

    private final FileSimulation simulation;
    private final SplittableRandom random;
    private final String path;
    private final byte[] expected = new byte[STRIPES * STRIPE_BYTES];
    private final boolean[] busy = new boolean[STRIPES];
    private final StringBuilder appended = new StringBuilder();
    private final Set<Future<?>> inFlight = new HashSet<>();
    private final String appendPath;
    private IoUringFile file;
    private IoUringFile log;
    private RegisteredBuffer registered;
    private boolean registeredBusy;
    private boolean opening;
    private boolean finishing;
    private boolean ended;
    private int cancelled;
    private int operations;

    FileActor(FileSimulation simulation, String path) {
        this.simulation = simulation;
        this.path = path;
        random = simulation.random();
        appendPath = path + ".log";
        simulation.kernel().fileSystem().put(path, expected);
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
            case 3, 4 -> append();
            case 5 -> status();
            case 6, 7 -> readChosen();
            case 8 -> useRegistered();
            default -> useStripe();
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
        if (registered == null && random.nextBoolean()) {
            Future<RegisteredBuffer> allocated =
                    RegisteredBuffer.allocate(simulation.loop().eventLoop(), STRIPE_BYTES);
            allocated.addListener(future -> {
                if (future.isSuccess() && registered == null && !ended) {
                    registered = allocated.getNow();
                } else if (future.isSuccess()) {
                    allocated.getNow().release();
                }
            });
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
        track(file.statx(), (FileStatus status) -> check(status.size() == expected.length, "size " + status.size()));
    }

    private void append() {
        if (finishing) {
            return;
        }
        String text = operations + ",";
        ByteBuf src = buffer(text.length()).writeBytes(text.getBytes(US_ASCII));
        Future<Integer> future = log.append(src);
        future.addListener(done -> appended.append(text, 0, src.readerIndex()));
        track(future, bytes -> check(bytes == text.length(), "appended " + bytes));
        future.addListener(done -> check(src.refCnt() == 0, "an append kept its buffer"));
    }

    private ByteBuf buffer(int bytes) {
        return random.nextInt(3) == 0 ? Unpooled.buffer(bytes, bytes)
                : simulation.kernel().allocator().directBuffer(bytes, bytes);
    }

    private int freeStripe() {
        int stripe = random.nextInt(STRIPES);
        return busy[stripe] || finishing ? -1 : stripe;
    }

    private void useStripe() {
        int stripe = freeStripe();
        if (stripe < 0) {
            return;
        }
        int from = stripe * STRIPE_BYTES + random.nextInt(STRIPE_BYTES / 2);
        int length = 1 + random.nextInt(STRIPE_BYTES / 2);
        if (random.nextBoolean()) {
            write(stripe, from, length);
        } else {
            read(stripe, from, length);
        }
    }

    private void write(int stripe, int from, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt();
        }
        boolean whole = random.nextBoolean();
        ByteBuf src = buffer(length).writeBytes(bytes);
        ByteBuf other = buffer(length);
        int split = random.nextInt(length);
        boolean vectored = random.nextBoolean();
        Future<? extends Number> future;
        if (vectored) {
            other.writeBytes(src, split);
            ByteBuf[] both = {other, src};
            future = whole ? file.writeFully(both, from) : file.write(both, from);
        } else {
            other.release();
            future = whole ? file.writeFully(src, from) : file.write(src, from);
        }
        busy[stripe] = true;
        int start = vectored ? split : 0;
        future.addListener(done -> {
            busy[stripe] = false;
            int written = src.readerIndex() - start + (vectored ? other.readerIndex() : 0);
            System.arraycopy(bytes, 0, expected, from, written);
            check(src.refCnt() == 0 && other.refCnt() == 0, "a write kept its buffer");
            check(!done.isSuccess() || ((Number) future.getNow()).intValue() == written, "index after a write");
            check(!done.isSuccess() || !whole || written == length, "wrote " + written + " of " + length);
        });
        track(future, ignored -> { });
    }

    private void read(int stripe, int from, int length) {
        ByteBuf dst = buffer(length);
        boolean whole = random.nextBoolean();
        Future<Integer> future = whole ? file.readFully(dst, from) : file.read(dst, from);
        busy[stripe] = true;
        future.addListener(done -> {
            busy[stripe] = false;
            checkBytes(dst, from);
            check(dst.refCnt() == 1, "a read kept its buffer, or released it");
            check(!done.isSuccess() || future.getNow() == dst.readableBytes(), "index after a read");
            check(!done.isSuccess() || !whole || dst.readableBytes() == length, "read " + dst);
            dst.release();
        });
        track(future, ignored -> { });
    }

    private void readChosen() {
        int stripe = freeStripe();
        if (stripe < 0) {
            return;
        }
        int from = stripe * STRIPE_BYTES;
        busy[stripe] = true;
        Future<ByteBuf> future = file.read((long) from, 1 + random.nextInt(STRIPE_BYTES));
        future.addListener(done -> busy[stripe] = false);
        track(future, chosen -> {
            checkBytes(chosen, from);
            check(chosen.isReadable(), "nothing where there is something");
            chosen.release();
        });
    }

    private void useRegistered() {
        int stripe = freeStripe();
        if (stripe < 0 || registered == null || registeredBusy) {
            return;
        }
        busy[stripe] = true;
        registeredBusy = true;
        int from = stripe * STRIPE_BYTES;
        RegisteredBuffer buffer = registered.retain(); // until its content has been looked at
        ByteBuf content = buffer.content();
        Future<Integer> future;
        if (random.nextBoolean()) {
            content.clear();
            future = file.read(buffer, from);
            future.addListener(done -> checkBytes(content, from));
        } else {
            content.clear();
            for (int i = 0; i < STRIPE_BYTES; i++) {
                content.writeByte(random.nextInt());
            }
            future = file.writeFully(buffer, from);
            future.addListener(done ->
                    content.getBytes(0, expected, from, content.readerIndex()));
        }
        future.addListener(done -> {
            busy[stripe] = false;
            registeredBusy = false;
            buffer.release();
        });
        track(future, ignored -> { });
    }

    private void checkBytes(ByteBuf actual, int from) {
        byte[] bytes = new byte[actual.readableBytes()];
        actual.getBytes(actual.readerIndex(), bytes);
        check(Arrays.equals(bytes, 0, bytes.length, expected, from, from + bytes.length), "wrong bytes at " + from);
    }

    private <V> void track(Future<V> future, Consumer<V> onSuccess) {
        operations++;
        inFlight.add(future);
        future.addListener(done -> {
            inFlight.remove(future);
            try {
                if (done.isSuccess()) {
                    onSuccess.accept(future.getNow());
                } else {
                    check(isPlayed(done.cause()), "unexpected: " + done.cause());
                    cancelled += done.isCancelled() ? 1 : 0;
                }
            } catch (Throwable t) {
                simulation.failed(t);
            }
        });
    }

    private static boolean isPlayed(Throwable cause) {
        return cause instanceof ClosedChannelException || cause instanceof CancellationException
                || cause instanceof IllegalStateException
                || cause instanceof ErrnoException errno && PLAYED.contains(errno.errno());
    }

    private void check(boolean condition, String what) {
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
        check(Arrays.equals(simulation.kernel().fileSystem().content(path), expected), "content of " + path);
        byte[] inLog = simulation.kernel().fileSystem().content(appendPath);
        check(new String(inLog, US_ASCII).equals(appended.toString()),
                "appends " + appended);
    }

    /** The loop has ended: every future is done, and what was written is what the indices say. */
    void checkEnd() {
        check(inFlight.isEmpty(), "not done: " + inFlight);
        checkContent();
    }

    /** The loop is about to end. What is in flight on the buffer keeps it. */
    void release() {
        ended = true;
        if (registered != null) {
            registered.release();
            registered = null;
        }
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
