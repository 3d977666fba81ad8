// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.server;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.nettyuring.microbench.run.Sample;
import org.nettyuring.microbench.server.ServerTransport.Kind;

/**
 * A server in a process of its own, on one loop, that can be asked what it has used so far:
 * {@code BenchServer transport service message-bytes directory backend-port}. It prints
 * {@code READY port=… tid=… caller=…} or {@code UNAVAILABLE reason}, answers each {@code mark}, {@code heap} or, if it
 * is there for tasks, {@code run millis} on its standard input with one line, and ends with its input.
 */
public final class BenchServer {
    private static final int COLLECTIONS = 3;

    private final LoopProbe probe;
    private final TaskLoad tasks;

    private BenchServer(LoopProbe probe, TaskLoad tasks) {
        this.probe = probe;
        this.tasks = tasks;
    }

    /** Runs until the standard input ends. */
    public static void main(String[] args) throws Exception {
        final BenchServer server;
        try {
            server = start(args);
        } catch (Exception | LinkageError e) {
            System.out.println("UNAVAILABLE " + reason(e));
            System.exit(0);
            return;
        }
        server.answer();
        System.exit(0);
    }

    private static BenchServer start(String[] args) throws Exception {
        final String service = args[1];
        final Kind kind = Services.kind(service);
        final ServerTransport transport = ServerTransport.of(args[0], kind);
        final EventLoopGroup group = transport.group().apply(1);
        MetricsPolling.startIfAsked(group);
        int port = 0;
        if (kind != Kind.NONE) {
            final Channel channel = new Services(
                    transport, group, Integer.parseInt(args[2]), Path.of(args[3]), Integer.parseInt(args[4]))
                    .start(service);
            port = channel.localAddress() instanceof InetSocketAddress address ? address.getPort() : 0;
        }
        final LoopProbe probe = LoopProbe.of(group);
        System.out.println("READY port=" + port + " tid=" + probe.tid() + " caller=" + LoopProbe.tidOfThisThread());
        return new BenchServer(probe, kind == Kind.NONE ? new TaskLoad(group.next(), service) : null);
    }

    private void answer() throws IOException, InterruptedException, ExecutionException {
        final BufferedReader commands =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            if (command.equals("mark")) {
                System.out.println("MARK " + probe.sample());
            } else if (command.equals("heap")) {
                System.out.println("HEAP " + heap());
            } else if (command.startsWith("run ") && tasks != null) {
                final long millis = Long.parseLong(command.substring("run ".length()));
                System.out.println("RESULT " + tasks.run(TimeUnit.MILLISECONDS.toNanos(millis)));
            } else {
                System.out.println("UNKNOWN " + command);
            }
        }
    }

    /** What is left of the heap after collections: some objects only go after their cleaners ran. */
    private static Sample heap() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        final long usedBytes = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return new Sample(Map.of("heap_bytes", usedBytes));
    }

    /** The first sentence of the innermost cause that has one: what a user can act on. */
    private static String reason(Throwable thrown) {
        String reason = thrown.toString();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                reason = cause.getMessage();
            }
        }
        return reason.lines().findFirst().orElse(thrown.getClass().getName());
    }
}
