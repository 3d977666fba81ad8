// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** A server that may open no more descriptors waits for some to come back: it neither spins nor stops listening. */
@ExtendWith(NoLeaks.class)
@Timeout(90)
class AcceptLimitTest {
    private static final int MOST_OPEN_FILES = 256;
    private static final int CLIENTS = 40;
    private static final int TICKS_PER_S = 100; // USER_HZ

    private Process child;
    private BufferedReader answers;
    private PrintStream commands;
    private int port;

    @BeforeEach
    void startTheServerWithFewDescriptors() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "sh", "-c", "ulimit -n " + MOST_OPEN_FILES + "; exec \"$@\"", "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-ea", "-Xmx256m"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(arg -> arg.startsWith("--enable-native-access") || arg.startsWith("-Dorg.nettyuring."))
                .forEach(command::add);
        command.addAll(Mode.selected().jvmArguments());
        command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path",
                System.getProperty("java.class.path")), AcceptLimitServer.class.getName(),
                TransportUnderTest.selected().name()));
        child = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        answers = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII));
        commands = new PrintStream(child.getOutputStream(), true, StandardCharsets.US_ASCII);
        port = Integer.parseInt(answer());
    }

    @AfterEach
    void endTheServer() throws Exception {
        commands.close();
        if (!child.waitFor(30, TimeUnit.SECONDS)) {
            child.destroyForcibly();
            throw new AssertionError("the server did not end with its input");
        }
        assertThat(child.exitValue()).isZero();
    }

    @Test
    void shouldWaitForDescriptorsWithoutSpinningAndThenAcceptEverybody() throws Exception {
        try (Socket early = connect()) {
            exchange(early);
            tell("exhaust");
            List<Socket> waiting = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                waiting.add(connect());
                waiting.get(i).getOutputStream().write('w');
            }
            exchange(early);
            long before = cpuMs();
            Await.holdsWithin(Duration.ofMillis(1500), () -> false);
            assertThat(cpuMs() - before).as("ms of CPU in 1500 ms without descriptors").isLessThan(500);
            exchange(early);

            tell("release");
            for (Socket client : waiting) {
                assertThat(client.getInputStream().read()).isEqualTo('w');
                client.close();
            }
            try (Socket late = connect()) {
                exchange(late);
            }
        }
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(NetUtil.LOCALHOST4, port);
        client.setSoTimeout(20_000);
        return client;
    }

    private static void exchange(Socket client) throws IOException {
        client.getOutputStream().write('x');
        assertThat(client.getInputStream().read()).isEqualTo('x');
    }

    private void tell(String command) throws IOException {
        commands.println(command);
        assertThat(answer()).isEqualTo(command + " done");
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        while (line != null && !line.startsWith(AcceptLimitServer.ANSWER)) {
            line = answers.readLine();
        }
        return line == null ? "" : line.substring(AcceptLimitServer.ANSWER.length());
    }

    /** utime and stime of the child, fields 14 and 15 of its stat. */
    private long cpuMs() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + child.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 1000 / TICKS_PER_S;
    }
}
