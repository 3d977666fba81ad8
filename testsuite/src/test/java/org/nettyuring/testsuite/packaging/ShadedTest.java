// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.apache.maven.plugins.shade.DefaultShader;
import org.apache.maven.plugins.shade.ShadeRequest;
import org.apache.maven.plugins.shade.relocation.Relocator;
import org.apache.maven.plugins.shade.relocation.SimpleRelocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nettyuring.channel.IoUring;
import org.slf4j.helpers.NOPLogger;

/** A program whose author moved Netty, and us with it, into packages of their own, as maven-shade does it. */
@Timeout(90)
class ShadedTest {
    @TempDir
    private Path directory;

    /** Names that the code has as texts move, too: bindings, the profile, properties. */
    @Test
    void shouldServeWithNettyAndItselfRelocated() throws Exception {
        assumeTrue(IoUring.isAvailable(), () -> "io_uring: " + IoUring.unavailabilityCause());
        Set<File> jars = new LinkedHashSet<>();
        Artifacts.products().forEach(jar -> jars.add(jar.toFile()));
        Artifacts.libraries().stream().filter(jar -> !jar.equals(Artifacts.library("jna")))
                .forEach(jar -> jars.add(jar.toFile()));
        jars.add(Artifacts.program(directory.resolve("program.jar"), new Manifest()).toFile());
        Path shaded = directory.resolve("shaded.jar");
        ShadeRequest request = new ShadeRequest();
        request.setJars(jars);
        request.setUberJar(shaded.toFile());
        request.setFilters(List.of());
        request.setResourceTransformers(List.of());
        request.setRelocators(Stream.of("io.netty", "org.nettyuring")
                .<Relocator>map(name -> new SimpleRelocator(name, "shaded." + name, null, null)).toList());
        new DefaultShader(NOPLogger.NOP_LOGGER).shade(request);
        List<String> arguments = new ArrayList<>(Artifacts.nativeAccess());
        arguments.addAll(List.of("-cp", Artifacts.path(List.of(shaded, Artifacts.library("jna"))),
                "shaded." + PackagedEcho.class.getName()));
        assertThat(Artifacts.java(directory, arguments)).contains("echoed: 100000", "received: 200000",
                "channel: shaded.io.netty.channel.Channel", "ended");
        try (JarFile jar = new JarFile(shaded.toFile())) {
            assertThat(jar.stream().map(JarEntry::getName).filter(name -> name.endsWith(".class")))
                    .contains("shaded/org/nettyuring/channel/IoUring.class")
                    .noneMatch(name -> name.startsWith("org/") || name.startsWith("io/"));
        }
    }
}
