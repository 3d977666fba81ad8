// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Which features the process switched off: {@code -Dorg.nettyuring.disable=msg_ring,pbuf_ring_inc}. */
final class FeatureSwitches {
    static final String PROPERTY = "org.nettyuring.disable";

    private FeatureSwitches() {}

    private static final class Holder {
        static final String VALUE = System.getProperty(PROPERTY, "");
    }

    /**
     * The property, read once per process.
     *
     * @throws IllegalArgumentException if it names what is not a feature: a switch with a typo switches nothing off
     */
    static Set<Feature> ofProcess() {
        return parse(Holder.VALUE);
    }

    static Set<Feature> parse(String commaSeparated) {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        for (String part : commaSeparated.split(",", -1)) {
            String key = part.strip();
            if (!key.isEmpty()) {
                features.add(byKey(key));
            }
        }
        return Collections.unmodifiableSet(features);
    }

    private static Feature byKey(String key) {
        try {
            return Feature.valueOf(key.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            String known = EnumSet.allOf(Feature.class).toString().toLowerCase(Locale.ROOT);
            throw new IllegalArgumentException("-D" + PROPERTY + ": " + key + " (expected: of " + known + ")", e);
        }
    }
}
