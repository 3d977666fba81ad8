// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Shows that the simulations are a net without holes of these sizes: bugs are planted one at a time, into a copy of one
 * source file that is compiled and loaded beside the rest, and each must make a seed fail.
 */
@DisabledForJreRange(min = JRE.JAVA_18, disabledReason = "the simulations do the same on any JDK: once is enough")
class MutationTest {
    private static final int SEEDS = 400;
    private static final int CONTROL_SEEDS = 20;
    private static final int SECONDS_PER_SEED = 10;
    private static final String HANGS = "hangs";

    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
    /** Of all mutants: it reads the class path once. */
    private static final StandardJavaFileManager FILES = COMPILER.getStandardFileManager(null, null, UTF_8);

    @TempDir
    private Path compiled;

    @AfterAll
    static void close() throws IOException {
        FILES.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.nettyuring.testsuite.simulation.Mutants#all")
    void shouldCatch(Mutant mutant) throws Exception {
        compile(mutant);
        String failure = firstFailure(SEEDS);
        assertThat(failure).as("what is seen of: %s", mutant.bug()).isNotNull();
    }

    @Test
    void shouldPassWithoutABug() throws Exception {
        assertThat(firstFailure(CONTROL_SEEDS)).isNull();
    }

    private void compile(Mutant mutant) throws Exception {
        String source = Files.readString(root().resolve(mutant.file()));
        int at = source.indexOf(mutant.original());
        assertTrue(at >= 0 && at == source.lastIndexOf(mutant.original()),
                () -> mutant.file() + " no longer has exactly one: " + mutant.original());
        String simpleName = mutant.className().substring(mutant.className().lastIndexOf('.') + 1);
        Path file = compiled.resolve(simpleName + ".java");
        Files.writeString(file, source.replace(mutant.original(), mutant.mutated()), UTF_8);
        FILES.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(compiled));
        boolean result = COMPILER.getTask(null, FILES, null, List.of("-proc:none", "-nowarn", "-implicit:none"), null,
                FILES.getJavaFileObjects(file)).call();
        assertThat(result).as("javac's result for: %s", mutant.bug()).isTrue();
    }

    /** The first failure, null if there is none; a mutant that makes no progress is caught as well. */
    private String firstFailure(int seeds) throws Exception {
        Method firstFailure = new MutantLoader(compiled).loadClass(Simulations.class.getName())
                .getMethod("firstFailure", long.class, int.class);
        for (long seed = 1; seed <= seeds; seed++) {
            String failure = failureOf(firstFailure, seed);
            if (failure != null) {
                return failure;
            }
        }
        return null;
    }

    private static String failureOf(Method firstFailure, long seed) throws Exception {
        FutureTask<String> run = new FutureTask<>(() -> (String) firstFailure.invoke(null, seed, 1));
        Thread thread = new Thread(run, "mutant");
        thread.setDaemon(true);
        thread.start();
        try {
            return run.get(SECONDS_PER_SEED, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return HANGS;
        } catch (ExecutionException e) {
            return e.getCause().toString();
        }
    }

    private static Path root() {
        Path path = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(path.resolve("transport-uring-native"))) {
            path = path.getParent();
        }
        return path;
    }
}
