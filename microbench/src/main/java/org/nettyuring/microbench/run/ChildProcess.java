// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A JVM like this one that runs a main class of this class path, or another program, on one core, that talks in lines:
 * one line in, one line out. What it writes to its standard error is kept for the day it fails. Not for several threads
 * at once.
 */
final class ChildProcess implements AutoCloseable {
    private static final int FIRST_JDK_THAT_ASKS_FOR_NATIVE_ACCESS = 22;
    private static final int KEPT_ERROR_LINES = 40;
    private static final Set<ChildProcess> ALIVE = ConcurrentHashMap.newKeySet();

    static {
        // A stopped child does not see that its input ends.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(ChildProcess::close), "children"));
    }

    private final String name;
    private final Process process;
    private final PrintStream input;
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> errors = new LinkedBlockingQueue<>();

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        ALIVE.add(this);
        input = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        follow(process.getInputStream(), output, Integer.MAX_VALUE);
        follow(process.getErrorStream(), errors, KEPT_ERROR_LINES);
    }

    /**
     * Starts a JVM like this one.
     *
     * @param core the core to stay on; below 0 for any
     * @param words options of the JVM, the main class and its arguments
     */
    static ChildProcess start(String name, int core, List<String> words) throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (argument.startsWith("-D") || argument.startsWith("-X")) {
                command.add(argument);
            }
        }
        if (Runtime.version().feature() >= FIRST_JDK_THAT_ASKS_FOR_NATIVE_ACCESS) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(words);
        return startProgram(name, core, command);
    }

    /** Starts any program that speaks the same lines. */
    static ChildProcess startProgram(String name, int core, List<String> words) throws IOException {
        final List<String> command = new ArrayList<>();
        if (core >= 0) {
            command.addAll(List.of("taskset", "-c", Integer.toString(core)));
        }
        command.addAll(words);
        return new ChildProcess(name, new ProcessBuilder(command).start());
    }

    /** {@return the process's number} */
    long pid() {
        return process.pid();
    }

    /** {@return the line that answers this one} */
    String ask(String line, long timeoutSeconds) throws IOException, InterruptedException {
        input.println(line);
        return next(timeoutSeconds);
    }

    /**
     * Waits for the next line.
     *
     * @return the line
     * @throws IOException if the child ended or said nothing in time
     */
    String next(long timeoutSeconds) throws IOException, InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds);
        while (System.nanoTime() - deadlineNs < 0) {
            final String line = output.poll(100, TimeUnit.MILLISECONDS);
            if (line != null) {
                return line;
            }
            if (!process.isAlive() && output.isEmpty()) {
                throw new IOException(name + " ended with " + process.exitValue() + said());
            }
        }
        throw new IOException(name + " said nothing for " + timeoutSeconds + " s" + said());
    }

    /** {@return how it ended and what it last said to its standard error; empty while it runs} */
    String epitaph() {
        return process.isAlive() ? "" : "; " + name + " ended with " + process.exitValue() + said();
    }

    /** Sends a signal, e.g. {@code STOP}. */
    void signal(String signal) throws IOException, InterruptedException {
        final int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + signal + " of " + name + " ended with " + exit);
        }
    }

    /** Kills the process and waits for its end: it has nothing to tidy up, and may be stopped. */
    @Override
    public void close() {
        process.destroyForcibly();
        ALIVE.remove(this);
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return what it last said to its standard error, for a message} */
    String said() {
        return errors.isEmpty() ? "" : ":\n  " + String.join("\n  ", errors);
    }

    private void follow(InputStream stream, BlockingQueue<String> lines, int kept) {
        final Thread reader = new Thread(() -> {
            try (BufferedReader in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    if (lines.size() >= kept) {
                        lines.poll();
                    }
                    lines.add(line);
                }
            } catch (IOException e) {
                errors.add("reading from " + name + ": " + e);
            }
        }, name + "-lines");
        reader.setDaemon(true);
        reader.start();
    }
}
