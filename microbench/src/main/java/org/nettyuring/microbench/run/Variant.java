// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A transport and how it differs from the usual one, so that two settings, or two builds, can be compared in one run:
 * {@code uring}, {@code uring+spinMicros=50+ringSize=512} (system properties of this project), {@code uring@DIRECTORY}
 * (with the jars in that directory before all others), or both.
 *
 * @param transport a transport's name
 * @param properties {@code name=value}, without the prefix of this project's properties
 * @param jars a directory of jars; null for the ones of this build
 */
public record Variant(String transport, List<String> properties, Path jars) {
    private static final String PREFIX = "org.nettyuring.";

    /** {@return what these words ask for} */
    public static Variant parse(String words) {
        final int at = words.indexOf('@');
        final String[] parts = (at < 0 ? words : words.substring(0, at)).split("\\+");
        final List<String> properties = List.of(parts).subList(1, parts.length);
        for (String property : properties) {
            if (property.indexOf('=') <= 0) {
                throw new IllegalArgumentException(words + ": " + property + " (expected: name=value, a system property"
                        + " without " + PREFIX + ")");
            }
        }
        return new Variant(parts[0], properties, at < 0 ? null : Path.of(words.substring(at + 1)));
    }

    /** {@return by what it is reported: of the directory only its last name} */
    public String name() {
        final String settings = String.join("+", properties);
        return transport + (settings.isEmpty() ? "" : '+' + settings) + (jars == null ? "" : "@" + jars.getFileName());
    }

    /** {@return its name, for lists of them in a command's help} */
    @Override
    public String toString() {
        return name();
    }

    /**
     * {@return options for its JVM, which go behind others}
     *
     * @param classPath the usual one
     * @throws IOException if there is no such directory
     */
    List<String> options(String classPath) throws IOException {
        final List<String> options = new ArrayList<>();
        properties.forEach(property -> options.add("-D" + PREFIX + property));
        if (jars != null) {
            if (!Files.isDirectory(jars)) {
                throw new IOException("no directory of jars: " + jars);
            }
            options.addAll(List.of("-cp", jars + File.separator + '*' + File.pathSeparator + classPath));
        }
        return options;
    }
}
