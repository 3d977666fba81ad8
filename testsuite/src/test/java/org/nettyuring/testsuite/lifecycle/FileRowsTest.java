// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.file.FileOpener;
import org.nettyuring.file.IoUringFile;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.testsuite.kernel.FakeKernel;
import org.nettyuring.testsuite.kernel.Fault;
import org.nettyuring.testsuite.kernel.FaultPlan;
import org.nettyuring.testsuite.simulation.SimulatedLoop;

/** The rows of the tables of {@code FileOp} and {@code FileHandle}, one by one, on a kernel that does as it is told. */
class FileRowsTest {
    private static final String PATH = "/file";
    private static final String TEXT = "0123456789";

    private final LoopRig rig = new LoopRig(IoUringIoHandlerConfig.builder());
    private IoUringFile file;
    private Future<Integer> stalled;
    private boolean loopEnded;

    @AfterEach
    void end() {
        if (stalled != null) {
            rig.kernel.fileSystem().stall(PATH, false);
        }
        if (!loopEnded) {
            rig.close();
        }
    }

    private IoUringFile open() {
        rig.kernel.fileSystem().put(PATH, TEXT.getBytes(US_ASCII));
        file = get(begin(4));
        return file;
    }

    private Future<IoUringFile> begin(int maxInFlight) {
        return FileOpener.defaults().withAllocator(rig.kernel.allocator()).withMaxInFlight(maxInFlight)
                .open(rig.loop.eventLoop(), Path.of(PATH), READ, WRITE);
    }

    private <V> V get(Future<V> future) {
        rig.await("done", future::isDone);
        assertThat(future.cause()).isNull();
        return future.getNow();
    }

    private Throwable causeOf(Future<?> future) {
        rig.await("done", future::isDone);
        return future.cause();
    }

    private String content() {
        return new String(rig.kernel.fileSystem().content(PATH), US_ASCII);
    }

    private ByteBuf bytes(String text) {
        return rig.kernel.allocator().directBuffer(text.length()).writeBytes(text.getBytes(US_ASCII));
    }

    private ByteBuf room(int bytes) {
        return rig.kernel.allocator().directBuffer(bytes, bytes);
    }

    @Test
    void shouldResumeShortTransfersOnlyIfAskedForAll() {
        open();
        ByteBuf all = room(10);
        ByteBuf once = room(10);
        ByteBuf kept = bytes("abcdefghij").retain();
        rig.force(Fault.FILE_SHORT, 2);
        assertThat(get(file.readFully(all, 0))).isEqualTo(10);
        rig.force(Fault.FILE_SHORT);
        assertThat(get(file.read(once, 0))).isEqualTo(once.readableBytes()).isLessThan(10);
        rig.force(Fault.FILE_SHORT);
        int written = get(file.write(kept, 0));

        assertThat(all.toString(US_ASCII)).isEqualTo(TEXT);
        assertThat(kept.readerIndex()).isEqualTo(written).isLessThan(10);
        assertThat(get(file.writeFully(kept, written))).isEqualTo(10 - written);
        assertThat(content()).isEqualTo("abcdefghij");
        all.release();
        once.release();
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, names = {"FILE_EINTR", "FILE_EAGAIN"})
    void shouldTryAgainAtOnceThenPausing(Fault fault) {
        open();
        rig.force(fault, 7);

        Future<Void> synced = file.fsync();
        rig.turns(20);

        assertThat(rig.kernel.plan().fired(fault)).as("three at once, then a pause").isEqualTo(4);
        get(synced);
        assertThat(rig.kernel.plan().fired(fault)).isEqualTo(7);
    }

    @Test
    void shouldSayHowFarItCameWhenTheDeviceIsFull() {
        open();
        ByteBuf src = bytes("abcdefghij").retain();
        rig.force(Fault.FILE_SHORT);
        Future<Integer> write = file.writeFully(src, 0);
        rig.turns(1);
        rig.force(Fault.FILE_ENOSPC);

        assertThat(causeOf(write)).hasMessageContaining("write(/file): ENOSPC (28): the file system is full");
        assertThat(content()).isEqualTo("abcdefghij".substring(0, src.readerIndex())
                + TEXT.substring(src.readerIndex()));
        src.release();
    }

    @Test
    void shouldFailWithWhatTheDeviceSays() {
        open();
        rig.force(Fault.FILE_EIO);

        assertThat(causeOf(file.fsync())).hasMessageContaining("fsync(/file): EIO (5): the device lost something");
    }

    @Test
    void shouldHoldNoMoreThanItMayInTheKernel() {
        rig.kernel.fileSystem().put(PATH, new byte[0]);
        file = get(begin(3));
        rig.kernel.fileSystem().block(PATH, true);
        List<Future<Integer>> writes = new ArrayList<>();
        int before = rig.kernel.inFlight();
        for (int i = 0; i < 10; i++) {
            writes.add(file.writeFully(bytes("x"), i));
        }
        rig.turns(3);

        assertThat(rig.kernel.inFlight() - before).isEqualTo(3);
        rig.kernel.fileSystem().block(PATH, false);
        writes.forEach(this::get);
        assertThat(content()).isEqualTo("x".repeat(10));
    }

    @Test
    void shouldKeepAppendsInOrderWhateverIsShort() {
        open();
        rig.kernel.plan().with(Fault.FILE_SHORT, 0.7).with(Fault.FILE_EINTR, 0.3);
        StringBuilder expected = new StringBuilder(TEXT);
        List<Future<Integer>> appends = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            appends.add(file.append(bytes(i + "-")));
            expected.append(i).append('-');
        }
        appends.forEach(this::get);

        assertThat(content()).isEqualTo(expected.toString());
    }

    @Test
    void shouldGoOnWithTheNextAppendWhenOneIsCancelled() {
        open();
        rig.kernel.fileSystem().block(PATH, true);
        Future<Integer> first = file.append(bytes("a"));
        Future<Integer> second = file.append(bytes("b"));
        Future<Integer> third = file.append(bytes("c"));
        rig.turns(2);
        second.cancel(false);
        first.cancel(false);
        assertThat(causeOf(second)).isInstanceOf(CancellationException.class);
        assertThat(causeOf(first)).isInstanceOf(CancellationException.class);
        rig.kernel.fileSystem().block(PATH, false);

        get(third);
        assertThat(content()).isEqualTo(TEXT + "c");
    }

    @Test
    void shouldKeepTheMemoryOfACancelledOperationUntilTheKernelHasLetGo() {
        open();
        rig.kernel.fileSystem().block(PATH, true);
        ByteBuf dst = room(10);
        Future<Integer> read = file.read(dst, 0);
        rig.turns(2);

        assertThat(read.cancel(false)).isFalse();
        assertThat(read.isDone()).isFalse();
        assertThat(dst.refCnt()).isEqualTo(2);
        dst.release(); // the validator fails if that frees it

        assertThat(causeOf(read)).isInstanceOf(CancellationException.class);
        assertThat(dst.refCnt()).isZero();
        rig.kernel.fileSystem().block(PATH, false);
    }

    @Test
    void shouldLookForWhatTheDiskHasSoOftenOnlyAndThenSleep() {
        ByteBuf dst = stalledRead();
        LoopCounters counters = rig.loop.counters();
        long cancels = counters.cancels;
        long enters = counters.enters;
        assertThat(stalled.cancel(false)).isFalse();
        Future<Void> closed = file.close();

        rig.turns(300);

        assertThat(counters.cancels - cancels).as("looks for it, CancelOp.MAX_TRIES").isEqualTo(200);
        assertThat(counters.enters - enters).as("enters, one per turn").isLessThanOrEqualTo(301);
        long sleeps = counters.sleeps;
        for (int i = 0; i < 10; i++) {
            rig.loop.blockingTurn();
        }
        assertThat(counters.sleeps - sleeps).isEqualTo(10);
        assertThat(counters.cancels - cancels).isEqualTo(200);
        assertThat(stalled.isDone() || closed.isDone()).as("done while the kernel has the memory").isFalse();
        assertThat(dst.refCnt()).isEqualTo(2);
        rig.kernel.fileSystem().stall(PATH, false);
        get(closed);
        assertThat(stalled.getNow()).as("a cancel that came too late").isEqualTo(10);
        assertThat(dst.toString(US_ASCII)).isEqualTo(TEXT);
        assertThat(dst.release()).isTrue();
    }

    @Test
    void shouldWaitForTheDiskWhenTheLoopEnds() {
        ByteBuf dst = stalledRead();
        long enters = rig.loop.counters().enters;
        rig.kernel.script().then(() -> rig.kernel.fileSystem().stall(PATH, false)); // when the loop sleeps
        dst.release(); // the validator fails if that frees it
        loopEnded = true;
        rig.close();

        assertThat(rig.loop.counters().enters - enters).as("200 looks at most").isLessThan(220);
        assertThat(stalled.getNow()).isEqualTo(10);
        assertThat(dst.refCnt()).isZero();
    }

    /** Has a read on its way through a disk that does not answer. */
    private ByteBuf stalledRead() {
        open();
        rig.kernel.fileSystem().stall(PATH, true);
        ByteBuf dst = room(10);
        stalled = file.read(dst, 0);
        rig.turns(2);
        return dst;
    }

    @Test
    void shouldCancelWhatPauses() {
        open();
        rig.force(Fault.FILE_EAGAIN, 1000);
        Future<Void> synced = file.fsync();
        rig.turns(10);
        synced.cancel(false);

        assertThat(causeOf(synced)).isInstanceOf(CancellationException.class);
        rig.force(Fault.FILE_EAGAIN, 0);
    }

    @Test
    void shouldSucceedIfTheCancelComesTooLate() {
        open();
        rig.force(Fault.DELAY).force(Fault.CANCEL_LOSES);
        ByteBuf dst = room(10);
        Future<Integer> read = file.read(dst, 0);
        read.cancel(false);

        rig.await("done", read::isDone);
        assertThat(read.isSuccess() || read.isCancelled()).isTrue();
        assertThat(dst.readableBytes()).isEqualTo(read.isSuccess() ? 10 : 0);
        dst.release();
    }

    @Test
    void shouldDrainBeforeItCloses() {
        open();
        rig.kernel.fileSystem().block(PATH, true);
        List<Future<Integer>> writes = new ArrayList<>();
        for (int i = 0; i < 10; i++) { // more than the kernel is given at a time
            writes.add(file.writeFully(bytes("x"), i));
        }
        Future<Void> closed = file.close();
        rig.turns(5);
        ByteBuf late = bytes("y");
        Throwable cause = causeOf(file.writeFully(late, 0));

        assertThat(closed.isDone()).isFalse();
        assertThat(cause).isInstanceOf(ClosedChannelException.class).hasMessageContaining("write(/file)");
        assertThat(late.refCnt()).isZero();
        rig.kernel.fileSystem().block(PATH, false);
        get(closed);
        assertThat(writes).allMatch(Future::isSuccess);
        assertThat(content()).isEqualTo("x".repeat(10));
        assertThat(file.close()).isSameAs(closed);
    }

    @Test
    void shouldFailWhatWaitsAndCancelWhatIsInFlightWhenTheLoopEnds() {
        open();
        rig.kernel.fileSystem().block(PATH, true);
        List<Future<Integer>> writes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            writes.add(file.writeFully(bytes("x"), i));
            writes.add(file.append(bytes("y")));
        }
        rig.turns(2);
        loopEnded = true;
        rig.close();

        assertThat(writes).allSatisfy(write ->
                assertThat(write.cause()).isInstanceOf(ClosedChannelException.class));
        assertThat(content()).isEqualTo(TEXT);
        assertThat(file.isOpen()).isFalse();
        assertThat(file.close().isSuccess()).isTrue();
    }

    @Test
    void shouldCloseADescriptorThatNobodyWantsAnyMore() {
        rig.kernel.fileSystem().put(PATH, new byte[0]);
        rig.force(Fault.DELAY).force(Fault.CANCEL_LOSES);
        Future<IoUringFile> open = begin(1);
        open.cancel(false);

        assertThat(causeOf(open)).isInstanceOf(CancellationException.class);
        // The rig fails if the descriptor is still there.
    }

    @Test
    void shouldReadIntoTheAllocatorsMemoryWhenNoBufferIsLeft() {
        open();
        rig.force(Fault.NO_BUFFERS);

        ByteBuf read = get(file.read(2L, 5));

        assertThat(read.toString(US_ASCII)).isEqualTo("23456");
        read.release();
    }

    @Test
    void shouldGiveBackTheBufferThatCameWithAnError() {
        open();
        for (int i = 0; i < 200; i++) { // more than there are buffers
            rig.force(Fault.FILE_EINTR, 2);
            ByteBuf read = get(file.read(0L, 5));
            assertThat(read.toString(US_ASCII)).isEqualTo("01234");
            read.release();
            ByteBuf end = get(file.read(100L, 5));
            assertThat(end.isReadable()).isFalse();
            end.release();
        }
        assertThat(rig.loop.counters().noBuffers).as("reads that found none").isZero();
        assertThat(rig.kernel.missingBuffers()).isZero();
    }

    @Test
    void shouldNameTheOpcodeThatTheKernelLacks() {
        FakeKernel old = new FakeKernel(FaultPlan.quiet(1));
        old.persona().withoutOpcodes(IoUringConstants.IORING_OP_FTRUNCATE);
        old.fileSystem().put(PATH, new byte[0]);
        try (SimulatedLoop loop = new SimulatedLoop(old, IoUringIoHandlerConfig.builder())) {
            Future<IoUringFile> opened = FileOpener.defaults().withAllocator(old.allocator())
                    .open(loop.eventLoop(), Path.of(PATH), WRITE);
            while (!opened.isDone()) {
                loop.turn();
            }

            Throwable cause = opened.getNow().truncate(1).cause();

            assertThat(cause).isInstanceOf(UnsupportedOperationException.class).hasMessage("ftruncate(/file): "
                    + "this kernel has no IORING_OP_FTRUNCATE, which came with Linux 6.9");
        }
    }

    @Test
    void shouldFailTheOpenOfWhatIsNotThere() {
        Future<IoUringFile> open = FileOpener.defaults().open(rig.loop.eventLoop(), Path.of("/missing"));
        assertThat(causeOf(open)).hasMessage("openat2(/missing): ENOENT (2)");
        rig.force(Fault.FILE_ENOSPC);
        Future<IoUringFile> full =
                FileOpener.defaults().open(rig.loop.eventLoop(), Path.of("/missing"), WRITE, CREATE);
        assertThat(causeOf(full)).hasMessageContaining("openat2(/missing): ENOSPC (28)");
    }
}
