// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.util.internal.SystemPropertyUtil;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;

/** One number of a loop's configuration: where its default comes from, and what it may be. Immutable. */
final class NumberSetting {
    private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(NumberSetting.class);
    private static final String PREFIX = "org.nettyuring.";

    private final String name;
    private final int defaultValue;
    private final int min;
    private final int max;

    private NumberSetting(String name, int defaultValue, int min, int max) {
        this.name = name;
        this.defaultValue = defaultValue;
        this.min = min;
        this.max = max;
    }

    /** {@return a setting whose default is a system property's value, moved into the range, or else the one given} */
    static NumberSetting fromProperty(String name, int otherwise, int min, int max) {
        int value = SystemPropertyUtil.getInt(PREFIX + name, otherwise);
        int clamped = Math.min(max, Math.max(min, value));
        if (clamped != value) {
            LOGGER.warn("-D{}{}: {} (expected: {}..{}); using {}", PREFIX, name, value, min, max, clamped);
        } else {
            LOGGER.debug("-D{}{}: {}", PREFIX, name, value);
        }
        return new NumberSetting(name, clamped, min, max);
    }

    int defaultValue() {
        return defaultValue;
    }

    /** {@return the value, which is in the range} */
    int check(int value) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + min + ".." + max + ")");
        }
        return value;
    }

    /** {@return the value, which is in the range and a power of two} */
    int checkPowerOfTwo(int value) {
        if (Integer.bitCount(check(value)) != 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: power of 2)");
        }
        return value;
    }
}
