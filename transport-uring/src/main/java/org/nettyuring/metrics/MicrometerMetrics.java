// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;

/**
 * A group's numbers as Micrometer meters, a meter per {@link Metric} and loop, with the tags {@code group} and
 * {@code loop} (its place in the group, from 0). Needs {@code io.micrometer:micrometer-core} on the class path; nothing
 * else of this library loads this class.
 *
 * <pre>
 * new MicrometerMetrics("workers", group.counters()).bindTo(registry);
 * </pre>
 *
 * <p>Registries hold the counters weakly: the meters of a group that is gone read {@code NaN} (gauges) or stand still
 * (counters) until they are removed. Any thread.
 */
public final class MicrometerMetrics implements MeterBinder {
    private final String group;
    private final List<LoopCounters> loops;

    /**
     * Makes a binder.
     *
     * @param group value of the tag {@code group}, another one for each group of the process
     * @param loops counters of the group's loops
     */
    public MicrometerMetrics(String group, List<LoopCounters> loops) {
        this.group = group;
        this.loops = List.copyOf(loops);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (int i = 0; i < loops.size(); i++) {
            for (Metric metric : Metric.values()) {
                bind(registry, metric, loops.get(i), String.valueOf(i));
            }
        }
    }

    private void bind(MeterRegistry registry, Metric metric, LoopCounters counters, String loop) {
        if (metric.kind() == Metric.Kind.COUNTER) {
            FunctionCounter.builder(metric.meterName(), counters, metric::of)
                    .tags("group", group, "loop", loop).baseUnit(metric.unit()).description(metric.meaning())
                    .register(registry);
        } else {
            Gauge.builder(metric.meterName(), counters, metric::of)
                    .tags("group", group, "loop", loop).baseUnit(metric.unit()).description(metric.meaning())
                    .register(registry);
        }
    }
}
