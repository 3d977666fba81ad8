// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of our Markdown files, read by the tests that compare it with the code. */
final class Document {
    /** The project, seen from the module that tests run in. */
    static final Path PROJECT = Path.of("..");

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern RULE = Pattern.compile("[-: ]+");

    private final List<String> lines;

    private Document(List<String> lines) {
        this.lines = lines;
    }

    /** {@return a file of {@code docs/}} */
    static Document read(String name) throws IOException {
        return new Document(Files.readAllLines(PROJECT.resolve("docs").resolve(name)));
    }

    List<String> lines() {
        return lines;
    }

    /** {@return the rows, without its head, of the first table under a heading} */
    List<List<String>> table(String heading) {
        int at = lines.indexOf(heading);
        if (at < 0) {
            throw new AssertionError("no heading " + heading);
        }
        List<List<String>> rows = new ArrayList<>();
        boolean inTable = false;
        for (String line : lines.subList(at + 1, lines.size())) {
            if (line.startsWith("|")) {
                inTable = true;
                rows.add(cells(line));
            } else if (inTable || line.startsWith("#")) {
                break;
            }
        }
        if (rows.size() < 2 || !RULE.matcher(rows.get(1).get(0)).matches()) {
            throw new AssertionError("no table under " + heading);
        }
        return rows.subList(2, rows.size());
    }

    private static List<String> cells(String line) {
        String[] cells = line.substring(1, line.lastIndexOf('|')).split("\\|", -1);
        return Arrays.stream(cells).map(String::strip).toList();
    }

    /** {@return what stands in backquotes} */
    static List<String> code(String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = CODE.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
