// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.nettyuring.microbench.run.Row.Traffic;
import org.nettyuring.microbench.run.Sample;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of a load client for people and scripts. */
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

    LoadCommand(Supplier<LoadProtocol> protocol) {
        this.protocol = protocol;
    }

    @Override
    public Integer call() throws IOException {
        final SocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        final Traffic traffic = Traffic.of("", connections, 0).pipelined(depth);
        try (Load once = new LoadLoop(protocol.get(), Connector.plain(server), traffic)) {
            once.run(nanos(warmup));
            final Sample result = once.run(nanos(seconds));
            System.out.println("RESULT " + result);
            return result.get("errors") == 0 ? 0 : 1;
        }
    }

    private static long nanos(double seconds) {
        return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }
}
