// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import io.netty.channel.unix.UnixChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.nettyuring.loop.OperationKind;
import org.nettyuring.loop.OperationLimits;
import org.nettyuring.loop.RingFuture;
import org.nettyuring.loop.RingOperation;
import org.nettyuring.loop.RingOperations;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Syscalls;
import org.nettyuring.testsuite.kernel.FakeKernel;

/** Explicit operations of one caller on a scene's loop, and what they are applied to. */
final class OperationScene {
    private static final int MEMORY_BYTES = 4096;
    private static final int COUNTER_OFFSET = 2048;
    static final int POLLIN = 1;

    final Scene scene;
    final Syscalls kernel;
    final RingOperations operations;
    final List<RingFuture> futures = new ArrayList<>();
    private final NativeRegion memory;
    /** Each is closed once. */
    private final List<Integer> fds = new ArrayList<>();
    /** Not ready. */
    final int eventfd;
    /** Never ready. */
    private final int never;
    RingOperations caller;
    private int submitted;
    private int released;

    OperationScene(Scene scene) {
        this.scene = scene;
        kernel = scene.syscalls();
        if (kernel instanceof FakeKernel fake) {
            fake.validator().allowBadDescriptors().allowConcurrentSends();
        }
        memory = allocate();
        eventfd = own(kernel.eventfd(0, 0));
        never = own(kernel.eventfd(0, 0));
        operations = RingOperations.of(scene.loop());
    }

    private NativeRegion allocate() {
        try {
            return kernel.allocate(MEMORY_BYTES, "a scene's memory");
        } catch (ErrnoException e) {
            throw new AssertionError(e);
        }
    }

    int own(int fd) {
        fds.add(fd);
        return fd;
    }

    void close(Integer fd) {
        if (fds.remove(fd)) {
            kernel.close(fd);
        }
    }

    long address() {
        return memory.address();
    }

    NativeRegion memory() {
        return memory;
    }

    int channelFd() {
        return ((UnixChannel) scene.channel).fd().intValue();
    }

    /** Makes the eventfd ready. */
    void ring() {
        memory.buffer().putLong(COUNTER_OFFSET, 1);
        kernel.write(eventfd, memory.address() + COUNTER_OFFSET, Long.BYTES);
    }

    RingOperation counted(RingOperation operation) {
        submitted++;
        return operation.release(() -> released++);
    }

    RingOperation of(OperationKind kind, org.nettyuring.loop.IoUringIoOps.Preparation preparation) {
        return counted(RingOperation.of(kind, "a scene", preparation));
    }

    RingOperation nop() {
        return of(OperationKind.NOP, sqe -> sqe.prepNop());
    }

    RingOperation read() {
        return of(OperationKind.READ, sqe -> sqe.prepRead(eventfd, address(), Long.BYTES, -1));
    }

    RingOperation poll(int fd) {
        return of(OperationKind.POLL_ADD, sqe -> sqe.prepPollAdd(fd, POLLIN));
    }

    /** A caller that may have so many operations under way, and goes with the channel, if there is one. */
    void newCaller(int limit) {
        caller = operations.newCaller(OperationLimits.ofLoop().inFlight(limit));
        RingOperations made = caller;
        if (scene.channel != null) {
            scene.channel.closeFuture().addListener(closed -> made.close());
        }
    }

    /** Takes the caller's room away. */
    void block() {
        futures.add(caller.submit(poll(never)));
    }

    void awaitAll() {
        scene.await("all futures", () -> futures.stream().allMatch(RingFuture::isDone));
    }

    /** Ends what an ending may leave, and checks that nothing is left. */
    void finish(boolean mayFail) {
        if (scene.loop().isShuttingDown()) {
            scene.await("end of the loop", () -> scene.loop().isTerminated());
        } else {
            caller.close();
        }
        awaitAll();
        for (RingFuture future : futures) {
            Throwable cause = future.cause();
            boolean ordinary = cause == null || future.isCancelled() || cause instanceof RejectedExecutionException
                    || mayFail && cause instanceof ErrnoException;
            if (!ordinary) {
                throw new AssertionError("failed: " + future, cause);
            }
        }
        if (released != submitted) {
            throw new AssertionError("released " + released + " of " + submitted);
        }
        if (scene.channel != null) {
            if (scene.loop().isTerminated()) {
                scene.channel.unsafe().closeForcibly();
            } else {
                scene.await("channel closed", scene.channel.close()::isDone);
                scene.await("unregistered", () -> !scene.channel.isRegistered());
            }
        }
        for (int fd : List.copyOf(fds)) {
            close(fd);
        }
        memory.close();
        scene.story.kept.release();
        scene.close();
    }

    @Override
    public String toString() {
        return futures + ", released " + released + " of " + submitted + "\n" + scene;
    }
}
