// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite;

import static org.junit.platform.engine.discovery.ClassNameFilter.excludeClassNamePatterns;
import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** One JVM of {@link AllModes}: the suites of the real kernel in the mode that a property names. */
final class ModeRun {
    /** Begins the line that {@link AllModes} reads: passed, failed, skipped. */
    static final String RESULT = "mode result: ";
    /** Begins a line that names a failure. */
    static final String FAILURE = "mode failure: ";

    /** Makes its own modes. */
    private static final String ON_THE_FAKE_KERNEL = ".*\\.lifecycle\\.(?!Real).*";

    private ModeRun() {}

    /**
     * Runs the tests and ends the JVM, whatever threads they have left.
     *
     * @param args a pattern of class names, or nothing for all
     */
    public static void main(String[] args) {
        String pattern = args.length == 0 ? ".*Test" : args[0];
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        try (LauncherSession session = LauncherFactory.openSession()) {
            Launcher launcher = session.getLauncher();
            launcher.execute(LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectPackage("org.nettyuring.testsuite.netty"),
                            selectPackage("org.nettyuring.testsuite.real"),
                            selectPackage("org.nettyuring.testsuite.lifecycle"))
                    .filters(includeClassNamePatterns(pattern), excludeClassNamePatterns(ON_THE_FAKE_KERNEL))
                    .build(), summary, new Progress());
        }
        print(summary.getSummary());
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static void print(TestExecutionSummary summary) {
        summary.printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8), 40);
        summary.getFailures().forEach(failure -> System.out.println(FAILURE + name(failure.getTestIdentifier()) + ": "
                + String.valueOf(failure.getException()).lines().findFirst().orElse("")));
        long containers = summary.getContainersFailedCount();
        System.out.println(RESULT + summary.getTestsSucceededCount() + " "
                + (summary.getTestsFailedCount() + containers) + " "
                + (summary.getTestsSkippedCount() + summary.getTestsAbortedCount()));
    }

    /** Of the class and what was running in it, e.g. {@code real.CloseTest.shouldClose()}. */
    private static String name(TestIdentifier test) {
        return String.join(".", UniqueId.parse(test.getUniqueId()).getSegments().stream().skip(1)
                .map(segment -> segment.getValue().replace("org.nettyuring.testsuite.", "")).toList());
    }

    /** Says where a run is, and where its time goes. */
    private static final class Progress implements TestExecutionListener {
        private long startNs;

        @Override
        public void executionStarted(TestIdentifier test) {
            if (isClass(test)) {
                startNs = System.nanoTime();
                System.out.println("running " + test.getDisplayName());
            }
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (isClass(test)) {
                System.out.println("ran " + test.getDisplayName() + " in "
                        + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs) + " ms");
            } else if (test.isTest() && result.getStatus() == TestExecutionResult.Status.FAILED) {
                System.out.println("FAILED " + name(test));
            }
        }

        private static boolean isClass(TestIdentifier test) {
            return test.isContainer() && test.getSource().filter(ClassSource.class::isInstance).isPresent();
        }
    }
}
