// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.nettyuring.stream.Blocking.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.loop.OperationKind;
import org.nettyuring.loop.RingFuture;
import org.nettyuring.loop.RingOperation;
import org.nettyuring.loop.RingOperations;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.stream.StreamOptions;
import org.nettyuring.stream.TcpListener;
import org.nettyuring.stream.TcpStream;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;
import org.nettyuring.testsuite.Mode;

/**
 * The child process of {@link VirtualThreadTest}, whose virtual threads have one carrier between them. Who waits for
 * a future lets go of it, or the thread that would complete the future never runs.
 */
final class CarrierProcess {
    private static final int WAITERS = 500;
    private static final int POLLIN = 1;
    private static final long PATIENCE_SECONDS = 20;
    private static final int BYTES = 100;

    private final IoUringEventLoopGroup group = Mode.selected().newGroup(1);
    private final RingOperations operations = RingOperations.of(group.next());
    private final ExecutorService threads;

    private CarrierProcess() throws ReflectiveOperationException {
        threads = (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    /**
     * Runs.
     *
     * @param args a folder for the recording
     */
    public static void main(String[] args) throws Exception {
        Mode.selected().install();
        CarrierProcess process = new CarrierProcess();
        List<String> pinned = PinnedCarriers.during(Path.of(args[0]), Duration.ZERO, process::waitInEveryWay);
        process.threads.shutdown();
        process.group.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
        report(pinned);
        System.exit(0);
    }

    private long waitInEveryWay() throws Exception {
        System.out.println("awaits: " + awaitFutures());
        System.out.println("echoes: " + echo());
        return threads.submit(PinnedCarriers::keepOne).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static void report(List<String> pinned) {
        int control = 0;
        int ours = 0;
        for (String stack : pinned) {
            if (PinnedCarriers.isOnPurpose(stack)) {
                control++;
            } else if (stack.contains("org.nettyuring.loop") || stack.contains("org.nettyuring.stream")) {
                ours++;
                System.out.println(stack);
            }
        }
        System.out.println("pinned on purpose: " + (control > 0));
        System.out.println("pinned by us: " + ours);
    }

    /** All wait for one descriptor, each in one of the ways to wait; the last thread makes it ready. */
    private int awaitFutures() throws Exception {
        Syscalls syscalls = NativeSyscalls.get();
        int fd = syscalls.eventfd(0, 0);
        List<Future<Integer>> waiters = new ArrayList<>();
        for (int i = 0; i < WAITERS; i++) {
            int way = i;
            Callable<Integer> waiter = () -> waitIn(way, operations.submit(RingOperation.of(
                    OperationKind.POLL_ADD, "fd " + fd, sqe -> sqe.prepPollAdd(fd, POLLIN))));
            waiters.add(threads.submit(waiter));
        }
        Future<Boolean> last = threads.submit(() -> {
            try (NativeRegion counter = syscalls.allocate(Long.BYTES, "a counter")) {
                counter.buffer().putLong(0, 1);
                return syscalls.write(fd, counter.address(), Long.BYTES) == Long.BYTES;
            }
        });
        if (!last.get(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("not written");
        }
        int ready = 0;
        for (Future<Integer> waiter : waiters) {
            ready += waiter.get(PATIENCE_SECONDS, TimeUnit.SECONDS) == POLLIN ? 1 : 0;
        }
        syscalls.close(fd);
        return ready;
    }

    private static int waitIn(int way, RingFuture future) throws Exception {
        switch (way % 6) {
            case 0 -> future.await();
            case 1 -> future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            case 2 -> future.awaitUninterruptibly();
            case 3 -> future.sync();
            case 4 -> future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            default -> await(future);
        }
        return future.getNow();
    }

    /** Both ends of each connection are virtual threads. */
    private int echo() throws Exception {
        StreamOptions options = StreamOptions.DEFAULT.kernel(Mode.selected().kernel());
        TcpListener listener = await(TcpListener.bind(group,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), options, options));
        List<Future<Integer>> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            threads.submit(() -> {
                try (TcpStream stream = await(listener.accept())) {
                    await(stream.write(await(stream.readFully(BYTES))));
                    await(stream.shutdownOutput());
                }
                return null;
            });
            clients.add(threads.submit(() -> {
                try (TcpStream stream = await(TcpStream.connect(group, listener.localAddress(), options))) {
                    await(stream.write(Unpooled.directBuffer(BYTES).writeZero(BYTES)));
                    ByteBuf answer = await(stream.readFully(BYTES));
                    int bytes = answer.readableBytes();
                    answer.release();
                    return bytes == BYTES ? 1 : 0;
                }
            }));
        }
        int echoes = 0;
        for (Future<Integer> client : clients) {
            echoes += client.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        listener.close();
        return echoes;
    }
}
