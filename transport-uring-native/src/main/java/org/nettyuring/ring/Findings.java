// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.nettyuring.abi.Errno.ENOMEM;
import static org.nettyuring.abi.Errno.ENOSYS;
import static org.nettyuring.abi.Errno.EPERM;

import java.util.ArrayList;
import java.util.List;
import org.nettyuring.abi.Errno;
import org.nettyuring.ring.Finding.Severity;
import org.nettyuring.ring.HostFacts.Engine;
import org.nettyuring.sys.Remedies;

/** What follows from a {@link Diagnosis}: each finding with the remedy for this very host. */
final class Findings {
    /** What the kernel (6.18) counts for the rings and buffer ring of one loop of the usual size: 22 pages. */
    static final long LOOP_BYTES = 90_112;

    private static final String SYSCTL_REMEDY = "as root, on the host: sysctl -w kernel.io_uring_disabled=0 "
            + "(to keep it: echo kernel.io_uring_disabled=0 > /etc/sysctl.d/60-io-uring.conf)";
    private static final String GROUP_REMEDY = "as root, on the host: groupadd -f uring && usermod -aG uring USER && "
            + "sysctl -w kernel.io_uring_group=$(getent group uring | cut -d: -f3); in a container add --group-add GID";
    private static final String PROFILE = "java -jar transport-uring-native-VERSION-doctor.jar --seccomp-profile "
            + "> seccomp-uring.json; ";
    private static final String OLD_KERNEL = "Linux 5.6 or newer with CONFIG_IO_URING, better 6.1 or newer; until then "
            + "NettyTransport.best() is epoll or NIO";

    private final Diagnosis diagnosis;
    private final HostFacts host;
    private final List<Finding> findings = new ArrayList<>();

    private Findings(Diagnosis diagnosis) {
        this.diagnosis = diagnosis;
        host = diagnosis.host();
    }

    /** {@return what is to be said, the worst first} */
    static List<Finding> of(Diagnosis diagnosis) {
        Findings all = new Findings(diagnosis);
        all.aboutTheRing();
        all.aboutItsSize();
        all.aboutFeatures();
        all.aboutTheJvm();
        return List.copyOf(all.findings);
    }

    private void aboutTheRing() {
        if (diagnosis.capabilities() != null) {
            return;
        }
        int errno = diagnosis.attempts().isEmpty() ? 0 : diagnosis.attempts().get(0).errno();
        switch (errno) {
            case 0 -> add(Severity.FORBIDS, "no ring can be used", diagnosis.failure());
            case EPERM -> aboutPermission();
            case ENOSYS -> {
                if (host.hasSeccompFilter() && hasIoUring(host.kernelRelease())) {
                    add(Severity.FORBIDS, "a seccomp filter answers ENOSYS to io_uring_setup, which Linux "
                            + host.kernelRelease() + " has", seccompRemedy(host.engine()));
                } else {
                    add(Severity.FORBIDS, "Linux " + host.kernelRelease() + " has no io_uring", OLD_KERNEL);
                }
            }
            case ENOMEM -> add(Severity.FORBIDS, "not even a small ring fits the locked memory: " + host.memlock(),
                    memlockRemedy(host.engine()));
            default -> add(Severity.FORBIDS, "io_uring_setup: " + Errno.name(errno),
                    Remedies.of("io_uring_setup", errno));
        }
    }

    private void aboutPermission() {
        if (host.isForbiddenBySysctl()) {
            boolean toAll = host.ioUringDisabled().startsWith("2");
            add(Severity.FORBIDS, "sysctl kernel.io_uring_disabled is " + host.ioUringDisabled(),
                    toAll ? SYSCTL_REMEDY : GROUP_REMEDY);
        }
        if (host.hasSeccompFilter()) {
            add(Severity.FORBIDS, "a seccomp filter may forbid io_uring_setup, io_uring_enter or io_uring_register",
                    seccompRemedy(host.engine()));
        }
        if (findings.isEmpty()) {
            add(Severity.FORBIDS, "io_uring_setup: EPERM, and neither sysctl nor a seccomp filter seems to be why",
                    Remedies.of("io_uring_setup", EPERM));
        }
    }

    private void aboutItsSize() {
        if (diagnosis.capabilities() == null) {
            return;
        }
        SetupAttempt usual = diagnosis.attempts().get(diagnosis.attempts().size() - 1);
        int loops = 2 * Runtime.getRuntime().availableProcessors();
        if (usual.errno() == ENOMEM) {
            add(Severity.COSTS, "a loop of the usual size does not fit the locked memory that this user has left: "
                    + host.memlock(), memlockRemedy(host.engine()));
        } else if (!usual.succeeded()) {
            add(Severity.COSTS, diagnosis.failure(), "report it, with this output");
        } else if (host.memlockBytes() / LOOP_BYTES < loops) {
            add(Severity.NOTE, "the locked memory (" + host.memlock() + ") is room for about "
                    + host.memlockBytes() / LOOP_BYTES + " loops of all processes of this user; Netty's default here "
                    + "is " + loops, memlockRemedy(host.engine()));
        }
    }

    private void aboutFeatures() {
        RingCapabilities capabilities = diagnosis.capabilities();
        for (Feature feature : diagnosis.missing()) {
            String whyNot = capabilities.whyNot(feature);
            if (whyNot.startsWith("needs ") && !whyNot.contains(" or ")) {
                continue; // what it needs is missing, too, and says more
            }
            add(Severity.COSTS, "without " + feature.key() + " (" + feature.purpose() + "): " + whyNot,
                    whyNot.equals(ProbedCapabilities.SWITCHED_OFF)
                            ? "take it out of -D" + FeatureSwitches.PROPERTY
                            : "Linux " + feature.since() + " or newer");
        }
    }

    private void aboutTheJvm() {
        if (diagnosis.jvm().lacksFlag()) {
            add(Severity.NOTE, diagnosis.jvm().flags(), "java --enable-native-access=ALL-UNNAMED ..., or "
                    + "Enable-Native-Access: ALL-UNNAMED in the manifest of the application's jar");
        }
    }

    private static String seccompRemedy(Engine engine) {
        return switch (engine) {
            case DOCKER -> PROFILE + "docker run --security-opt seccomp=seccomp-uring.json IMAGE";
            case PODMAN -> PROFILE + "podman run --security-opt seccomp=seccomp-uring.json IMAGE";
            case KUBERNETES -> PROFILE + "put it into /var/lib/kubelet/seccomp/ of each node, and into the container's "
                    + "securityContext: seccompProfile: {type: Localhost, localhostProfile: seccomp-uring.json}";
            case NONE -> "in the unit of a systemd service: SystemCallFilter=@aio beside the filter that is there; "
                    + "elsewhere allow io_uring_setup, io_uring_enter and io_uring_register in the sandbox's profile";
            case OTHER -> PROFILE + "give it to the container engine (docker and podman: --security-opt "
                    + "seccomp=seccomp-uring.json; Kubernetes: seccompProfile of type Localhost)";
        };
    }

    private static String memlockRemedy(Engine engine) {
        String smaller = ", or smaller rings: -Dorg.nettyuring.cqSize=512 -Dorg.nettyuring.ringSize=64";
        return switch (engine) {
            case DOCKER -> "docker run --ulimit memlock=-1:-1 IMAGE" + smaller;
            case PODMAN -> "podman run --ulimit memlock=-1:-1 IMAGE" + smaller;
            case KUBERNETES -> "in the container's securityContext: capabilities: {add: [IPC_LOCK]}" + smaller;
            case NONE, OTHER -> "ulimit -l unlimited in the shell, memlock in /etc/security/limits.conf, "
                    + "LimitMEMLOCK=infinity in the unit of a systemd service" + smaller;
        };
    }

    /** {@return whether mainline of that release had io_uring; only to guess who said ENOSYS} */
    private static boolean hasIoUring(String release) {
        String[] parts = release.split("[.-]", -1);
        try {
            int major = Integer.parseInt(parts[0]);
            return major > 5 || major == 5 && Integer.parseInt(parts[1]) >= 1;
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return false;
        }
    }

    private void add(Severity severity, String what, String remedy) {
        findings.add(new Finding(severity, what, remedy));
    }
}
