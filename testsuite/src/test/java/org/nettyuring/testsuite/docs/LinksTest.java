// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents point at is there. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
    /** {@code FooBarTest} and such: two capitals at least, so that no ordinary word is taken for a class. */
    private static final Pattern CLASS = Pattern.compile("[A-Z][a-z]+([A-Z][A-Za-z]*)+");

    private static final Pattern HOW_TO = Pattern.compile("(?m)^## Add .*\n([^#]*)");
    private static final int MOST_LINES = 20;

    static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        try (Stream<Path> top = Files.list(Document.PROJECT); Stream<Path> docs =
                Files.walk(Document.PROJECT.resolve("docs"))) {
            Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
        }
        return documents;
    }

    @Test
    void shouldFindEveryFileThatADocumentLinksTo() throws Exception {
        int links = 0;
        for (Path document : documents()) {
            Matcher matcher = LINK.matcher(Files.readString(document));
            while (matcher.find()) {
                links++;
                assertThat(document.resolveSibling(matcher.group(1))).as("linked from %s", document).exists();
            }
        }
        assertThat(links).isGreaterThan(30);
    }

    @Test
    void shouldNameInTheContributorsGuideOnlyClassesThatExist() throws Exception {
        Set<String> existing;
        try (Stream<Path> files = Files.walk(Document.PROJECT)) {
            existing = files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length())).collect(Collectors.toSet());
        }
        Set<String> named = new TreeSet<>();
        for (String line : Files.readAllLines(Document.PROJECT.resolve("CONTRIBUTING.md"))) {
            Document.code(line).stream().filter(code -> CLASS.matcher(code).matches()).forEach(named::add);
        }
        assertThat(named).hasSizeGreaterThan(20);
        assertThat(existing).containsAll(named);
    }

    @Test
    void shouldSayInLessThanTwentyLinesHowToAddSomething() throws Exception {
        List<String> howTos = HOW_TO.matcher(Files.readString(Document.PROJECT.resolve("CONTRIBUTING.md"))).results()
                .map(found -> found.group(1).strip()).toList();
        assertThat(howTos).hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(howTo -> assertThat(howTo.lines().count()).as(howTo).isLessThan(MOST_LINES));
    }
}
