// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.nettyuring.abi.Errno;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Remedies;

/** docs/FAQ.md quotes what the code says, letter by letter; {@code …} stands for what differs. */
class FaqDocumentTest {
    private static final Pattern OPERATION = Pattern.compile("\"([a-z_0-9]+)\"");
    private static final Pattern LOGGED = Pattern.compile("LOGGER\\.(?:warn|error)\\(\\s*\"([^\"]+)\"");
    private static final int LAST_ERRNO = 133;
    private static final int FIRST_JAVA_THAT_WARNS = 24;

    @Test
    void shouldQuoteOnlyMessagesThatTheCodeHas() throws Exception {
        Sources sources = Sources.read();
        String said = sources.text() + String.join("\n", failures(sources));
        List<String> quoted = quotedMessages();
        assertThat(quoted).hasSizeGreaterThan(10);
        assertThat(quoted).allSatisfy(message -> {
            for (String part : message.split("…", -1)) {
                assertThat(said.contains(part)).as("in the code: %s", part).isTrue();
            }
        });
    }

    /** Every one that names a remedy is asked about. */
    @Test
    void shouldAnswerForEveryRemedyOfTheRing() throws Exception {
        String quoted = String.join("\n", quotedMessages());
        for (String operation : List.of("io_uring_setup", "io_uring_register", "io_uring_enter", "mmap")) {
            for (int errno = 1; errno <= LAST_ERRNO; errno++) {
                if (hasRemedyOfItsOwn(operation, errno)) {
                    assertThat(quoted).contains(operation + "(…): " + Errno.name(errno) + " (" + errno + ")");
                }
            }
        }
    }

    /** Whoever finds one in a log looks for its words. */
    @Test
    void shouldAnswerForEveryWarningThatIsLogged() throws Exception {
        List<Pattern> answered = quotedMessages().stream()
                .map(message -> Arrays.stream(message.split("…", -1)).map(Pattern::quote)
                        .collect(Collectors.joining(".*")))
                .map(Pattern::compile).toList();
        List<String> logged = LOGGED.matcher(Sources.read().text()).results().map(found -> found.group(1)).toList();
        assertThat(logged).hasSizeGreaterThan(10).allSatisfy(message -> assertThat(answered)
                .as("a heading for: %s", message).anyMatch(heading -> heading.matcher(message).matches()));
    }

    private static boolean hasRemedyOfItsOwn(String operation, int errno) {
        String remedy = Remedies.of(operation, errno);
        return !remedy.isEmpty() && !remedy.equals(Remedies.of("any other", errno));
    }

    /** Headings of the fourth level are Java's, which no source of ours has. */
    @Test
    void shouldQuoteTheWarningsOfJavasThatWarn() throws Exception {
        assumeTrue(Runtime.version().feature() >= FIRST_JAVA_THAT_WARNS, "this Java does not warn");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(quoted("#### ")).isNotEmpty().allSatisfy(warning -> assertThat(output).contains(warning));
    }

    /** Loads the binding to the kernel. */
    static final class Main {
        private Main() {}

        public static void main(String[] args) {
            System.out.println(NativeSyscalls.get());
        }
    }

    /** Headings of the third level are messages. */
    private static List<String> quotedMessages() throws Exception {
        return quoted("### ");
    }

    private static List<String> quoted(String level) throws Exception {
        return Document.read("FAQ.md").lines().stream().filter(line -> line.startsWith(level))
                .flatMap(line -> Document.code(line).stream()).toList();
    }

    /** What a failure of each call says that the table of remedies knows. */
    private static List<String> failures(Sources sources) {
        TreeSet<String> operations = new TreeSet<>();
        Matcher matcher = OPERATION.matcher(sources.text());
        while (matcher.find()) {
            operations.add(matcher.group(1));
        }
        List<String> failures = new ArrayList<>();
        for (String operation : operations) {
            for (int errno = 1; errno <= LAST_ERRNO; errno++) {
                failures.add(Remedies.exception(operation, "…", errno).getMessage());
            }
        }
        return failures;
    }
}
