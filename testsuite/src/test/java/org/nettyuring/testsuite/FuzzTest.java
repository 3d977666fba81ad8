// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FuzzTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Fuzz fuzz = new Fuzz(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    private String output() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldRunOneSeed() {
        assertThat(fuzz.run("17")).isZero();
        assertThat(output()).contains("seed 17: passed");
    }

    @Test
    void shouldRunSeedsUntilTheTimeIsOver() {
        assertThat(fuzz.run("17", "--seconds", "0")).isZero();
        assertThat(output()).contains("from seed 17, 0 s").contains("none failed");
    }

    @Test
    void shouldSayWhatItDoesNotUnderstand() {
        assertThat(fuzz.run("seventeen")).isEqualTo(2);
        assertThat(output()).contains("fuzz [seed] [--seconds N]").contains("seventeen");
    }
}
