// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.nettyuring.abi.Errno;
import org.nettyuring.sys.Remedies;

/** docs/FAQ.md quotes what the code says, letter by letter; {@code …} stands for what differs. */
class FaqDocumentTest {
    private static final Pattern OPERATION = Pattern.compile("\"([a-z_0-9]+)\"");
    private static final int LAST_ERRNO = 133;

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

    private static boolean hasRemedyOfItsOwn(String operation, int errno) {
        String remedy = Remedies.of(operation, errno);
        return !remedy.isEmpty() && !remedy.equals(Remedies.of("any other", errno));
    }

    /** Headings of the third level are messages. */
    private static List<String> quotedMessages() throws Exception {
        return Document.read("FAQ.md").lines().stream().filter(line -> line.startsWith("### "))
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
