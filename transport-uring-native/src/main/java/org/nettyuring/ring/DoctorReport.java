// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints a {@link Diagnosis} for people: facts, attempts, features, findings, verdict. */
final class DoctorReport {
    private static final String FEATURE = "  %-24s %-6s %-4s %s%n";

    private final PrintWriter out;

    DoctorReport(PrintWriter out) {
        this.out = out;
    }

    void print(Diagnosis diagnosis) {
        printFacts(diagnosis.host(), diagnosis.jvm());
        if (!diagnosis.attempts().isEmpty()) {
            out.printf("%nio_uring_setup (entries sq/cq, result, flags)%n");
            for (SetupAttempt attempt : diagnosis.attempts()) {
                out.printf("  %5d/%-5d %-8s %s%n",
                        attempt.sqEntries(), attempt.cqEntries(), attempt.result(), attempt.flagNames());
            }
        }
        RingCapabilities capabilities = diagnosis.capabilities();
        if (capabilities != null) {
            printFeatures(capabilities);
        }
        printFindings(Findings.of(diagnosis));
        printVerdict(diagnosis);
        out.flush();
    }

    private void printFacts(HostFacts host, JvmFacts jvm) {
        out.printf("nettyuring doctor%n%n");
        fact("kernel", host.kernelRelease() + " " + jvm.arch());
        fact("io_uring_disabled", host.ioUringDisabled());
        fact("seccomp", host.seccomp());
        fact("container", host.container());
        fact("memlock limit", host.memlock());
        fact("open files limit", host.nofile());
        fact("JVM", jvm.name());
        fact("JVM flags", jvm.flags());
        fact("binding", jvm.binding());
        fact("switched off", jvm.disabled().isEmpty() ? "nothing" : jvm.disabled());
    }

    private void fact(String name, String value) {
        out.printf("  %-18s %s%n", name, value);
    }

    private void printFeatures(RingCapabilities capabilities) {
        out.printf("%nfeatures (on: the kernel has it, it worked when tried, and it is not switched off)%n");
        out.printf(FEATURE, "feature", "since", "on", "for, or why not");
        for (Feature feature : Feature.values()) {
            String whyNot = whyNot(feature, capabilities);
            String remark = whyNot.isEmpty() ? feature.purpose() : whyNot + " (" + feature.purpose() + ")";
            out.printf(FEATURE, feature.key(), feature.since(), whyNot.isEmpty() ? "yes" : "no", remark);
        }
    }

    /** {@return why a feature is not used; empty if it is} */
    static String whyNot(Feature feature, RingCapabilities capabilities) {
        if (feature == Feature.COOP_TASKRUN && capabilities.has(Feature.DEFER_TASKRUN)) {
            return "defer_taskrun is used instead";
        }
        return capabilities.whyNot(feature);
    }

    private void printFindings(List<Finding> findings) {
        for (Finding finding : findings) {
            out.printf("%n%s: %s%n  remedy: %s%n",
                    finding.severity().name().toLowerCase(Locale.ROOT), finding.what(), finding.remedy());
        }
    }

    private void printVerdict(Diagnosis diagnosis) {
        String reason = diagnosis.reason();
        String verdict = diagnosis.verdict().name().toLowerCase(Locale.ROOT);
        out.printf("%nverdict: %s%s%n", verdict, reason.isEmpty() ? "" : ": " + reason);
    }
}
