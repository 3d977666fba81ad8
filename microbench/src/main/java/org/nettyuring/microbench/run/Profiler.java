// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Samples another JVM and draws a flame graph, by async-profiler, which is loaded into that JVM. A JDK is needed, not a
 * JRE; kernel frames are in the graph where {@code kernel.perf_event_paranoid} lets this user see them.
 */
final class Profiler {
    /** The first needs perf events, the others do not; they see no kernel frames. */
    private static final List<String> EVENTS = List.of("cpu", "ctimer", "itimer");
    private static final String INTERVAL = "1ms";

    private final long pid;
    private final Path library;

    private Profiler(long pid, Path library) {
        this.pid = pid;
        this.library = library;
    }

    /**
     * Begins to sample all threads of a JVM.
     *
     * @throws Failure if that cannot be done here, with what async-profiler says of it
     */
    static Profiler start(long pid) throws Failure {
        final Profiler profiler = new Profiler(pid, library());
        Failure first = null;
        for (String event : EVENTS) {
            try {
                profiler.command("start,event=" + event + ",interval=" + INTERVAL);
                return profiler;
            } catch (Failure e) {
                first = first == null ? e : first;
            }
        }
        throw first;
    }

    /** Ends sampling and writes the graph, as HTML, and its stacks as text beside it; each thread by itself. */
    void stop(Path file, String title) throws Failure {
        command("dump,threads,collapsed,file=" + file.toAbsolutePath().toString().replace(".html", ".collapsed"));
        command("stop,threads,flamegraph,title=" + title + ",file=" + file.toAbsolutePath());
    }

    private void command(String arguments) throws Failure {
        try {
            final Path log = Files.createTempFile("nettyuring-profiler", ".log");
            try {
                load(arguments + ",log=" + log);
            } catch (AgentInitializationException e) {
                final String said = Files.readString(log).trim();
                throw new Failure("async-profiler: " + (said.isEmpty() ? e.getMessage() : said), e);
            } finally {
                Files.delete(log);
            }
        } catch (AttachNotSupportedException | AgentLoadException | IOException e) {
            throw new Failure("async-profiler could not be loaded: " + e.getMessage(), e);
        } catch (NoClassDefFoundError e) {
            throw new Failure("async-profiler needs a JDK with the module jdk.attach; this is a JRE", e);
        }
    }

    private void load(String arguments)
            throws IOException, AttachNotSupportedException, AgentLoadException, AgentInitializationException {
        final VirtualMachine jvm = VirtualMachine.attach(Long.toString(pid));
        try {
            jvm.loadAgentPath(library.toString(), arguments);
        } finally {
            jvm.detach();
        }
    }

    /** The native library out of async-profiler's jar, where the other JVM finds it; gone with this JVM. */
    private static Path library() throws Failure {
        final String architecture = System.getProperty("os.arch").equals("aarch64") ? "linux-arm64" : "linux-x64";
        final String resource = "/" + architecture + "/libasyncProfiler.so";
        try (InputStream in = Profiler.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new Failure("async-profiler: no " + resource + " on the class path", null);
            }
            final Path file = Files.createTempFile("libasyncProfiler", ".so");
            file.toFile().deleteOnExit();
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new Failure("async-profiler could not be unpacked: " + e.getMessage(), e);
        }
    }

    /** There will be no flame graph; all else can go on. */
    static final class Failure extends Exception {
        private static final long serialVersionUID = 1;

        Failure(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
