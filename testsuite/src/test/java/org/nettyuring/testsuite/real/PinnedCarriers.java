// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

/** Where virtual threads waited and kept their carriers, as the JVM tells it: {@code jdk.VirtualThreadPinned}. */
final class PinnedCarriers {
    private static final Duration LONG = Duration.ofMillis(1);

    private PinnedCarriers() {}

    /**
     * Skips the test where there are no virtual threads.
     *
     * @param folder for a recording
     * @param action what is watched
     * @return the stack of each wait that kept its carrier for a millisecond or more
     */
    static List<String> during(Path folder, Callable<?> action) throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "no virtual threads before Java 21");
        Path file = folder.resolve("pinned.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.VirtualThreadPinned").withThreshold(LONG).withStackTrace();
            recording.start();
            action.call();
            recording.stop();
            recording.dump(file);
        }
        return stacks(file);
    }

    private static List<String> stacks(Path file) throws IOException {
        return RecordingFile.readAllEvents(file).stream().map(event -> String.valueOf(event.getStackTrace())).toList();
    }
}
