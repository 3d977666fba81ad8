// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void shouldReadWhatItWrote() {
        final Sample sample = Sample.parse("enters=17 loop_cpu_ns=-1");
        assertThat(sample.get("enters")).isEqualTo(17);
        assertThat(Sample.parse(sample.toString()).toString()).isEqualTo("enters=17 loop_cpu_ns=-1");
    }

    @Test
    void shouldSubtractOnlyWhatBothHave() {
        final Sample since = Sample.parse("a=5 b=7").since(Sample.parse("a=2 c=1"));
        assertThat(since.toString()).isEqualTo("a=3");
    }

    @Test
    void shouldNameWhatItDoesNotHave() {
        assertThatThrownBy(() -> Sample.parse("a=1").get("b")).hasMessage("no b in [a]");
        assertThatThrownBy(() -> Sample.parse("a=1 Exception")).hasMessageContaining("'Exception'");
    }
}
