// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The source text of the two product modules, for what no class file tells. */
final class Sources {
    private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");
    private static final Pattern CONSTANT =
            Pattern.compile("static final int ([A-Z_]+) =\\s*([\\w *<]+);");
    private static final Pattern NUMBER_PROPERTY =
            Pattern.compile("fromProperty\\(\\s*\"(\\w+)\", ([^,]+), ([^,]+), ([^,)]+)\\)");
    private static final Pattern SWITCH_PROPERTY =
            Pattern.compile("getBoolean\\(\\s*(\"[\\w.]+\"|[A-Z_]+), (true|false)\\)");
    private static final Pattern NAMED = Pattern.compile("\"((?:org\\.nettyuring|io\\.netty\\.transport)\\.\\w+)\"");

    private final List<String> files = new ArrayList<>();

    private Sources() {}

    /** What the code knows of a system property; an empty range for one that is no number. */
    record Property(String defaultValue, String range) {}

    static Sources read() throws IOException {
        Sources sources = new Sources();
        for (String module : List.of("transport-uring-native", "transport-uring")) {
            try (Stream<Path> found = Files.walk(Document.PROJECT.resolve(module).resolve("src/main"))) {
                for (Path file : found.filter(path -> path.toString().endsWith(".java")).sorted().toList()) {
                    sources.files.add(Files.readString(file));
                }
            }
        }
        return sources;
    }

    /** {@return all sources in a row, texts that were written in pieces made whole} */
    String text() {
        return JOINED.matcher(String.join("\n", files)).replaceAll("");
    }

    /** {@return every system property that is read, by name} */
    Map<String, Property> properties() {
        Map<String, Property> properties = new TreeMap<>();
        for (String file : files) {
            Matcher named = NAMED.matcher(file);
            while (named.find()) {
                properties.putIfAbsent(named.group(1), new Property("none", ""));
            }
            Matcher switches = SWITCH_PROPERTY.matcher(file);
            while (switches.find()) {
                properties.put(name(switches.group(1), file), new Property(switches.group(2), ""));
            }
            Matcher numbers = NUMBER_PROPERTY.matcher(file);
            while (numbers.find()) {
                properties.put("org.nettyuring." + numbers.group(1), new Property(
                        Long.toString(value(numbers.group(2), file)),
                        value(numbers.group(3), file) + ".." + value(numbers.group(4), file)));
            }
        }
        return properties;
    }

    /** {@return the name that a literal or a constant of the same file stands for} */
    private static String name(String expression, String file) {
        if (expression.startsWith("\"")) {
            return expression.substring(1, expression.length() - 1);
        }
        Matcher constant = Pattern.compile("String " + expression + " = \"([\\w.]+)\"").matcher(file);
        if (!constant.find()) {
            throw new AssertionError("no constant " + expression);
        }
        return constant.group(1);
    }

    /** {@return what a product, a shift, a number or a constant of the same file is} */
    private static long value(String expression, String file) {
        String text = expression.strip();
        if (text.contains("<<")) {
            String[] parts = text.split("<<", -1);
            return value(parts[0], file) << value(parts[1], file);
        }
        if (text.contains("*")) {
            String[] parts = text.split("\\*", -1);
            return value(parts[0], file) * value(parts[1], file);
        }
        if (Character.isDigit(text.charAt(0))) {
            return Long.parseLong(text.replace("_", ""));
        }
        Matcher constants = CONSTANT.matcher(file);
        while (constants.find()) {
            if (constants.group(1).equals(text)) {
                return value(constants.group(2), file);
            }
        }
        throw new AssertionError("no constant " + text);
    }
}
