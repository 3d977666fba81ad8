// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.nettyuring.microbench.run.Sample;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command line of a load client. With {@code --control} it obeys its standard input instead, so that another
 * process can open connections, look at the server, run, look again: {@code open port connections depth},
 * {@code run millis}, {@code close}; each is answered with one line.
 */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
final class LoadCommand implements Callable<Integer> {
    private final Supplier<LoadProtocol> protocol;

    @Option(names = "--port", description = "the server's port on this machine")
    private int port;

    @Option(names = "--connections", defaultValue = "64", description = "connections (default ${DEFAULT-VALUE})")
    private int connections;

    @Option(names = "--pipeline", defaultValue = "1",
            description = "requests sent at once on each connection (default ${DEFAULT-VALUE})")
    private int depth;

    @Option(names = "--seconds", defaultValue = "5", description = "time measured (default ${DEFAULT-VALUE})")
    private double seconds;

    @Option(names = "--warmup", defaultValue = "2", description = "seconds before that (default ${DEFAULT-VALUE})")
    private double warmup;

    @Option(names = "--control", description = "take commands from the standard input")
    private boolean control;

    private LoadLoop loop;

    LoadCommand(Supplier<LoadProtocol> protocol) {
        this.protocol = protocol;
    }

    @Override
    public Integer call() throws IOException {
        if (control) {
            obey();
            return 0;
        }
        try (LoadLoop once = new LoadLoop(protocol.get(), port, connections, depth)) {
            once.run(nanos(warmup));
            final Sample result = once.run(nanos(seconds));
            System.out.println("RESULT " + result);
            return result.get("errors") == 0 ? 0 : 1;
        }
    }

    private static long nanos(double seconds) {
        return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }

    private void obey() throws IOException {
        final BufferedReader commands =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        System.out.println("READY");
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            System.out.println(reply(command.split(" ")));
        }
    }

    private String reply(String[] words) {
        try {
            return switch (words[0]) {
                case "open" -> open(Integer.parseInt(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]));
                case "run" -> "RESULT " + loop.run(TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[1])));
                case "close" -> close();
                default -> "ERROR unknown command " + words[0];
            };
        } catch (IOException | IllegalStateException e) {
            return "ERROR " + e;
        }
    }

    private String open(int newPort, int newConnections, int newDepth) throws IOException {
        if (loop != null) {
            loop.close(); // still open if the last server broke
        }
        loop = new LoadLoop(protocol.get(), newPort, newConnections, newDepth);
        return "OPENED " + newConnections;
    }

    private String close() throws IOException {
        loop.close();
        return "CLOSED";
    }
}
