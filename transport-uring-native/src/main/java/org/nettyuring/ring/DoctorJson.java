// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints a {@link Diagnosis} for programs: one JSON object, whose names stay. */
final class DoctorJson {
    private DoctorJson() {}

    /**
     * Prints.
     *
     * @param out flushed, not closed
     * @param diagnosis all of it
     */
    static void print(PrintWriter out, Diagnosis diagnosis) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("verdict", diagnosis.verdict().name().toLowerCase(Locale.ROOT));
        all.put("exitCode", diagnosis.verdict().exitCode());
        all.put("reason", diagnosis.reason());
        HostFacts host = diagnosis.host();
        JvmFacts jvm = diagnosis.jvm();
        all.put("host", object("kernel", host.kernelRelease(), "arch", jvm.arch(),
                "ioUringDisabled", host.ioUringDisabled(), "seccomp", host.seccomp(), "container", host.container(),
                "memlock", host.memlock(), "nofile", host.nofile()));
        all.put("jvm", object("name", jvm.name(), "binding", jvm.binding(), "flags", jvm.flags(),
                "disabled", jvm.disabled()));
        all.put("setup", diagnosis.attempts().stream().map(attempt -> object("sqEntries", attempt.sqEntries(),
                "cqEntries", attempt.cqEntries(), "flags", attempt.flagNames(), "result", attempt.result())).toList());
        all.put("features", features(diagnosis));
        all.put("findings", Findings.of(diagnosis).stream().map(finding -> object(
                "severity", finding.severity().name().toLowerCase(Locale.ROOT),
                "what", finding.what(), "remedy", finding.remedy())).toList());
        out.println(toJson(all));
        out.flush();
    }

    private static List<Object> features(Diagnosis diagnosis) {
        List<Object> features = new ArrayList<>();
        if (diagnosis.capabilities() != null) {
            for (Feature feature : Feature.values()) {
                String whyNot = DoctorReport.whyNot(feature, diagnosis.capabilities());
                features.add(object("name", feature.key(), "since", feature.since(), "used", whyNot.isEmpty(),
                        "whyNot", whyNot, "purpose", feature.purpose()));
            }
        }
        return features;
    }

    private static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    private static String toJson(Object value) {
        if (value instanceof Map<?, ?> object) {
            return object.entrySet().stream().map(entry -> toJson(entry.getKey()) + ": " + toJson(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(DoctorJson::toJson).collect(Collectors.joining(", ", "[", "]"));
        }
        return value instanceof String text ? quote(text) : String.valueOf(value);
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
