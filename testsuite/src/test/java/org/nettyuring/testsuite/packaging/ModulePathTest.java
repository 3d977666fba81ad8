// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nettyuring.channel.IoUring;

/** A program that is a module, with nothing on its class path. */
@Timeout(90)
class ModulePathTest {
    private static final Path PROGRAM =
            Path.of("src/test/java/org/nettyuring/testsuite/packaging/PackagedEcho.java");
    /** The first Java that warns of native access without the flag. */
    private static final int WARNS_SINCE = 24;

    @TempDir
    private Path directory;

    @Test
    void shouldServeFromTheModulePath() throws Exception {
        assumeTrue(IoUring.isAvailable(), () -> "io_uring: " + IoUring.unavailabilityCause());
        List<Path> jars = new ArrayList<>(Artifacts.products());
        jars.addAll(Artifacts.libraries());
        Path module = compile(jars);
        jars.add(module);
        List<String> arguments = new ArrayList<>();
        if (Runtime.version().feature() >= WARNS_SINCE) {
            arguments.addAll(List.of("--enable-native-access=org.nettyuring.natives,com.sun.jna",
                    "--illegal-native-access=deny"));
        }
        arguments.addAll(List.of("-Dorg.nettyuring.jmx=true", "--module-path", Artifacts.path(jars),
                "--module", "user.program/org.nettyuring.testsuite.packaging.PackagedEcho"));
        List<String> lines = Artifacts.java(directory, arguments);
        assertThat(lines).contains("echoed: 100000", "received: 200000", "module: org.nettyuring.transport", "ended");
    }

    private Path compile(List<Path> jars) throws Exception {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        assumeTrue(javac != null, "needs a JDK");
        Path declaration = Files.writeString(directory.resolve("module-info.java"), """
                module user.program {
                    requires io.netty.buffer;
                    requires io.netty.common;
                    requires io.netty.transport;
                    requires io.netty.transport.unix.common;
                    requires org.nettyuring.transport;
                }
                """);
        Path classes = directory.resolve("classes");
        int result = javac.run(null, null, null, "-d", classes.toString(), "--module-path", Artifacts.path(jars),
                declaration.toString(), PROGRAM.toString());
        assertThat(result).as("of javac").isZero();
        return classes;
    }
}
