// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples.recipes;

import java.lang.management.ManagementFactory;
import java.util.Map;
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

    private LiveChannels() {}

    /** {@return how many of each class, by its simple name; collects garbage first} */
    static Map<String, Integer> count() throws JMException {
        final Object histogram = ManagementFactory.getPlatformMBeanServer().invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
                new Object[] {new String[0]}, new String[] {String[].class.getName()});
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
