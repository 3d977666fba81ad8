// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The coordinates of the README are those of the build. */
class ReadmeTest {
    private static final Pattern MAVEN = Pattern.compile("<groupId>(.*)</groupId>\\s*<artifactId>(.*)</artifactId>"
            + "\\s*<version>(.*)</version>(?:\\s*<classifier>(.*)</classifier>)?");
    private static final Pattern GRADLE = Pattern.compile("(?:implementation|runtimeOnly)\\(\"(.*)\"\\)");

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

    private static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
