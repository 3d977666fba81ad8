// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** The transports' channels on the heap, whoever made them: no framework is trusted to say what it uses. */
final class LiveChannels {
    /** Number, count, bytes, class. */
    private static final Pattern CHANNEL = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(?:"
            + "org\\.nettyuring\\.channel|"
            + "io\\.netty\\.channel\\.(?:socket\\.nio|epoll|uring))\\.(\\w+Channel)(?: .*)?");

    private static Map<String, Integer> before = Map.of();

    private LiveChannels() {}

    /** What is there now is of tests before: closed, but held by a framework or by JUnit, for a while or for good. */
    static void ignoreThose() {
        before = count();
    }

    /** Neither fewer than these nor, but for what was there before, more, nor of any other class. */
    static void shouldBe(Map<String, Integer> expected) {
        final Map<String, Integer> live = count();
        expected.forEach((name, count) -> assertThat(live.getOrDefault(name, 0)).as("%s of %s", name, live)
                .isGreaterThanOrEqualTo(count));
        live.forEach((name, count) -> assertThat(count).as("%s of %s, before: %s", name, live, before)
                .isLessThanOrEqualTo(expected.getOrDefault(name, 0) + before.getOrDefault(name, 0)));
    }

    /** {@return the classes of which there are more than before} */
    static Set<String> more() {
        final Map<String, Integer> live = count();
        live.keySet().removeIf(name -> live.get(name) <= before.getOrDefault(name, 0));
        return live.keySet();
    }

    /** {@return how many of each class, by its simple name; collects garbage first} */
    private static Map<String, Integer> count() {
        final Object histogram;
        try {
            histogram = ManagementFactory.getPlatformMBeanServer().invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
                    new Object[] {new String[0]}, new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new AssertionError(e);
        }
        final Map<String, Integer> channels = new TreeMap<>();
        for (String line : histogram.toString().split("\n", -1)) {
            final Matcher row = CHANNEL.matcher(line);
            if (row.matches()) {
                channels.put(row.group(2), Integer.valueOf(row.group(1)));
            }
        }
        return channels;
    }
}
