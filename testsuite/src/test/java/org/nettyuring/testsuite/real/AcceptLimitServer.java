// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.TransportUnderTest;

/**
 * The child process of {@link AcceptLimitTest}: an echo server that runs out of descriptors when told to. Commands and
 * answers are lines on standard input and output; answers begin with {@link #ANSWER}, log lines do not. It ends with
 * its input.
 */
final class AcceptLimitServer {
    static final String ANSWER = "accept limit: ";

    private final List<InputStream> hoard = new ArrayList<>();

    private AcceptLimitServer() {}

    /**
     * Runs the server.
     *
     * @param args the name of a {@link TransportUnderTest}
     */
    public static void main(String[] args) throws Exception {
        Mode.selected().install();
        loadOurClasses();
        new AcceptLimitServer().serve(TransportUnderTest.valueOf(args[0]), System.out);
        System.exit(0);
    }

    /** From directories, classes are loaded through descriptors, of which there will be none. */
    private static void loadOurClasses() throws IOException {
        for (String entry : System.getProperty("java.class.path").split(":", -1)) {
            Path root = Path.of(entry);
            if (Files.isDirectory(root)) {
                try (Stream<Path> files = Files.walk(root)) {
                    files.filter(file -> file.toString().endsWith(".class")).forEach(file -> load(root, file));
                }
            }
        }
    }

    private static void load(Path root, Path file) {
        String path = root.relativize(file).toString();
        try {
            Class.forName(path.substring(0, path.length() - ".class".length()).replace('/', '.'), false,
                    AcceptLimitServer.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // a class of other tests, or of another Java version
        }
    }

    private void serve(TransportUnderTest transport, PrintStream out) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        try (Loopback loopback = Loopback.serve(transport, ch -> ch.pipeline().addLast(new Echo()))) {
            out.println(ANSWER + loopback.address().getPort());
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                if ("exhaust".equals(command)) {
                    exhaust();
                } else {
                    release();
                }
                out.println(ANSWER + command + " done");
            }
        }
    }

    private void exhaust() {
        try {
            while (true) {
                hoard.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException e) {
            // none left
        }
    }

    private void release() throws IOException {
        for (InputStream file : hoard) {
            file.close();
        }
        hoard.clear();
    }

    /** Gives every message back. */
    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ctx.writeAndFlush(msg);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
