// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the product jars say of themselves to module path, OSGi and Java. */
class ManifestTest {
    private static final String NATIVE = "transport-uring-native";
    private static final String TRANSPORT = "transport-uring";
    private static final Pattern PACKAGE = Pattern.compile("([a-z0-9_.]+)((?:;[^\",;]*(?:\"[^\"]*\")?)*)");
    /** What nobody outside the jar may need. */
    private static final List<String> INTERNAL = List.of("org.nettyuring.sys.jna", "org.nettyuring.sys.ffm");

    @ParameterizedTest
    @CsvSource({NATIVE + ", org.nettyuring.natives", TRANSPORT + ", org.nettyuring.transport"})
    void shouldNameModuleAndBundleAlike(String module, String name) throws Exception {
        Attributes manifest = manifest(module);
        assertThat(manifest.getValue("Automatic-Module-Name")).isEqualTo(name);
        assertThat(manifest.getValue("Bundle-SymbolicName")).isEqualTo(name);
        assertThat(manifest.getValue("Bundle-ManifestVersion")).isEqualTo("2");
        assertThat(manifest.getValue("Require-Capability")).contains("JavaSE", "version=17");
    }

    @Test
    void shouldCarryClassesForNewerJava() throws Exception {
        assertThat(manifest(NATIVE).getValue("Multi-Release")).isEqualTo("true");
        assertThat(manifest(NATIVE).getValue("Main-Class")).isEqualTo("org.nettyuring.ring.Doctor");
        assertThat(manifest(TRANSPORT).getValue("Multi-Release")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {NATIVE, TRANSPORT})
    void shouldExportEveryRoomThatIsNotInternal(String module) throws Exception {
        try (JarFile jar = jar(module)) {
            List<String> packages = jar.stream().map(JarEntry::getName)
                    .filter(name -> name.startsWith("org/") && name.endsWith(".class"))
                    .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.')).distinct()
                    .filter(name -> !INTERNAL.contains(name)).toList();
            assertThat(packages).hasSizeGreaterThan(3);
            assertThat(header(module, "Export-Package").keySet()).containsExactlyInAnyOrderElementsOf(packages);
        }
    }

    @Test
    void shouldImportNettyOfTheseMajorsAndTheRestAsItIsNeeded() throws Exception {
        Map<String, String> imports = header(TRANSPORT, "Import-Package");
        imports.forEach((name, attributes) -> {
            if (name.startsWith("io.netty.")) {
                assertThat(attributes).as(name).contains("version=\"[4.2,5)\"");
            }
            boolean optional = attributes.contains("resolution:=optional");
            assertThat(optional).as(name)
                    .isEqualTo(name.startsWith("io.netty.channel.epoll") || name.startsWith("io.micrometer."));
        });
        assertThat(imports).containsKeys("io.netty.channel", "io.netty.channel.unix", "org.nettyuring.ring");
        assertThat(imports.keySet()).noneMatch(name -> name.startsWith("org.jspecify") || name.startsWith("java."));
    }

    @Test
    void shouldImportNothingButJnaIntoTheNativeModule() throws Exception {
        assertThat(header(NATIVE, "Import-Package"))
                .containsExactly(Map.entry("com.sun.jna", ";version=\"[5,6)\";resolution:=optional"));
    }

    /** One that differs is one that depends on when or where the jar was made. */
    @ParameterizedTest
    @ValueSource(strings = {NATIVE, TRANSPORT})
    void shouldGiveEveryEntryTheSameTime(String module) throws Exception {
        try (JarFile jar = jar(module)) {
            assertThat(jar.stream().map(entry -> Instant.ofEpochMilli(entry.getTime())).distinct()).hasSize(1);
        }
        assertThat(manifest(module).keySet().stream().map(Object::toString))
                .doesNotContain("Built-By", "Build-Jdk", "Bnd-LastModified", "Tool");
    }

    private static JarFile jar(String module) throws IOException {
        Path jar = Artifacts.product(module);
        return new JarFile(jar.toFile());
    }

    private static Attributes manifest(String module) throws IOException {
        try (JarFile jar = jar(module)) {
            return jar.getManifest().getMainAttributes();
        }
    }

    /** {@return packages, and what follows each} */
    private static Map<String, String> header(String module, String name) throws IOException {
        Matcher matcher = PACKAGE.matcher(manifest(module).getValue(name));
        return matcher.results().collect(Collectors.toMap(result -> result.group(1), result -> result.group(2),
                (first, second) -> first, TreeMap::new));
    }
}
