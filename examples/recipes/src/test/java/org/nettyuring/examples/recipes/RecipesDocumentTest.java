// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/RECIPES.md shows lines of the recipes as they are, and names the versions that these tests run with. */
class RecipesDocumentTest {
    private static final Path DOCUMENT = Path.of("../../docs/RECIPES.md");
    private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern VERSION = Pattern.compile("<([a-z-]+)\\.version>(.*?)</");
    private static final Pattern INDENT = Pattern.compile("^ +", Pattern.MULTILINE);

    @Test
    void shouldShowLinesThatTheRecipesHave() throws IOException {
        final String recipes = flat(String.join("\n", sources().values()));
        final List<String> snippets = found(SNIPPET, Files.readString(DOCUMENT)).map(match -> match.group(1)).toList();
        assertThat(snippets).hasSizeGreaterThanOrEqualTo(sources().size())
                .allSatisfy(snippet -> assertThat(recipes).contains(flat(snippet)));
    }

    @Test
    void shouldLinkToEveryRecipe() throws IOException {
        final String document = Files.readString(DOCUMENT);
        assertThat(sources().keySet()).isNotEmpty()
                .allSatisfy(name -> assertThat(document).contains("/" + name + ")"));
    }

    @Test
    void shouldNameTheVersionsThatAreTested() throws IOException {
        final String document = Files.readString(DOCUMENT);
        final List<String> versions = found(VERSION, Files.readString(Path.of("pom.xml")))
                .map(match -> match.group(2)).toList();
        assertThat(versions).isNotEmpty().allSatisfy(version -> assertThat(document).contains(" " + version + " "));
    }

    private static Map<String, String> sources() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/java/org/nettyuring/examples/recipes"))) {
            return files.collect(Collectors.toMap(file -> file.getFileName().toString(), RecipesDocumentTest::read));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<MatchResult> found(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    private static String flat(String code) {
        return INDENT.matcher(code).replaceAll("");
    }
}
