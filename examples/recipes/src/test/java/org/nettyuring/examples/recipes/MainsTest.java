// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettyuring.channel.NettyTransport;

/** What a reader would do first with a recipe: start it, and copy it. */
@ExtendWith(LeavesNothing.class)
class MainsTest {
    @FunctionalInterface
    interface Main {
        void run(String... args) throws Exception;
    }

    /** Those that need nothing else. */
    static List<Main> mains() {
        return List.of(GrpcRecipe::main, ReactorNettyRecipe::main, VertxRecipe::main,
                MicronautRecipe::main);
    }

    @ParameterizedTest
    @MethodSource("mains")
    void shouldSayWhatAnsweredAndOnWhichTransport(Main main) throws Exception {
        shouldSayWhatAnswered(main);
    }

    static void shouldSayWhatAnswered(Main main, String... args) throws Exception {
        final PrintStream out = System.out;
        final ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            main.run(args);
        } finally {
            System.setOut(out);
        }
        assertThat(said.toString(StandardCharsets.UTF_8))
                .startsWith("Hello, ").endsWith(" on " + NettyTransport.best().name() + "\n");
    }

    static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/java/org/nettyuring/examples/recipes"))) {
            return files.toList();
        }
    }

    @ParameterizedTest
    @MethodSource("sources")
    void shouldStayUnderAHundredLines(Path source) throws IOException {
        assertThat(Files.readAllLines(source)).hasSizeLessThan(100);
    }
}
