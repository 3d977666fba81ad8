// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettyuring.examples.VirtualThreads;

/** The tests that find no pinned carrier would see one. */
class PinnedCarriersTest {
    @Test
    void shouldSeeACarrierThatIsKept(@TempDir Path folder) throws Exception {
        ExecutorService threads = VirtualThreads.newExecutor();
        assertThat(PinnedCarriers.during(folder, Duration.ofMillis(1),
                () -> threads.submit(PinnedCarriers::keepOne).get(20, TimeUnit.SECONDS)))
                .anyMatch(PinnedCarriers::isOnPurpose);
        threads.shutdown();
    }
}
