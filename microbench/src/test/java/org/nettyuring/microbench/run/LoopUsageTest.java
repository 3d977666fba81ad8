// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class LoopUsageTest {
    @Test
    void shouldCountAVoluntarySwitchForEachSleep() throws Exception {
        final long pid = ProcessHandle.current().pid();
        final long tid = Long.parseLong(
                Path.of("/proc/thread-self").toRealPath().getFileName().toString());
        final Sample before = LoopUsage.of(pid, tid);
        for (int i = 0; i < 20; i++) {
            LockSupport.parkNanos(1_000_000);
        }
        final Sample used = LoopUsage.of(pid, tid).since(before);
        assertThat(used.get("voluntary_switches")).isGreaterThanOrEqualTo(20);
        assertThat(used.get("involuntary_switches")).isNotNegative();
        assertThat(used.get("loop_user_ns")).isNotNegative();
        assertThat(used.get("loop_system_ns")).isNotNegative();
    }

    @Test
    void shouldTellResidentMemoryInBytes() throws Exception {
        final long bytes = LoopUsage.memory(ProcessHandle.current().pid()).get("rss_bytes");
        assertThat(bytes).isBetween(10L << 20, 64L << 30);
    }

    @Test
    void shouldNotInventNumbersOfAThreadThatIsGone() {
        assertThatThrownBy(() -> LoopUsage.of(ProcessHandle.current().pid(), Integer.MAX_VALUE))
                .isInstanceOf(NoSuchFileException.class);
    }
}
