// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostFactsTest {
    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0 | -1  |                 | false | 0: allowed",
        "1 | -1  |                 | true  | which has neither CAP_SYS_ADMIN nor kernel.io_uring_group, which is none",
        "1 | 997 | Gid: 997 5 5 5  | true  | which has neither CAP_SYS_ADMIN nor kernel.io_uring_group, which is 997",
        "1 | 997 | Groups: 4 997   | false | 1: allowed to this process by kernel.io_uring_group, which is 997",
        "1 | 997 | Gid: 9 9 9 997  | false | 1: allowed to this process by kernel.io_uring_group, which is 997",
        "1 | -1  | CapEff: 200000  | false | 1: allowed to this process by CAP_SYS_ADMIN",
        "2 | -1  | CapEff: 200000  | true  | 2: forbidden to all processes"
    })
    void shouldExplainTheSysctl(String disabled, String group, String status, boolean forbidden, String expected)
            throws Exception {
        write("proc/sys/kernel/io_uring_disabled", disabled);
        write("proc/sys/kernel/io_uring_group", group);
        write("proc/self/status", status == null ? "" : status + "\n");
        HostFacts facts = read(Map.of());
        assertTrue(facts.ioUringDisabled().endsWith(expected), facts.ioUringDisabled());
        assertEquals(forbidden, facts.isForbiddenBySysctl());
    }

    @ParameterizedTest
    @CsvSource({"0, off", "1, strict", "2, 'filter, 3 installed'"})
    void shouldReadTheSeccompMode(String mode, String expected) throws Exception {
        write("proc/self/status", "Name:\tjava\nSeccomp:\t" + mode + "\nSeccomp_filters:\t3\n");
        assertEquals(expected, read(Map.of()).seccomp());
        assertEquals(mode.equals("2"), read(Map.of()).hasSeccompFilter());
    }

    @Test
    void shouldReadLimits() throws Exception {
        write("proc/self/limits", """
                Limit                     Soft Limit           Hard Limit           Units
                Max open files            1024                 524288               files
                Max locked memory         65536                unlimited            bytes
                """);
        HostFacts facts = read(Map.of());
        assertEquals("soft 1024, hard 524288", facts.nofile());
        assertEquals("soft 65536, hard unlimited bytes", facts.memlock());
        assertEquals(65_536, facts.memlockBytes());
        write("proc/self/status", "CapEff:\t0000000000004000\n");
        assertEquals("soft 65536, hard unlimited bytes, exempt by CAP_IPC_LOCK", read(Map.of()).memlock());
        assertEquals(Long.MAX_VALUE, read(Map.of()).memlockBytes());
        write("proc/self/status", "CapEff:\t00000000a80425fb\n");
        assertEquals("soft 65536, hard unlimited bytes", read(Map.of()).memlock());
    }

    @Test
    void shouldRecogniseContainers() throws Exception {
        assertEquals("no sign of one", read(Map.of()).container());
        assertEquals(HostFacts.Engine.NONE, read(Map.of()).engine());
        write("proc/self/cgroup", "0::/system.slice/docker-0123.scope\n");
        assertEquals("a container (cgroup 0::/system.slice/docker-0123.scope)", read(Map.of()).container());
        assertEquals(HostFacts.Engine.OTHER, read(Map.of()).engine());
        write("run/.containerenv", "");
        assertEquals(HostFacts.Engine.PODMAN, read(Map.of()).engine());
        assertTrue(read(Map.of()).container().startsWith("Podman"));
        write(".dockerenv", "");
        assertTrue(read(Map.of()).container().startsWith("Docker"));
        assertEquals(HostFacts.Engine.DOCKER, read(Map.of()).engine());
        assertTrue(read(Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1")).container().startsWith("Kubernetes"));
    }

    @Test
    void shouldDoWithoutAnyFile() {
        HostFacts facts = read(Map.of());
        assertEquals(HostFacts.UNKNOWN, facts.kernelRelease());
        assertEquals(HostFacts.UNKNOWN, facts.seccomp());
        assertEquals(HostFacts.UNKNOWN, facts.memlock());
        assertEquals(Long.MAX_VALUE, facts.memlockBytes());
        assertEquals(HostFacts.UNKNOWN, facts.nofile());
        assertEquals("no such sysctl (before 6.6): not restricted by it", facts.ioUringDisabled());
    }

    private HostFacts read(Map<String, String> environment) {
        return HostFacts.read(root, environment);
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
