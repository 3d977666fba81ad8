// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Remedies;
import org.nettyuring.sys.Syscalls;

/**
 * All that is known about using io_uring here. {@link DoctorReport} and {@link DoctorJson} print it, with
 * the {@link Findings}.
 *
 * @param host the system
 * @param jvm the virtual machine
 * @param attempts small rings with growing sets of flags, then one of the usual size; empty without a binding
 * @param capabilities null if there is no ring at all
 * @param failure why there is no ring, or a smaller one than usual; empty if all is well
 */
record Diagnosis(
        HostFacts host,
        JvmFacts jvm,
        List<SetupAttempt> attempts,
        @Nullable RingCapabilities capabilities,
        String failure) {
    /** Entries of an event loop's queues by default. */
    static final int USUAL_SQ_ENTRIES = 256;
    static final int USUAL_CQ_ENTRIES = 4096;

    /** What the transport's usual way of working is made of; without one of these it does something slower instead. */
    private static final Set<Feature> USUAL = Set.of(
            Feature.SUBMIT_ALL,
            Feature.EXT_ARG,
            Feature.RECV_MULTISHOT,
            Feature.ACCEPT_MULTISHOT,
            Feature.PBUF_RING,
            Feature.TASKRUN_FLAG);

    /** The answer, with the exit code of the doctor. */
    enum Verdict {
        USABLE(0),
        DEGRADED(1),
        UNUSABLE(2);

        private final int exitCode;

        Verdict(int exitCode) {
            this.exitCode = exitCode;
        }

        int exitCode() {
            return exitCode;
        }
    }

    Diagnosis {
        attempts = List.copyOf(attempts);
    }

    /**
     * Tries everything.
     *
     * @param kernel throws {@link UnsupportedOperationException} if there is no binding
     */
    static Diagnosis make(HostFacts host, JvmFacts jvm, Supplier<Syscalls> kernel) {
        List<SetupAttempt> attempts = new ArrayList<>();
        try {
            Syscalls syscalls = kernel.get();
            attempts.addAll(SetupAttempt.tryAll(syscalls));
            RingCapabilities capabilities = RingCapabilities.of(syscalls);
            SetupAttempt usual = SetupAttempt.tryOne(
                    syscalls, USUAL_SQ_ENTRIES, USUAL_CQ_ENTRIES, RingSetup.flags(capabilities));
            attempts.add(usual);
            return new Diagnosis(host, jvm, attempts, capabilities, failure(usual));
        } catch (ErrnoException | UnsupportedOperationException | IllegalArgumentException e) {
            return new Diagnosis(host, jvm, attempts, null, String.valueOf(e.getMessage()));
        }
    }

    Verdict verdict() {
        if (capabilities == null) {
            return Verdict.UNUSABLE;
        }
        return failure.isEmpty() && missing().isEmpty() ? Verdict.USABLE : Verdict.DEGRADED;
    }

    /** {@return features of the usual way of working that are not used, by declaration} */
    List<Feature> missing() {
        List<Feature> missing = new ArrayList<>();
        for (Feature feature : Feature.values()) {
            if (capabilities != null && USUAL.contains(feature) && !capabilities.has(feature)) {
                missing.add(feature);
            }
        }
        return missing;
    }

    /** {@return why it is not {@link Verdict#USABLE}; empty if it is} */
    String reason() {
        String without = missing().stream().map(Feature::key).collect(Collectors.joining(", "));
        String separator = failure.isEmpty() || without.isEmpty() ? "" : "; ";
        return failure + separator + (without.isEmpty() ? "" : "without " + without);
    }

    private static String failure(SetupAttempt usual) {
        if (usual.succeeded()) {
            return "";
        }
        String object = "a ring of the usual size, " + usual.sqEntries() + " and " + usual.cqEntries() + " entries";
        return Remedies.exception("io_uring_setup", object, usual.errno()).getMessage();
    }
}
