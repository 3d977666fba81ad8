// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowsTest {
    @Test
    void shouldNameEachRowOnce() {
        assertThat(Rows.list()).extracting(Row::name).doesNotHaveDuplicates().contains("echo-64", "http-pipelined");
    }

    @Test
    void shouldSelectByNameAndPatternInTheOrderOfTheTable() {
        assertThat(Rows.matching(List.of("http-64", "udp-*"))).extracting(Row::name)
                .containsExactly("http-64", "udp-64", "udp-1200");
    }

    @Test
    void shouldTakeAllWhenNothingIsAskedFor() {
        assertThat(Rows.matching(List.of())).isEqualTo(Rows.list());
    }

    @Test
    void shouldRefuseWhatNoRowIsNamed() {
        assertThatThrownBy(() -> Rows.matching(List.of("echo-64", "ecco")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("ecco");
    }
}
