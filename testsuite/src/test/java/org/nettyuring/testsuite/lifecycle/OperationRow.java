// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.nettyuring.loop.OperationKind;
import org.nettyuring.loop.RingFuture;
import org.nettyuring.loop.RingOperation;

/** What a caller submits: a kind of operation, or a form in which several are submitted. A new kind is a new row. */
enum OperationRow {
    NOP(On.NOTHING, false, at -> single(at, at.nop())),
    NOP_WITH_A_LIMIT(On.NOTHING, false, at -> single(at, at.nop().timeout(Duration.ofMinutes(1)))),
    TIMEOUT(On.NOTHING, true, at -> single(at, at.of(OperationKind.TIMEOUT, sqe -> {
        at.memory().buffer().putLong(512, 60).putLong(520, 0);
        sqe.prepTimeout(at.address() + 512, 0, 0);
    }))),
    READ(On.EVENTFD, true, at -> single(at, at.read())),
    READ_WITH_A_LIMIT(On.EVENTFD, true, at -> single(at, at.read().timeout(Duration.ofMinutes(1)))),
    WRITE(On.EVENTFD, false, at -> {
        at.memory().buffer().putLong(768, 1);
        return single(at, at.of(OperationKind.WRITE, sqe -> sqe.prepWrite(at.eventfd, at.address() + 768, 8, -1)));
    }),
    POLL_ADD(On.EVENTFD, true, at -> single(at, at.poll(at.eventfd))),
    BATCH(On.EVENTFD, true, at -> at.caller.submitBatch(List.of(at.nop(), at.read(), at.poll(at.eventfd)))),
    PIPELINE(On.EVENTFD, true, at -> at.caller.pipeline(List.of(at.poll(at.eventfd), at.read(), at.nop()))),
    PIPELINE_WITH_LIMITS(On.EVENTFD, true, at -> at.caller.pipeline(List.of(
            at.poll(at.eventfd).timeout(Duration.ofMinutes(1)), at.read().timeout(Duration.ofMinutes(1))))),
    PIPELINE_THAT_GOES_ON(On.EVENTFD, true, at -> at.caller.pipeline(List.of(
            at.read().continueOnFailure(), at.nop(), at.nop()))),
    PIPELINE_OF_NOPS(On.NOTHING, false, at -> at.caller.pipeline(List.of(at.nop(), at.nop(), at.nop(), at.nop()))),
    RECV(On.CONNECTION, true, at -> single(at, at.of(OperationKind.RECV, sqe -> sqe.prepRecv(
            at.channelFd(), at.address(), 100, 0)))),
    POLL_OF_A_CHANNEL(On.CONNECTION, true, at -> single(at, at.poll(at.channelFd()))),
    SEND(On.CONNECTION, false, at -> single(at, at.of(OperationKind.SEND, sqe -> sqe.prepSend(
            at.channelFd(), at.address(), 10, 0)))),
    SEND_ZC(On.CONNECTION, false, at -> {
        at.scene.letFarRead();
        return single(at, at.of(OperationKind.SEND_ZC, sqe -> sqe.prepSendZc(
                at.channelFd(), at.address(), 10, 0, 0)));
    }),
    ACCEPT(On.LISTENER, true, at -> {
        List<RingFuture> futures = single(at, at.of(OperationKind.ACCEPT, sqe -> sqe.prepAccept(
                at.channelFd(), 0, 0, 0)));
        futures.get(0).addListener(done -> {
            if (done.isSuccess()) {
                at.kernel.close((Integer) done.getNow());
            }
        });
        return futures;
    }),
    FSYNC(On.FILE, false, at -> {
        int fd = file(at);
        return single(at, at.of(OperationKind.FSYNC, sqe -> sqe.prepFsync(fd, 0)));
    }),
    WRITE_OF_A_FILE(On.FILE, false, at -> {
        int fd = file(at);
        return single(at, at.of(OperationKind.WRITE, sqe -> sqe.prepWrite(fd, at.address(), 1000, 0)));
    }),
    FALLOCATE(On.FILE, false, at -> {
        int fd = file(at);
        return single(at, at.of(OperationKind.FALLOCATE, sqe -> sqe.prepFallocate(fd, 0, 0, 10_000)));
    }),
    CLOSE(On.FILE, false, at -> {
        int fd = at.kernel.eventfd(0, 0);
        List<RingFuture> futures = single(at, at.of(OperationKind.CLOSE, sqe -> sqe.prepClose(fd)));
        futures.get(0).addListener(done -> {
            if (!done.isSuccess()) {
                at.kernel.close(fd);
            }
        });
        return futures;
    }),
    WRITE_AND_FSYNC(On.FILE, false, at -> {
        int fd = file(at);
        return at.caller.pipeline(List.of(
                at.of(OperationKind.WRITE, sqe -> sqe.prepWrite(fd, at.address(), 1000, 0)),
                at.of(OperationKind.FSYNC, sqe -> sqe.prepFsync(fd, 0))));
    });

    private static final int O_RDWR_TMPFILE = 0x2 | 0x410000;
    private static final int MODE = 0600;

    /** What it is applied to. */
    enum On { NOTHING, EVENTFD, CONNECTION, LISTENER, FILE }

    final On on;
    /** The kernel has it until something happens, or for good. */
    final boolean waits;
    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    private final Function<OperationScene, List<RingFuture>> way;

    OperationRow(On on, boolean waits, Function<OperationScene, List<RingFuture>> way) {
        this.on = on;
        this.waits = waits;
        this.way = way;
    }

    private static List<RingFuture> single(OperationScene at, RingOperation operation) {
        return List.of(at.caller.submit(operation));
    }

    /** A file without a name. */
    private static int file(OperationScene at) {
        byte[] path = (System.getProperty("java.io.tmpdir") + "\0").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < path.length; i++) {
            at.memory().buffer().put(1024 + i, path[i]);
        }
        return at.own(at.kernel.open(at.address() + 1024, O_RDWR_TMPFILE, MODE));
    }

    /** Brings what it is applied to. */
    void prepare(Scene scene) {
        switch (on) {
            case CONNECTION -> scene.connect(false);
            case LISTENER -> scene.listen(false);
            default -> {
                // the scene has it
            }
        }
    }

    void submit(OperationScene at) {
        at.futures.addAll(way.apply(at));
    }

    boolean canBeWoken() {
        return waits && this != TIMEOUT;
    }

    /** Lets it complete. */
    void wake(OperationScene at) {
        switch (on) {
            case CONNECTION -> at.scene.far.write(new byte[10]);
            case LISTENER -> at.scene.far = at.scene.farConnect(at.scene.port());
            case EVENTFD -> at.ring();
            default -> {
                // it does
            }
        }
    }

    /** {@return whether the fake kernel plays it} */
    boolean isPlayed() {
        return on != On.FILE;
    }

    boolean isOfAChannel() {
        return on == On.CONNECTION || on == On.LISTENER;
    }
}
