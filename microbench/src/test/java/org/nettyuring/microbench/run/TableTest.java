// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void shouldAlignNumbersAndLetRemarksRun() {
        final Table table = new Table("name", "req/s", "p50");
        table.row("nio", Table.number(1234.4, 0), Table.number(Double.NaN, 0));
        table.row("uring", "kernel.io_uring_disabled is 2");
        assertThat(table.toString().lines()).containsExactly(
                "  name   req/s  p50",
                "  nio    1,234    –",
                "  uring  kernel.io_uring_disabled is 2");
    }
}
