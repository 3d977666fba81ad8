// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the system says about itself that decides whether a process gets a ring. Each fact is text for people; a fact
 * that cannot be read is {@value #UNKNOWN}.
 *
 * @param kernelRelease {@code uname -r}
 * @param ioUringDisabled sysctl {@code kernel.io_uring_disabled}, with its meaning
 * @param seccomp the mode of this process
 * @param container which kind of container this looks like
 * @param memlock limit of locked memory, and whether it counts
 * @param nofile limit of open files
 */
record HostFacts(
        String kernelRelease,
        String ioUringDisabled,
        String seccomp,
        String container,
        String memlock,
        String nofile) {
    static final String UNKNOWN = "unknown";

    private static final int CAP_IPC_LOCK = 14;
    private static final Pattern CONTAINER_CGROUP = Pattern.compile("docker|kubepods|containerd|crio|libpod|lxc");

    /**
     * Reads the facts.
     *
     * @param root {@code /}, or a test's
     * @param environment of the process
     */
    static HostFacts read(Path root, Map<String, String> environment) {
        List<String> status = lines(root.resolve("proc/self/status"));
        List<String> limits = lines(root.resolve("proc/self/limits"));
        return new HostFacts(
                text(root.resolve("proc/sys/kernel/osrelease")).orElse(UNKNOWN),
                ioUringDisabled(root.resolve("proc/sys/kernel")),
                seccomp(status),
                container(root, environment),
                limit(limits, "Max locked memory", " bytes")
                        + (hasCapIpcLock(status) ? ", exempt by CAP_IPC_LOCK" : ""),
                limit(limits, "Max open files", ""));
    }

    private static String ioUringDisabled(Path sysctls) {
        Optional<String> value = text(sysctls.resolve("io_uring_disabled"));
        String group = text(sysctls.resolve("io_uring_group")).orElse(UNKNOWN);
        return switch (value.orElse("")) {
            case "" -> "no such sysctl (before 6.6): not restricted by it";
            case "0" -> "0: allowed";
            case "1" -> "1: allowed with CAP_SYS_ADMIN or in kernel.io_uring_group, which is "
                    + ("-1".equals(group) ? "none" : group);
            case "2" -> "2: forbidden to all processes";
            default -> value.get();
        };
    }

    private static String seccomp(List<String> status) {
        String mode = field(status, "Seccomp:");
        return switch (mode) {
            case "0" -> "off";
            case "1" -> "strict";
            case "2" -> "filter, " + field(status, "Seccomp_filters:") + " installed";
            default -> UNKNOWN;
        };
    }

    private static String container(Path root, Map<String, String> environment) {
        if (environment.containsKey("KUBERNETES_SERVICE_HOST")) {
            return "Kubernetes (KUBERNETES_SERVICE_HOST is set)";
        }
        if (Files.exists(root.resolve(".dockerenv"))) {
            return "Docker (/.dockerenv exists)";
        }
        if (Files.exists(root.resolve("run/.containerenv"))) {
            return "Podman (/run/.containerenv exists)";
        }
        for (String line : lines(root.resolve("proc/self/cgroup"))) {
            if (CONTAINER_CGROUP.matcher(line).find()) {
                return "a container (cgroup " + line + ")";
            }
        }
        return "no sign of one";
    }

    /** {@return soft and hard limit} */
    private static String limit(List<String> limits, String name, String unit) {
        for (String line : limits) {
            if (line.startsWith(name)) {
                String[] columns = line.substring(name.length()).strip().split("\\s+", -1);
                return columns.length < 2 ? UNKNOWN : "soft " + columns[0] + ", hard " + columns[1] + unit;
            }
        }
        return UNKNOWN;
    }

    private static boolean hasCapIpcLock(List<String> status) {
        String effective = field(status, "CapEff:");
        return !effective.equals(UNKNOWN) && (Long.parseUnsignedLong(effective, 16) >>> CAP_IPC_LOCK & 1) != 0;
    }

    private static String field(List<String> lines, String name) {
        for (String line : lines) {
            if (line.startsWith(name)) {
                return line.substring(name.length()).strip();
            }
        }
        return UNKNOWN;
    }

    private static Optional<String> text(Path file) {
        List<String> lines = lines(file);
        return lines.isEmpty() ? Optional.empty() : Optional.of(lines.get(0).strip());
    }

    /** {@return no lines if the file cannot be read: that is a fact, not a failure} */
    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of();
        }
    }
}
