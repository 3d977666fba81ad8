// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every constant, offset and size of this package against the values that src/layouts printed from C headers. */
class LayoutsGoldenTest {
    private static final String PREFIX = "org.nettyuring.abi.";

    @Test
    void shouldHaveExactlyTheNamesAndValuesOfTheGoldenFile() throws Exception {
        SortedMap<String, Long> golden = golden();
        SortedMap<String, Long> declared = declared();

        TreeSet<String> unprinted = new TreeSet<>(declared.keySet());
        unprinted.removeAll(golden.keySet());
        assertTrue(unprinted.isEmpty(), () -> "declared, but not in layouts.c: " + unprinted);
        TreeSet<String> undeclared = new TreeSet<>(golden.keySet());
        undeclared.removeAll(declared.keySet());
        assertTrue(undeclared.isEmpty(), () -> "in the golden file, but not declared: " + undeclared);
        declared.forEach((name, value) -> assertEquals(golden.get(name), value, name));
    }

    @Test
    void shouldHaveLookedAtEveryClassOfThePackage() throws Exception {
        assertTrue(declared().size() > 800, "names declared: " + declared().size());
        for (Class<?> each : classes()) {
            assertTrue(declared().keySet().stream().anyMatch(name -> name.startsWith(label(each) + ".")),
                    () -> each + " declares no constant");
        }
    }

    private static SortedMap<String, Long> golden() throws IOException {
        SortedMap<String, Long> values = new TreeMap<>();
        try (InputStream in = LayoutsGoldenTest.class.getResourceAsStream("layouts.golden");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] nameAndValue = line.split(" ", -1);
                    values.put(nameAndValue[0], Long.valueOf(nameAndValue[1]));
                }
            }
        }
        return values;
    }

    private static SortedMap<String, Long> declared() throws Exception {
        SortedMap<String, Long> values = new TreeMap<>();
        for (Class<?> each : classes()) {
            declare(each, values);
        }
        return values;
    }

    private static void declare(Class<?> type, SortedMap<String, Long> values) throws IllegalAccessException {
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType().isPrimitive()) {
                values.put(label(type) + "." + field.getName(), ((Number) field.get(null)).longValue());
            }
        }
        for (Class<?> nested : type.getDeclaredClasses()) {
            declare(nested, values);
        }
    }

    private static String label(Class<?> type) {
        return type.getCanonicalName().substring(PREFIX.length());
    }

    /** All top-level classes of the package, found beside {@link Errno}, so that a new one cannot be forgotten. */
    private static List<Class<?>> classes() throws Exception {
        Path root = Path.of(Errno.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.list(root.resolve("org/nettyuring/abi"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class") && !name.contains("$") && !name.equals("package-info.class")) {
                    classes.add(Class.forName(PREFIX + name.substring(0, name.length() - ".class".length())));
                }
            }
        }
        return classes;
    }
}
