// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Named numbers that one process tells another on one line: {@code enters=17 loop_cpu_ns=1200}. Immutable. */
public final class Sample {
    private final Map<String, Long> values;

    /** Copies the map, in its order. */
    public Sample(Map<String, Long> values) {
        this.values = new LinkedHashMap<>(values);
    }

    /**
     * Reads what {@link #toString()} wrote.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Sample parse(String line) {
        final Map<String, Long> values = new LinkedHashMap<>();
        for (String word : line.trim().split("\\s+")) {
            final int equals = word.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("not name=number: '" + word + "' in '" + line + "'");
            }
            values.put(word.substring(0, equals), Long.parseLong(word.substring(equals + 1)));
        }
        return new Sample(values);
    }

    /** {@return whether there is such a number} */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /**
     * {@return the number of that name}
     *
     * @throws IllegalArgumentException if there is none
     */
    public long get(String name) {
        final Long value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no " + name + " in " + values.keySet());
        }
        return value;
    }

    /** {@return what changed since the earlier sample, for each name that both have} */
    public Sample since(Sample earlier) {
        final Map<String, Long> difference = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (earlier.has(name)) {
                difference.put(name, value - earlier.get(name));
            }
        });
        return new Sample(difference);
    }

    /** {@return these and the other's; of a name that both have, the other's} */
    public Sample with(Sample other) {
        final Map<String, Long> both = new LinkedHashMap<>(values);
        both.putAll(other.values);
        return new Sample(both);
    }

    /** {@return all names and numbers, in their order} */
    public Map<String, Long> values() {
        return Collections.unmodifiableMap(values);
    }

    @Override
    public String toString() {
        return values.entrySet().stream().map(e -> e.getKey() + '=' + e.getValue()).collect(Collectors.joining(" "));
    }
}
