// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The JMH benchmarks, under JMH's own command line; knows only what each JDK needs for native code. */
final class Parts {
    private static final int FIRST_JDK_WITH_FFM = 22;

    private Parts() {}

    /**
     * Runs those that match.
     *
     * @param args JMH's arguments
     */
    static void run(String... args) throws IOException {
        final List<String> all = new ArrayList<>(List.of(args));
        if (Runtime.version().feature() < FIRST_JDK_WITH_FFM) {
            System.out.println("Those through FFM are left out: they need Java " + FIRST_JDK_WITH_FFM);
            all.addAll(List.of("-e", ".*ThroughFfm"));
        } else {
            all.addAll(List.of("-jvmArgsPrepend", "--enable-native-access=ALL-UNNAMED"));
        }
        org.openjdk.jmh.Main.main(all.toArray(String[]::new));
    }
}
