// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.nettyuring.microbench.run.Row.Traffic;

/**
 * A load client that obeys its standard input, so that another process can open connections, look at the server, run,
 * look again: {@code open client port|path connections depth bytes idle}, {@code run millis}, {@code close}; each is
 * answered with one line. {@code backend} starts an echo server for a proxy; {@code sync number} comes back as it is.
 */
public final class LoadServant {
    private Load load;
    private EchoBackend backend;

    private LoadServant() {}

    /** Runs until the standard input ends. */
    public static void main(String[] args) throws IOException {
        final LoadServant servant = new LoadServant();
        final BufferedReader commands =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        System.out.println("READY");
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            System.out.println(servant.reply(command.split(" ")));
        }
    }

    private String reply(String[] words) {
        try {
            return switch (words[0]) {
                case "open" -> open(words);
                case "run" -> "RESULT " + load.run(TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[1])));
                case "close" -> close();
                case "backend" -> backend();
                case "sync" -> String.join(" ", words);
                default -> "ERROR unknown command " + words[0];
            };
        } catch (IOException | RuntimeException e) {
            return "ERROR " + e;
        }
    }

    private String open(String[] words) throws IOException {
        if (load != null) {
            load.close(); // still open if the last server broke
        }
        load = Loads.open(addressOf(words[2]), new Traffic(words[1], Integer.parseInt(words[3]),
                Integer.parseInt(words[4]), Integer.parseInt(words[5]), Integer.parseInt(words[6])));
        return "OPENED " + words[3];
    }

    private static SocketAddress addressOf(String place) {
        return place.startsWith("/") ? UnixDomainSocketAddress.of(place)
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(place));
    }

    private String backend() throws IOException {
        if (backend == null) {
            backend = EchoBackend.start();
        }
        return "BACKEND " + backend.port();
    }

    private String close() throws IOException {
        load.close();
        return "CLOSED";
    }
}
