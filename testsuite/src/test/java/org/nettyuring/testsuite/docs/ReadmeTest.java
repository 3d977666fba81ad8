// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The coordinates of the README are those of the build; commands of all documents are known to {@code ./dev}. */
class ReadmeTest {
    private static final Pattern MAVEN = Pattern.compile("<groupId>(.*)</groupId>\\s*<artifactId>(.*)</artifactId>"
            + "\\s*<version>(.*)</version>(?:\\s*<classifier>(.*)</classifier>)?");
    private static final Pattern GRADLE = Pattern.compile("(?:implementation|runtimeOnly)\\(\"(.*)\"\\)");

    private static final Pattern COMMAND = Pattern.compile("^  ([a-z]+) ", Pattern.MULTILINE);
    private static final Pattern CALL = Pattern.compile("\\./dev ([a-z]+)([^`\n]*)");
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");
    private static final Pattern OPTION_IN_CODE = Pattern.compile("\"(--[a-z-]+)\"");

    private static String read(String file) throws Exception {
        return Files.readString(Document.PROJECT.resolve(file));
    }

    @Test
    void shouldNameTheCoordinatesOfThisBuildForMavenAndGradleAlike() throws Exception {
        String readme = read("README.md");
        List<String> maven = MAVEN.matcher(readme).results()
                .map(found -> found.group(1) + ":" + found.group(2) + ":" + found.group(3)
                        + (found.group(4) == null ? "" : ":" + found.group(4))).toList();
        String version = first("<version>(.*)</version>", read("pom.xml"));
        String pinned = first("<netty.pinned.version>(.*)</netty.pinned.version>", read("pom.xml"));
        assertThat(maven).containsExactly("org.nettyuring:transport-uring:" + version,
                "io.netty:netty-transport-native-epoll:" + pinned + ":linux-x86_64");
        assertThat(GRADLE.matcher(readme).results().map(found -> found.group(1))).containsExactlyElementsOf(maven);
    }

    @Test
    void shouldListEveryExampleThatCanBeStarted() throws Exception {
        List<String> names = new ArrayList<>();
        Path examples = Document.PROJECT.resolve("examples/src/main/java/org/nettyuring/examples");
        try (Stream<Path> files = Files.list(examples)) {
            for (Path file : files.toList()) {
                if (Files.readString(file).contains("public static void main(")) {
                    names.add('`' + file.getFileName().toString().replace(".java", "") + '`');
                }
            }
        }
        assertThat(names).hasSizeGreaterThan(7);
        assertThat(read("docs/README.md")).contains(names);
    }

    /** Those of the README are run, too: by ReadmeCommandsTest in examples/recipes. */
    @Test
    void shouldNameOnlyCommandsAndOptionsThatExist() throws Exception {
        String dev = read("dev");
        Set<String> commands = COMMAND.matcher(dev).results().map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        StringBuilder known = new StringBuilder(dev);
        for (String module : List.of("microbench/src/main", "transport-uring-native/src/main", "testsuite/src/test")) {
            try (Stream<Path> files = Files.walk(Document.PROJECT.resolve(module))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    Matcher option = OPTION_IN_CODE.matcher(Files.readString(file));
                    while (option.find()) {
                        known.append(' ').append(option.group(1)).append(' ');
                    }
                }
            }
        }
        List<MatchResult> uses = new ArrayList<>();
        for (Path document : LinksTest.documents()) {
            CALL.matcher(Files.readString(document)).results().forEach(uses::add);
        }
        assertThat(uses).hasSizeGreaterThan(40).allSatisfy(use -> {
            assertThat(commands).as(use.group()).contains(use.group(1));
            OPTION.matcher(use.group(2).replaceFirst(" (-- .*|--jmh .*|# .*)", "")).results()
                    .forEach(option -> assertThat(known).as(use.group()).containsPattern(option.group() + "[^a-z]"));
        });
    }

    /** Names and their order; what stands behind them is a machine's own, and {@code ...} is for lines left out. */
    @Test
    void shouldShowTheDoctorAsItSpeaks() throws Exception {
        String sample = first("```text\n(?s:(.*?))```", read("README.md"));
        List<String> said = names(doctor());
        int at = -1;
        boolean leftOut = true;
        for (String name : names(sample)) {
            if (name.equals("...")) {
                leftOut = true;
                continue;
            }
            int next = said.indexOf(name);
            assertThat(next).as("%s behind %s", name, at < 0 ? "" : said.get(at)).isGreaterThan(at)
                    .isLessThanOrEqualTo(leftOut ? said.size() : at + 1);
            at = next;
            leftOut = false;
        }
        assertThat(at).as("shown to its end").isEqualTo(said.size() - 1);
    }

    private static List<String> names(String lines) {
        return lines.lines().map(String::strip).filter(line -> !line.isEmpty())
                .map(line -> line.split(" {2,}|: ", 2)[0]).toList();
    }

    private static String doctor() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "org.nettyuring.ring.Doctor").redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isLessThanOrEqualTo(1);
        return said;
    }

    private static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
