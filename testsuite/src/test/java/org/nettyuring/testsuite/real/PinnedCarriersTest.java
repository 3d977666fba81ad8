// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettyuring.examples.VirtualThreads;

/** The tests that find no pinned carrier would see one. */
class PinnedCarriersTest {
    /** Its initializer waits, below a frame of the JVM, which no Java can move off a carrier. */
    private static final class Waits {
        static {
            long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
            while (System.nanoTime() - untilNs < 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }

        private Waits() {}
    }

    @Test
    void shouldSeeACarrierThatIsKept(@TempDir Path folder) throws Exception {
        ExecutorService threads = VirtualThreads.newExecutor();
        assertThat(PinnedCarriers.during(folder, () -> threads.submit(Waits::new).get(20, TimeUnit.SECONDS)))
                .anySatisfy(stack -> assertThat(stack).contains(Waits.class.getName()));
        threads.shutdown();
    }
}
