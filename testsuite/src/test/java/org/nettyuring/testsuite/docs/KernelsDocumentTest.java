// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nettyuring.ring.Feature;

/** docs/KERNELS.md has a row for each feature, with what the code says of it. */
class KernelsDocumentTest {
    @Test
    void shouldListEveryFeatureWithItsFirstKernelAndPurpose() throws Exception {
        List<List<String>> rows = Document.read("KERNELS.md").table("## Features");
        assertThat(rows.stream().map(row -> row.subList(0, 3))).containsExactlyElementsOf(
                Arrays.stream(Feature.values())
                        .map(feature -> List.of("`" + feature.key() + "`", feature.since(), feature.purpose()))
                        .toList());
        assertThat(rows).allSatisfy(row -> assertThat(row.get(3)).as("without %s", row.get(0)).isNotBlank());
    }
}
