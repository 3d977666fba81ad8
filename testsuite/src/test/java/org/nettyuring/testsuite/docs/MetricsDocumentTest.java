// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.metrics.Metric;

/** docs/METRICS.md and the code say the same. */
class MetricsDocumentTest {
    @Test
    void shouldListEveryMetricWithItsNamesUnitAndMeaning() throws Exception {
        List<List<String>> expected = Arrays.stream(Metric.values()).map(metric -> List.of(
                "`" + metric + "`", "`" + metric.attributeName() + "`", "`" + metric.meterName() + "`",
                metric.kind().name().toLowerCase(Locale.ROOT), metric.unit(), metric.meaning())).toList();
        assertThat(Document.read("METRICS.md").table("## What is counted")).containsExactlyElementsOf(expected);
    }

    @Test
    void shouldHaveARowForEveryFieldThatALoopCountsIn() throws Exception {
        assertThat(Arrays.stream(LoopCounters.class.getFields()).map(Field::getName))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Metric.values()).map(Metric::fieldName).toList());
        for (Metric metric : Metric.values()) {
            LoopCounters counters = new LoopCounters();
            LoopCounters.class.getField(metric.fieldName()).setLong(counters, 7);
            assertThat(metric.of(counters)).as("%s reads its own field", metric).isEqualTo(7);
        }
    }
}
