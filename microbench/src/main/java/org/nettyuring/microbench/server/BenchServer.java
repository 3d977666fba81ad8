// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import org.nettyuring.examples.EchoServer;
import org.nettyuring.examples.HttpHello;
import org.nettyuring.examples.Transport;

/**
 * An example server in a process of its own, on one loop, that can be asked what it has used so far:
 * {@code BenchServer transport http|http-read|echo}. It prints {@code READY port=… tid=…} or
 * {@code UNAVAILABLE reason}, answers each {@code mark} on its standard input with one line, and ends with its input.
 */
public final class BenchServer {
    private BenchServer() {}

    /** Runs until the standard input ends. */
    public static void main(String[] args) throws Exception {
        final LoopProbe probe;
        try {
            probe = start(args[0], args[1]);
        } catch (Exception | LinkageError e) {
            System.out.println("UNAVAILABLE " + reason(e));
            System.exit(0);
            return;
        }
        answer(probe);
        System.exit(0);
    }

    private static LoopProbe start(String transportName, String protocol)
            throws InterruptedException, ExecutionException {
        final Transport transport = Transport.of(transportName);
        final EventLoopGroup group = transport.group().apply(1);
        final Channel server = switch (protocol) {
            case "http" -> HttpHello.start(transport, group, 0);
            case "echo" -> EchoServer.start(transport, group, 0, null);
            case "http-read" -> startReadingOnDemand(transport, group);
            default -> throw new IllegalArgumentException(
                    "protocol: " + protocol + " (expected: http, http-read or echo)");
        };
        final LoopProbe probe = LoopProbe.of(group);
        final int port = ((InetSocketAddress) server.localAddress()).getPort();
        System.out.println("READY port=" + port + " tid=" + probe.tid());
        return probe;
    }

    private static Channel startReadingOnDemand(Transport transport, EventLoopGroup group)
            throws InterruptedException {
        return new ServerBootstrap().group(group).channel(transport.server())
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new ReadOnDemand(), new HttpHello());
                    }
                })
                .bind(0).sync().channel();
    }

    private static void answer(LoopProbe probe) throws IOException, InterruptedException, ExecutionException {
        final BufferedReader commands =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            if (command.equals("mark")) {
                System.out.println("MARK " + probe.sample());
            } else {
                System.out.println("UNKNOWN " + command);
            }
        }
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
