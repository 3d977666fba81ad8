// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

/** Where virtual threads waited and kept their carriers, as the JVM tells it: {@code jdk.VirtualThreadPinned}. */
final class PinnedCarriers {
    private PinnedCarriers() {}

    /** Its initializer waits, below a frame of the JVM, which no Java can move off a carrier. */
    private static final class Waits {
        static final long ENDED_NS;

        static {
            long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
            while (System.nanoTime() - untilNs < 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            ENDED_NS = System.nanoTime();
        }
    }

    /** Keeps the carrier of the virtual thread that calls for some milliseconds, the first time in a process. */
    static long keepOne() {
        return Waits.ENDED_NS;
    }

    /** {@return whether a stack is that of a carrier kept by {@link #keepOne}} */
    static boolean isOnPurpose(String stack) {
        return stack.contains(Waits.class.getName());
    }

    /**
     * Skips the test where there are no virtual threads.
     *
     * @param folder for a recording
     * @param threshold the shortest wait that counts
     * @param action what is watched
     * @return the stack of each wait that kept its carrier for so long
     */
    static List<String> during(Path folder, Duration threshold, Callable<?> action) throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "no virtual threads before Java 21");
        Path file = folder.resolve("pinned.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.VirtualThreadPinned").withThreshold(threshold).withStackTrace();
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
