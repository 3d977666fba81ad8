// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariantTest {
    @Test
    void shouldAddNothingToAPlainTransport() throws IOException {
        final Variant variant = Variant.parse("uring-spin");
        assertThat(variant.transport()).isEqualTo("uring-spin");
        assertThat(variant.name()).isEqualTo("uring-spin");
        assertThat(variant.options("a.jar")).isEmpty();
    }

    @Test
    void shouldTurnSettingsIntoProperties() throws IOException {
        final Variant variant = Variant.parse("uring+spinMicros=50+ringSize=512");
        assertThat(variant.transport()).isEqualTo("uring");
        assertThat(variant.name()).isEqualTo("uring+spinMicros=50+ringSize=512");
        assertThat(variant.options("a.jar"))
                .containsExactly("-Dorg.nettyuring.spinMicros=50", "-Dorg.nettyuring.ringSize=512");
    }

    @Test
    void shouldPutAnotherBuildsJarsFirst(@TempDir Path jars) throws IOException {
        final Variant variant = Variant.parse("uring+spinMicros=50@" + jars);
        assertThat(variant.name()).isEqualTo("uring+spinMicros=50@" + jars.getFileName());
        assertThat(variant.options("a.jar")).containsExactly("-Dorg.nettyuring.spinMicros=50",
                "-cp", jars + File.separator + '*' + File.pathSeparator + "a.jar");
    }

    @Test
    void shouldSayWhatIsWrong(@TempDir Path parent) {
        assertThatThrownBy(() -> Variant.parse("uring+spin"))
                .hasMessage("uring+spin: spin (expected: name=value, a system property without org.nettyuring.)");
        assertThatThrownBy(() -> Variant.parse("uring@" + parent.resolve("none")).options("a.jar"))
                .hasMessage("no directory of jars: " + parent.resolve("none"));
    }
}
