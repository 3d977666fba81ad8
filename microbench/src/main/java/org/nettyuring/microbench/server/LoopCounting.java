// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.server;

import io.netty.channel.EventLoopGroup;
import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.metrics.LoopCounters;

/** The counters that a group's first loop keeps of itself. */
final class LoopCounting {
    private LoopCounting() {}

    /** {@return the counters by name ({@code bytes_sent}), empty for other transports; on the loop's thread} */
    static Map<String, Long> of(EventLoopGroup group) throws IllegalAccessException {
        final Map<String, Long> values = new LinkedHashMap<>();
        if (group instanceof IoUringEventLoopGroup rings) {
            final LoopCounters counters = rings.counters().get(0);
            for (Field field : LoopCounters.class.getFields()) {
                values.put(underscored(field.getName()), field.getLong(counters));
            }
        }
        return values;
    }

    private static String underscored(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
