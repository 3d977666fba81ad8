// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.testsuite.transport.AbstractTestsuiteTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** None of Netty's transport suites is forgotten: {@code suites.txt} says of each where it runs, or why it does not. */
class SuitesTest {
    private static final String UPSTREAM = "io.netty.testsuite.transport.";
    private static final String NONE = "-";
    private static final String UNIX = "unix";

    /** One line of the table. */
    private record Row(Set<String> kinds, String remark) {
        static Row of(String... columns) {
            Set<String> kinds = new TreeSet<>(List.of(columns[1].strip().split(" +", -1)));
            kinds.remove(NONE);
            return new Row(kinds, columns.length > 2 ? columns[2].strip() : "");
        }
    }

    @Test
    void shouldListEverySuiteOfNettys() throws Exception {
        assertThat(table().keySet()).containsExactlyInAnyOrderElementsOf(upstreamSuites().keySet());
    }

    @Test
    void shouldRunEachSuiteWhereTheTableSaysOrSayWhyNot() throws Exception {
        Map<String, Class<?>> upstream = upstreamSuites();
        List<Class<?>> ours = ourSuites();
        assertThat(table()).allSatisfy((name, row) -> {
            assertThat(kinds(upstream.get(name), ours)).as(name).isEqualTo(row.kinds());
            assertThat(row.kinds().isEmpty() && row.remark().isEmpty()).as("no word why %s runs nowhere", name)
                    .isFalse();
        });
    }

    private static Map<String, Row> table() throws IOException {
        Map<String, Row> table = new TreeMap<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                SuitesTest.class.getResourceAsStream("suites.txt"), StandardCharsets.UTF_8))) {
            reader.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
                String[] columns = line.split("\\|", -1);
                assertThat(table.put(columns[0].strip(), Row.of(columns))).as("a second line for %s", line).isNull();
            });
        }
        return table;
    }

    /** By name below {@link #UPSTREAM}: every class that has tests, or inherits them. */
    private static Map<String, Class<?>> upstreamSuites() throws IOException, URISyntaxException {
        Path jar = Path.of(AbstractTestsuiteTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Map<String, Class<?>> suites = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            file.stream().map(entry -> entry.getName().replace('/', '.'))
                    .filter(name -> name.startsWith(UPSTREAM) && name.endsWith("Test.class") && !name.contains("$"))
                    .map(name -> load(name.substring(0, name.length() - ".class".length())))
                    .filter(SuitesTest::hasTests)
                    .forEach(suite -> suites.put(suite.getName().substring(UPSTREAM.length()), suite));
        }
        return suites;
    }

    private static List<Class<?>> ourSuites() throws IOException, URISyntaxException {
        Path classes = Path.of(SuitesTest.class.getResource("SuitesTest.class").toURI()).getParent();
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString()).filter(name -> name.endsWith(".class"))
                    .<Class<?>>map(name -> load(SuitesTest.class.getPackageName() + "."
                            + name.substring(0, name.length() - ".class".length()).replace('/', '.')))
                    .toList();
        }
    }

    private static Set<String> kinds(Class<?> suite, List<Class<?>> ours) {
        Set<String> kinds = new TreeSet<>();
        ours.stream().filter(suite::isAssignableFrom).forEach(our -> kinds.add(kind(our)));
        return kinds;
    }

    private static String kind(Class<?> our) {
        String name = our.getSimpleName();
        if (our.getPackageName().endsWith('.' + UNIX)) {
            return name.contains("Datagram") ? "unix-datagram" : UNIX;
        }
        return Stream.of("Datagram=udp", "EventLoop=loop", "=tcp").map(rule -> rule.split("=", -1))
                .filter(rule -> name.contains(rule[0])).findFirst().orElseThrow()[1];
    }

    private static boolean hasTests(Class<?> type) {
        return ReflectionSupport.streamMethods(type,
                method -> AnnotationSupport.isAnnotated(method, Testable.class), HierarchyTraversalMode.TOP_DOWN)
                .findAny().isPresent();
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, SuitesTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new LinkageError(name, e);
        }
    }
}
