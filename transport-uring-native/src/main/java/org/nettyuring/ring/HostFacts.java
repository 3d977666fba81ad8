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
 * @param ioUringDisabled sysctl {@code kernel.io_uring_disabled}, with its meaning for this process
 * @param seccomp the mode of this process
 * @param engine what this container seems to be run by
 * @param container how that was seen
 * @param memlock limit of locked memory, and whether it counts
 * @param memlockBytes the limit of this process; {@link Long#MAX_VALUE} if there is none, or it is not known
 * @param nofile limit of open files
 */
record HostFacts(
        String kernelRelease,
        String ioUringDisabled,
        String seccomp,
        Engine engine,
        String container,
        String memlock,
        long memlockBytes,
        String nofile) {
    static final String UNKNOWN = "unknown";

    private static final int CAP_IPC_LOCK = 14;
    private static final int CAP_SYS_ADMIN = 21;
    private static final String FORBIDDEN = "forbidden to ";
    private static final String FILTER = "filter, ";
    private static final Pattern CONTAINER_CGROUP = Pattern.compile("docker|kubepods|containerd|crio|libpod|lxc");

    /** Who runs a container, and so who can be asked for another seccomp profile. */
    enum Engine { NONE, DOCKER, PODMAN, KUBERNETES, OTHER }

    private record Container(Engine engine, String hint) {}

    /**
     * Reads the facts.
     *
     * @param root {@code /}, or a test's
     * @param environment of the process
     */
    static HostFacts read(Path root, Map<String, String> environment) {
        List<String> status = lines(root.resolve("proc/self/status"));
        List<String> limits = lines(root.resolve("proc/self/limits"));
        Container container = container(root, environment);
        String memlock = limit(limits, "Max locked memory", " bytes");
        boolean exempt = hasCapability(status, CAP_IPC_LOCK);
        return new HostFacts(
                text(root.resolve("proc/sys/kernel/osrelease")).orElse(UNKNOWN),
                ioUringDisabled(root.resolve("proc/sys/kernel"), status),
                seccomp(status),
                container.engine(),
                container.hint(),
                memlock + (exempt ? ", exempt by CAP_IPC_LOCK" : ""),
                exempt ? Long.MAX_VALUE : softBytes(memlock),
                limit(limits, "Max open files", ""));
    }

    /** {@return whether the sysctl forbids rings to this process} */
    boolean isForbiddenBySysctl() {
        return ioUringDisabled.contains(FORBIDDEN);
    }

    /** {@return whether a seccomp filter sits between this process and the kernel} */
    boolean hasSeccompFilter() {
        return seccomp.startsWith(FILTER);
    }

    private static String ioUringDisabled(Path sysctls, List<String> status) {
        Optional<String> value = text(sysctls.resolve("io_uring_disabled"));
        return switch (value.orElse("")) {
            case "" -> "no such sysctl (before 6.6): not restricted by it";
            case "0" -> "0: allowed";
            case "1" -> "1: " + allowedToSome(text(sysctls.resolve("io_uring_group")).orElse(UNKNOWN), status);
            case "2" -> "2: " + FORBIDDEN + "all processes";
            default -> value.get();
        };
    }

    private static String allowedToSome(String group, List<String> status) {
        if (hasCapability(status, CAP_SYS_ADMIN)) {
            return "allowed to this process by CAP_SYS_ADMIN";
        }
        String fsGid = field(status, "Gid:").replaceFirst(".*\\s", "");
        String groups = fsGid + " " + field(status, "Groups:");
        if (List.of(groups.split("\\s+", -1)).contains(group)) {
            return "allowed to this process by kernel.io_uring_group, which is " + group;
        }
        return FORBIDDEN + "this process, which has neither CAP_SYS_ADMIN nor kernel.io_uring_group, which is "
                + ("-1".equals(group) ? "none" : group);
    }

    private static String seccomp(List<String> status) {
        String mode = field(status, "Seccomp:");
        return switch (mode) {
            case "0" -> "off";
            case "1" -> "strict";
            case "2" -> FILTER + field(status, "Seccomp_filters:") + " installed";
            default -> UNKNOWN;
        };
    }

    private static Container container(Path root, Map<String, String> environment) {
        if (environment.containsKey("KUBERNETES_SERVICE_HOST")) {
            return new Container(Engine.KUBERNETES, "Kubernetes (KUBERNETES_SERVICE_HOST is set)");
        }
        if (Files.exists(root.resolve(".dockerenv"))) {
            return new Container(Engine.DOCKER, "Docker (/.dockerenv exists)");
        }
        if (Files.exists(root.resolve("run/.containerenv"))) {
            return new Container(Engine.PODMAN, "Podman (/run/.containerenv exists)");
        }
        for (String line : lines(root.resolve("proc/self/cgroup"))) {
            if (CONTAINER_CGROUP.matcher(line).find()) {
                return new Container(Engine.OTHER, "a container (cgroup " + line + ")");
            }
        }
        return new Container(Engine.NONE, "no sign of one");
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

    private static long softBytes(String limit) {
        String soft = limit.replaceFirst("soft (\\d*).*", "$1");
        return soft.isEmpty() || !Character.isDigit(soft.charAt(0)) ? Long.MAX_VALUE : Long.parseLong(soft);
    }

    private static boolean hasCapability(List<String> status, int capability) {
        String effective = field(status, "CapEff:");
        return !effective.equals(UNKNOWN) && (Long.parseUnsignedLong(effective, 16) >>> capability & 1) != 0;
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
