// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.Future;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.nettyuring.file.IoUringFile;
import org.nettyuring.file.RegisteredBuffer;

/**
 * What a {@link FileActor} reads and writes, and what its files should contain. Operations in flight at one time have a
 * stripe of the file each, for they keep no order; appends have a file of their own.
 */
final class FileTraffic {
    static final int BYTES = 2400;
    private static final int STRIPES = 8;
    private static final int STRIPE_BYTES = BYTES / STRIPES;

    private final FileSimulation simulation;
    private final FileActor actor;
    private final SplittableRandom random;
    private final byte[] expected = new byte[BYTES];
    private final boolean[] busy = new boolean[STRIPES];
    private final StringBuilder appended = new StringBuilder();
    private RegisteredBuffer registered;
    private boolean registeredBusy;
    private boolean ended;
    private int appends;

    FileTraffic(FileSimulation simulation, FileActor actor) {
        this.simulation = simulation;
        this.actor = actor;
        random = simulation.random();
    }

    /** Has a buffer registered, unless there is one. */
    void register() {
        if (registered != null) {
            return;
        }
        Future<RegisteredBuffer> allocated = RegisteredBuffer.allocate(simulation.loop().eventLoop(), STRIPE_BYTES);
        allocated.addListener(future -> {
            if (future.isSuccess() && registered == null && !ended) {
                registered = allocated.getNow();
            } else if (future.isSuccess()) {
                allocated.getNow().release();
            }
        });
    }

    /** Appends a number. */
    void append(IoUringFile to) {
        String text = appends++ + ",";
        ByteBuf src = buffer(text.length()).writeBytes(text.getBytes(US_ASCII));
        Future<Integer> future = to.append(src);
        future.addListener(done -> appended.append(text, 0, src.readerIndex()));
        actor.track(future, bytes -> actor.check(bytes == text.length(), "appended " + bytes));
        future.addListener(done -> actor.check(src.refCnt() == 0, "an append kept its buffer"));
    }

    private ByteBuf buffer(int bytes) {
        return random.nextInt(3) == 0 ? Unpooled.buffer(bytes, bytes)
                : simulation.kernel().allocator().directBuffer(bytes, bytes);
    }

    /** A stripe that nothing else is done with, or -1. */
    private int freeStripe() {
        int stripe = random.nextInt(STRIPES);
        return busy[stripe] ? -1 : stripe;
    }

    /** Reads or writes. */
    void useStripe(IoUringFile to) {
        int stripe = freeStripe();
        if (stripe < 0) {
            return;
        }
        int from = stripe * STRIPE_BYTES + random.nextInt(STRIPE_BYTES / 2);
        int length = 1 + random.nextInt(STRIPE_BYTES / 2);
        if (random.nextBoolean()) {
            write(to, stripe, from, length);
        } else {
            read(to, stripe, from, length);
        }
    }

    private void write(IoUringFile to, int stripe, int from, int length) {
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
            future = whole ? to.writeFully(both, from) : to.write(both, from);
        } else {
            other.release();
            future = whole ? to.writeFully(src, from) : to.write(src, from);
        }
        busy[stripe] = true;
        int start = vectored ? split : 0;
        future.addListener(done -> {
            busy[stripe] = false;
            int written = src.readerIndex() - start + (vectored ? other.readerIndex() : 0);
            System.arraycopy(bytes, 0, expected, from, written);
            actor.check(src.refCnt() == 0 && other.refCnt() == 0, "a write kept its buffer");
            actor.check(!done.isSuccess() || ((Number) future.getNow()).intValue() == written, "index after a write");
            actor.check(!done.isSuccess() || !whole || written == length, "wrote " + written + " of " + length);
        });
        actor.track(future, ignored -> { });
    }

    private void read(IoUringFile to, int stripe, int from, int length) {
        ByteBuf dst = buffer(length);
        boolean whole = random.nextBoolean();
        Future<Integer> future = whole ? to.readFully(dst, from) : to.read(dst, from);
        busy[stripe] = true;
        future.addListener(done -> {
            busy[stripe] = false;
            checkBytes(dst, from);
            actor.check(dst.refCnt() == 1, "a read kept its buffer, or released it");
            actor.check(!done.isSuccess() || future.getNow() == dst.readableBytes(), "index after a read");
            actor.check(!done.isSuccess() || !whole || dst.readableBytes() == length, "read " + dst);
            dst.release();
        });
        actor.track(future, ignored -> { });
    }

    /** Reads into a buffer that the kernel chooses. */
    void readChosen(IoUringFile to) {
        int stripe = freeStripe();
        if (stripe < 0) {
            return;
        }
        int from = stripe * STRIPE_BYTES;
        busy[stripe] = true;
        Future<ByteBuf> future = to.read((long) from, 1 + random.nextInt(STRIPE_BYTES));
        future.addListener(done -> busy[stripe] = false);
        actor.track(future, chosen -> {
            checkBytes(chosen, from);
            actor.check(chosen.isReadable(), "nothing where there is something");
            chosen.release();
        });
    }

    /** Reads into the registered buffer, or writes from it, if there is one and it is free. */
    void useRegistered(IoUringFile to) {
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
            future = to.read(buffer, from);
            future.addListener(done -> checkBytes(content, from));
        } else {
            content.clear();
            for (int i = 0; i < STRIPE_BYTES; i++) {
                content.writeByte(random.nextInt());
            }
            future = to.writeFully(buffer, from);
            future.addListener(done ->
                    content.getBytes(0, expected, from, content.readerIndex()));
        }
        future.addListener(done -> {
            busy[stripe] = false;
            registeredBusy = false;
            buffer.release();
        });
        actor.track(future, ignored -> { });
    }

    private void checkBytes(ByteBuf actual, int from) {
        byte[] bytes = new byte[actual.readableBytes()];
        actual.getBytes(actual.readerIndex(), bytes);
        actor.check(Arrays.equals(bytes, 0, bytes.length, expected, from, from + bytes.length),
                "wrong bytes at " + from);
    }

    void checkContent(String path, String appendPath) {
        actor.check(Arrays.equals(simulation.kernel().fileSystem().content(path), expected), "content of " + path);
        byte[] inLog = simulation.kernel().fileSystem().content(appendPath);
        actor.check(new String(inLog, US_ASCII).equals(appended.toString()), "appends " + appended);
    }

    /** The loop is about to end. What is in flight on the buffer keeps it. */
    void release() {
        ended = true;
        if (registered != null) {
            registered.release();
            registered = null;
        }
    }
}
