// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.output;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.nettyuring.microbench.run.Conditions;
import org.nettyuring.microbench.run.Outcome;
import org.nettyuring.microbench.run.PairedRatios;
import org.nettyuring.microbench.run.RowResult;
import org.nettyuring.microbench.run.Sample;
import org.nettyuring.microbench.run.Window;

/**
 * A run as JSON, in the form that docs/PERFORMANCE.md describes: every window's raw numbers, and what was calculated
 * from them. Names end in their unit. What was not measured is {@code null}. The form's number rises with each change
 * that a reader must know of; a new member is none.
 */
public final class JsonOutput {
    static final String FORMAT = "nettyuring-bench/1";

    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping()
            .create();

    private JsonOutput() {}

    /** Writes a new file, or over an old one. */
    public static void write(BenchRun run, Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            GSON.toJson(of(run), out);
            out.newLine();
        }
    }

    private static JsonObject of(BenchRun run) {
        final JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.addProperty("started_at", run.startedAt());
        json.add("machine", texts(run.machine()));
        json.add("versions", texts(run.versions()));
        json.add("settings", texts(run.settings()));
        final JsonArray rows = new JsonArray();
        run.rows().forEach(row -> rows.add(of(row)));
        json.add("rows", rows);
        return json;
    }

    private static JsonObject of(RowResult row) {
        final JsonObject json = new JsonObject();
        json.addProperty("row", row.row());
        json.addProperty("unit", row.unit());
        json.addProperty("baseline", row.ran().isEmpty() ? null : row.base().transport());
        final JsonArray transports = new JsonArray();
        row.outcomes().forEach(one -> transports.add(of(row, one)));
        json.add("transports", transports);
        return json;
    }

    private static JsonObject of(RowResult row, Outcome one) {
        final JsonObject json = new JsonObject();
        json.addProperty("transport", one.transport());
        json.addProperty("unavailable", one.unavailable());
        json.add("summary", one.ran() ? summary(row, one) : JsonNull.INSTANCE);
        final JsonObject kernel = new JsonObject();
        kernel.add("calls_per_unit", number(one.kernel().calls()));
        kernel.add("enters_per_unit", number(one.kernel().enters()));
        kernel.add("sqes_per_unit", number(one.kernel().sqes()));
        kernel.add("cqes_per_unit", number(one.kernel().cqes()));
        json.add("kernel", kernel);
        final JsonArray windows = new JsonArray();
        one.windows().forEach(window -> windows.add(of(window)));
        json.add("windows", windows);
        return json;
    }

    private static JsonObject summary(RowResult row, Outcome one) {
        final JsonObject json = new JsonObject();
        json.add("rate_per_s", number(one.median(Window::throughput)));
        json.add("cpu_us_per_unit", number(one.median(Window::cpuMicros)));
        json.add("cpu_user_us_per_unit", number(one.median(Window::userMicros)));
        json.add("cpu_system_us_per_unit", number(one.median(Window::systemMicros)));
        json.add("enters_per_unit", number(one.entersPerRequest()));
        json.add("sqes_per_unit", number(one.sqesPerRequest()));
        json.add("cqes_per_unit", number(one.cqesPerRequest()));
        json.add("allocated_bytes_per_unit", number(one.median(w -> w.perRequest("loop_allocated_bytes"))));
        json.add("voluntary_switches_per_s", number(one.median(w -> w.perSecond("voluntary_switches"))));
        json.add("involuntary_switches_per_s", number(one.median(w -> w.perSecond("involuntary_switches"))));
        json.add("p50_us", number(one.median(w -> w.latencyMicros("p50"))));
        json.add("p99_us", number(one.median(w -> w.latencyMicros("p99"))));
        json.add("p999_us", number(one.median(w -> w.latencyMicros("p999"))));
        json.add("rss_mib", number(one.median(Window::rssMib)));
        json.addProperty("saturated", one.saturated());
        json.addProperty("errors", one.errors());
        json.add("cpu_ratio", ratios(row.ratio(one, Window::cpuMicros)));
        json.add("rate_ratio", ratios(row.ratio(one, Window::throughput)));
        return json;
    }

    private static JsonObject ratios(PairedRatios ratios) {
        final JsonObject json = new JsonObject();
        json.add("min", number(ratios.lowest()));
        json.add("median", number(ratios.median()));
        json.add("max", number(ratios.highest()));
        json.addProperty("pairs", ratios.pairs());
        return json;
    }

    private static JsonObject of(Window window) {
        final JsonObject json = new JsonObject();
        json.add("load", sample(window.load()));
        json.add("server", sample(window.server()));
        final Conditions conditions = window.conditions();
        final JsonObject machine = new JsonObject();
        machine.add("cores_before_ns", number(conditions.coresBeforeNs()));
        machine.add("cores_after_ns", number(conditions.coresAfterNs()));
        machine.add("bystander_cores", number(conditions.bystanders()));
        machine.add("stolen_cores", number(conditions.stolen()));
        machine.add("load_average", number(conditions.loadAverage()));
        json.add("conditions", machine);
        return json;
    }

    private static JsonObject sample(Sample sample) {
        final JsonObject json = new JsonObject();
        sample.values().forEach(json::addProperty);
        return json;
    }

    private static JsonObject texts(Map<String, String> texts) {
        final JsonObject json = new JsonObject();
        texts.forEach(json::addProperty);
        return json;
    }

    /** JSON has no NaN. */
    private static JsonElement number(double value) {
        return Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;
    }
}
