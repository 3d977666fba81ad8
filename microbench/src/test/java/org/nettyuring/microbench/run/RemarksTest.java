// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RemarksTest {
    private static final Conditions QUIET = new Conditions(50, 50, 0, 0, 0);

    @Test
    void shouldCompareATransportWithItselfInTheOtherWay() {
        final RowResult result = new RowResult("read", "request", List.of(
                outcome("uring", "requests=90 elapsed_ns=1000", "a=1"),
                outcome("uring http", "requests=100 elapsed_ns=1000", "a=1")));
        assertThat(new Remarks(result).all())
                .containsExactly("uring: 0.90 of the requests/s of uring http (0.90 to 0.90)");
    }

    @Test
    void shouldAddUpWhatAnIdleConnectionCostsTheProcess() {
        final RowResult result = new RowResult("idle", "message", List.of(outcome("uring", "requests=1",
                "idle_heap_bytes=2000 idle_resident_bytes=500 idle_kernel_bytes=7000")));
        assertThat(new Remarks(result).all()).containsExactly("uring: 2,500 bytes for each idle connection:"
                + " heap 2,000, other memory of the process 500; kernel 7,000");
    }

    @Test
    void shouldSayHowMuchLongerTheUrgentOneWaitsBesideOthers() {
        final RowResult result = new RowResult("priority", "message", List.of(outcome("uring",
                "requests=1 p99_ns=60000 alone_p99_ns=40000 low_requests=50 beside_ns=1000000000", "a=1")));
        assertThat(new Remarks(result).all()).containsExactly("uring: p99 of the urgent one 40 µs alone,"
                + " 60 µs beside the others: 1.50 times (1.50 to 1.50); they get 50 messages/s");
    }

    @Test
    void shouldHaveNothingToSayOfOtherRows() {
        final RowResult result = new RowResult("echo", "message", List.of(
                outcome("epoll", "requests=1", "a=1"), outcome("uring", "requests=1", "a=1")));
        assertThat(new Remarks(result).all()).isEmpty();
    }

    private static Outcome outcome(String transport, String load, String server) {
        return new Outcome(transport, null,
                List.of(new Window(Sample.parse(load), Sample.parse(server), QUIET)), KernelCounts.NONE);
    }
}
