// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** {@code ./dev api}: {@code docs/api}, a file of {@link ApiText} for each package, and what differs from it. */
final class ApiBaseline {
    private static final String TXT = ".txt";

    private ApiBaseline() {}

    /**
     * Prints what differs, and ends with 1 if anything does.
     *
     * @param args {@code --renew}: writes it instead
     */
    public static void main(String[] args) throws IOException {
        boolean renew = List.of(args).equals(List.of("--renew"));
        if (args.length > 0 && !renew) {
            System.err.println("api: " + String.join(" ", args) + "? (expected: --renew, or --against and a commit)");
            System.exit(2);
        }
        Path project = Path.of("").toAbsolutePath();
        List<String> changes = changes(project);
        changes.forEach(System.out::println);
        if (renew) {
            write(directory(project), ApiText.read(project));
        }
        System.out.println("api: " + changes.size() + " changes, of docs/api"
                + (renew ? ", which is written anew" : changes.isEmpty() ? "" : ". Meant so? ./dev api --renew"));
        System.exit(changes.isEmpty() || renew ? 0 : 1);
    }

    /** {@return what is gone from the documented interface ({@code -}), and what is new in it ({@code +})} */
    static List<String> changes(Path project) throws IOException {
        return changes(documented(directory(project)), ApiText.read(project));
    }

    static List<String> changes(Map<String, List<String>> before, Map<String, List<String>> after) {
        List<String> changes = new ArrayList<>();
        Set<String> old = qualified(before);
        Set<String> now = qualified(after);
        old.stream().filter(line -> !now.contains(line)).forEach(line -> changes.add("- " + line));
        now.stream().filter(line -> !old.contains(line)).forEach(line -> changes.add("+ " + line));
        return changes;
    }

    /** {@return each line, a member's with its type before it} */
    private static Set<String> qualified(Map<String, List<String>> packages) {
        Set<String> qualified = new LinkedHashSet<>();
        for (List<String> lines : packages.values()) {
            String type = "";
            for (String line : lines) {
                if (line.startsWith(" ")) {
                    qualified.add(type + ": " + line.strip());
                } else {
                    type = line.replaceFirst(".*?(org\\.nettyuring\\.[\\w.$]+).*", "$1");
                    qualified.add(line);
                }
            }
        }
        return qualified;
    }

    private static Path directory(Path project) {
        return project.resolve("docs/api");
    }

    private static Map<String, List<String>> documented(Path directory) throws IOException {
        Map<String, List<String>> packages = new TreeMap<>();
        for (Path file : files(directory)) {
            String name = file.getFileName().toString();
            packages.put(name.substring(0, name.length() - TXT.length()), Files.readAllLines(file));
        }
        return packages;
    }

    private static List<Path> files(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(TXT)).toList();
        }
    }

    private static void write(Path directory, Map<String, List<String>> packages) throws IOException {
        Files.createDirectories(directory);
        for (Path file : files(directory)) {
            Files.delete(file);
        }
        for (Map.Entry<String, List<String>> entry : packages.entrySet()) {
            Files.write(directory.resolve(entry.getKey() + TXT), entry.getValue());
        }
    }
}
