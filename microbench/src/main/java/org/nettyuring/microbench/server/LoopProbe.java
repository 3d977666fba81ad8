// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.server;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.nettyuring.microbench.run.Sample;

/**
 * What one event loop of this process has used so far. Sampling is the caller's thread's work, but for one small task
 * on the loop.
 */
final class LoopProbe {
    private final EventLoopGroup group;
    private final EventLoop loop;
    private final long threadId;
    private final long tid;
    private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private final OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private LoopProbe(EventLoopGroup group, EventLoop loop, long threadId, long tid) {
        this.group = group;
        this.loop = loop;
        this.threadId = threadId;
        this.tid = tid;
    }

    /** Finds out which thread the only loop of the group runs on; call from another thread. */
    static LoopProbe of(EventLoopGroup group) throws InterruptedException, ExecutionException {
        final EventLoop loop = group.next();
        return loop.submit(() -> new LoopProbe(group, loop, Thread.currentThread().getId(), tidOfThisThread())).get();
    }

    /** {@return the kernel's number for the thread that asks} */
    static long tidOfThisThread() throws IOException {
        return Long.parseLong(Path.of("/proc/thread-self").toRealPath().getFileName().toString());
    }

    /** {@return the kernel's number for the loop's thread} */
    long tid() {
        return tid;
    }

    /**
     * {@return CPU times in ns of the loop's thread, of the kernel's io_uring workers and of the whole process; bytes
     * that the loop's thread allocated; and the loop's own counters, where it has any}
     */
    Sample sample() throws InterruptedException, ExecutionException {
        final Map<String, Long> values = new LinkedHashMap<>();
        values.putAll(loop.submit(() -> LoopCounting.of(group)).get());
        values.put("time_ns", System.nanoTime());
        values.put("loop_cpu_ns", threads.getThreadCpuTime(threadId));
        values.put("worker_cpu_ns", workerCpuNs());
        values.put("process_cpu_ns", process.getProcessCpuTime());
        values.put("loop_allocated_bytes", threads.getThreadAllocatedBytes(threadId));
        return new Sample(values);
    }

    /** The io-wq and SQPOLL threads that a ring may have: the kernel's, but they work for this process. */
    private static long workerCpuNs() {
        long sum = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                sum += isRingWorker(task) ? cpuNs(task) : 0;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum;
    }

    private static boolean isRingWorker(Path task) throws IOException {
        try {
            return Files.readString(task.resolve("comm")).startsWith("iou-");
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static long cpuNs(Path task) throws IOException {
        final String schedstat = Files.readString(task.resolve("schedstat"));
        return Long.parseLong(schedstat.substring(0, schedstat.indexOf(' ')));
    }
}
