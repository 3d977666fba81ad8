// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.netty.channel.DefaultChannelId;
import io.netty.util.NetUtil;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a test on a thread that is not like the others of this process: in a network of its own, or with fewer
 * privileges. Both are properties of a thread in Linux, inherited by the sockets and the processes that it makes. The
 * thread ends with its task, and all that it was with it.
 */
final class SpecialThread {
    private static final int CLONE_NEWNET = 0x40000000;
    private static final int CAPABILITY_VERSION_3 = 0x20080522;
    private static final int CAPABILITY_HEADER_BYTES = 8;
    private static final int CAPABILITY_DATA_BYTES = 24;
    private static final int PATIENCE_SECONDS = 60;

    private SpecialThread() {}

    /** What is in the C library and not in ours. */
    private interface Libc extends Library {
        Libc INSTANCE = Native.load("c", Libc.class);

        int unshare(int flags);

        int capset(Pointer header, Pointer data);
    }

    /** A test. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }

    /**
     * Runs a test in an empty network with a loopback interface. Skips it if that needs a privilege that is not there.
     *
     * @param commands {@code ip} commands that make the network what it is to be
     * @param task makes its sockets on the thread that calls it
     */
    static void inNewNetwork(Iterable<String> commands, Task task) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can make a network");
        assumeTrue(Stream.of("/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip").anyMatch(ip -> Files.isExecutable(Path.of(ip))),
                "no iproute2");
        DefaultChannelId.newInstance(); // looks at the network once for all: at the usual one
        assumeTrue(NetUtil.LOOPBACK_IF != null, "no loopback interface");
        run(() -> {
            assumeTrue(Libc.INSTANCE.unshare(CLONE_NEWNET) == 0, "may not make a network here");
            execute("ip link set lo up");
            for (String command : commands) {
                execute(command);
            }
            task.run();
        });
    }

    private static void execute(String command) throws Exception {
        Process process = new ProcessBuilder(command.split(" ", -1)).inheritIO().start();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(command).isTrue();
        assumeTrue(process.exitValue() == 0, "refused: " + command);
    }

    /** Runs a test on a thread without any capability. */
    static void withoutCapabilities(Task task) throws Exception {
        run(() -> {
            try (Memory header = new Memory(CAPABILITY_HEADER_BYTES); Memory data = new Memory(CAPABILITY_DATA_BYTES)) {
                header.clear();
                header.setInt(0, CAPABILITY_VERSION_3);
                data.clear();
                assertThat(Libc.INSTANCE.capset(header, data)).as("capset").isZero();
            }
            task.run();
        });
    }

    private static void run(Task task) throws Exception {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                task.run();
                outcome.complete(null);
            } catch (Throwable cause) {
                outcome.completeExceptionally(cause);
            }
        }, "special thread");
        thread.start();
        try {
            outcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            if (e.getCause() instanceof RuntimeException exception) { // also: a condition that was not met
                throw exception;
            }
            throw e;
        }
        thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    }
}
