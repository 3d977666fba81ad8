// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.nettyuring.memory.NativeRegion;

/**
 * Fails a test that leaves something behind: native regions, descriptors of sockets, pipes, rings and eventfds, event
 * loop threads, buffers that Netty's leak detector found, and whatever was given to {@link #track}. Waits some seconds
 * for what ends by itself. For tests that do not run at the same time as others in one JVM.
 */
public final class NoLeaks implements BeforeEachCallback, AfterEachCallback {
    /** JUnit configuration parameter: how many milliseconds to wait for what ends by itself. */
    static final String SETTLE_MILLIS = "org.nettyuring.noLeaks.settleMillis";

    private static final long DEFAULT_SETTLE_MILLIS = 5_000;
    private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long CANARY_MILLIS = 5_000;
    private static final int ALLOCATIONS_TO_NOTICE = 32;
    private static final List<String> SOCKET_TABLES = List.of("unix", "tcp", "tcp6", "udp", "udp6");
    private static final List<Tracked> TRACKED = new CopyOnWriteArrayList<>();
    /** The class whose test was the last to be looked after: between two tests of one class nothing else runs. */
    private static String lastClass = "";

    static {
        try {
            SocketChannel.open().close(); // the JDK keeps a socket from the first close to the end of the process
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Queue<String> bufferLeaks = new ConcurrentLinkedQueue<>();
    private Set<NativeRegion> regionsBefore = Set.of();
    private Set<String> descriptorsBefore = Set.of();
    private Set<Thread> threadsBefore = Set.of();
    private ResourceLeakDetector.Level levelBefore = ResourceLeakDetector.getLevel();

    private record Tracked(String what, IntSupplier count) {}

    /**
     * Has a count checked after the running test, and no longer; for example a loop's operations in flight.
     *
     * @param what is counted, in the plural
     * @param count any thread; 0 when nothing is left
     */
    public static void track(String what, IntSupplier count) {
        TRACKED.add(new Tracked(what, count));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        TRACKED.clear();
        regionsBefore = NativeRegion.live();
        descriptorsBefore = descriptors();
        threadsBefore = loopThreads();
        levelBefore = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        if (!lastClass.equals(context.getRequiredTestClass().getName())) {
            noticeLeaks(); // those of other classes' tests are not this one's
        }
        bufferLeaks.clear();
        ByteBufUtil.setLeakListener((type, records) -> bufferLeaks.add("leaked " + type + records));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        long settleMillis = context.getConfigurationParameter(SETTLE_MILLIS, Long::valueOf)
                .orElse(DEFAULT_SETTLE_MILLIS);
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(settleMillis);
        List<String> left = left();
        while (!left.isEmpty() && System.nanoTime() - endNs < 0) {
            LockSupport.parkNanos(STEP_NS);
            left = left();
        }
        noticeLeaks();
        lastClass = context.getRequiredTestClass().getName();
        left.addAll(bufferLeaks);
        ByteBufUtil.setLeakListener(null);
        ResourceLeakDetector.setLevel(levelBefore);
        TRACKED.clear();
        if (!left.isEmpty()) {
            throw new AssertionError("left behind by " + context.getDisplayName() + ":\n  "
                    + String.join("\n  ", left));
        }
    }

    private List<String> left() {
        List<String> left = new ArrayList<>();
        for (NativeRegion region : NativeRegion.live()) {
            if (!regionsBefore.contains(region)) {
                left.add("native memory: " + region);
            }
        }
        for (String descriptor : descriptors()) {
            if (!descriptorsBefore.contains(descriptor)) {
                left.add("descriptor: " + descriptor + ofWhat(descriptor));
            }
        }
        for (Thread thread : loopThreads()) {
            if (!threadsBefore.contains(thread)) {
                left.add("thread: " + thread.getName());
            }
        }
        for (Tracked tracked : TRACKED) {
            int count = tracked.count.getAsInt();
            if (count != 0) {
                left.add(count + " " + tracked.what);
            }
        }
        return left;
    }

    /** Netty looks for leaks when it tracks another buffer, and finds what the garbage collector has found. */
    private static void noticeLeaks() {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        PhantomReference<Object> canary = new PhantomReference<>(new Object(), queue);
        System.gc();
        try {
            // The collector hands over what it found a little later, this among it; on a busy machine much later.
            queue.remove(CANARY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Reference.reachabilityFence(canary);
        }
        LockSupport.parkNanos(STEP_NS);
        for (int i = 0; i < ALLOCATIONS_TO_NOTICE; i++) {
            ByteBufAllocator.DEFAULT.directBuffer(1).release();
        }
    }

    private static Set<String> descriptors() {
        Set<String> descriptors = new HashSet<>();
        try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path link : links) {
                String target = target(link);
                if (target.startsWith("socket:") || target.startsWith("pipe:") || target.startsWith("anon_inode:")) {
                    descriptors.add(link.getFileName() + " -> " + target);
                }
            }
        } catch (IOException e) {
            throw new AssertionError("cannot list the open descriptors", e);
        }
        return descriptors;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }

    /** What the kernel says of a socket: its address, its peer's, its state. */
    private static String ofWhat(String descriptor) {
        if (!descriptor.contains("socket:[")) {
            return "";
        }
        String inode = descriptor.substring(descriptor.indexOf('[') + 1, descriptor.indexOf(']'));
        StringBuilder rows = new StringBuilder();
        for (String table : SOCKET_TABLES) {
            try (Stream<String> lines = Files.lines(Path.of("/proc/self/net", table))) {
                lines.filter(line -> List.of(line.trim().split("\\s+")).contains(inode))
                        .forEach(line -> rows.append(" (").append(table).append(": ").append(line.trim()).append(')'));
            } catch (IOException | UncheckedIOException e) {
                rows.append(" (").append(table).append(": ").append(e).append(')');
            }
        }
        return rows.length() == 0 ? " (neither bound nor connected)" : rows.toString();
    }

    private static Set<Thread> loopThreads() {
        Set<Thread> threads = new HashSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread instanceof FastThreadLocalThread && !thread.isDaemon()
                    && !thread.getName().startsWith("globalEventExecutor")) {
                threads.add(thread);
            }
        }
        return threads;
    }
}
