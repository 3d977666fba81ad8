// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.nettyuring.microbench.run.Progress;
import org.nettyuring.microbench.run.Report;
import org.nettyuring.microbench.run.Row;
import org.nettyuring.microbench.run.Row.Traffic;
import org.nettyuring.microbench.run.RowResult;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The same HTTP server on each transport, loaded in turn and compared side by side. */
@Command(name = "demo", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Loads the same server on each transport in turn and prints them side by side.")
public final class Demo implements Callable<Integer> {
    private static final int ECHO_BYTES = 64;

    @Mixin
    private final ComparisonOptions options = new ComparisonOptions("nio", "epoll", "netty-uring", "uring");

    @Option(names = "--connections", defaultValue = "64", description = "connections (default ${DEFAULT-VALUE})")
    private int connections;

    @Option(names = "--pipeline", defaultValue = "1",
            description = "requests outstanding on each connection (default ${DEFAULT-VALUE})")
    private int depth;

    @Option(names = "--protocol", defaultValue = "http",
            description = "http, http-read (no auto-read, one read at a time) or echo (default ${DEFAULT-VALUE})")
    private String protocol;

    /** Exit code 0 if every response was good. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Demo()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        final PrintStream out = System.out;
        options.describeMachine(out);
        out.printf("%s on one loop, one process per transport; %d connections, %d outstanding on each%n",
                protocol.equals("echo") ? "EchoServer, 64 bytes" : "HttpHello", connections, depth);
        final Progress progress = new Progress(out);
        options.plan(List.of(row()), progress);
        final RowResult result = options.run(row(), progress, comparison -> { });
        out.println();
        new Report(result, out).print();
        return result.isClean() ? 0 : 1;
    }

    private Row row() {
        final boolean echo = protocol.equals("echo");
        return new Row("demo", "the demo", "request", protocol,
                Traffic.of(echo ? "echo" : "http", connections, ECHO_BYTES).pipelined(depth));
    }
}
