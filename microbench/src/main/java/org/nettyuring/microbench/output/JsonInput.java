// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.output;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.nettyuring.microbench.run.Conditions;
import org.nettyuring.microbench.run.KernelCounts;
import org.nettyuring.microbench.run.Outcome;
import org.nettyuring.microbench.run.RowResult;
import org.nettyuring.microbench.run.Sample;
import org.nettyuring.microbench.run.Window;

/** Reads what {@link JsonOutput} wrote; what was calculated there is calculated anew. */
public final class JsonInput {
    private JsonInput() {}

    /**
     * Reads a run.
     *
     * @throws IOException if it cannot be read, or is not of our form
     */
    public static BenchRun read(Path file) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            return run(JsonParser.parseReader(in).getAsJsonObject());
        } catch (JsonParseException | IllegalStateException | NullPointerException | NumberFormatException e) {
            throw new IOException(file + " is not of the form " + JsonOutput.FORMAT + ": " + e.getMessage(), e);
        }
    }

    private static BenchRun run(JsonObject json) throws IOException {
        final JsonElement format = json.get("format");
        if (format == null || !format.getAsString().equals(JsonOutput.FORMAT)) {
            throw new IOException("format: " + format + " (expected: " + JsonOutput.FORMAT + ")");
        }
        return new BenchRun(json.get("started_at").getAsString(), texts(json, "machine"), texts(json, "versions"),
                texts(json, "settings"), list(json, "rows", JsonInput::row));
    }

    private static RowResult row(JsonObject json) {
        return new RowResult(json.get("row").getAsString(), json.get("unit").getAsString(),
                list(json, "transports", JsonInput::outcome));
    }

    private static Outcome outcome(JsonObject json) {
        final JsonElement unavailable = json.get("unavailable");
        final JsonObject kernel = json.getAsJsonObject("kernel");
        return new Outcome(json.get("transport").getAsString(),
                unavailable.isJsonNull() ? null : unavailable.getAsString(),
                list(json, "windows", JsonInput::window),
                new KernelCounts(number(kernel, "calls_per_unit"), number(kernel, "enters_per_unit"),
                        number(kernel, "sqes_per_unit"), number(kernel, "cqes_per_unit")));
    }

    private static Window window(JsonObject json) {
        final JsonObject machine = json.getAsJsonObject("conditions");
        return new Window(sample(json, "load"), sample(json, "server"), new Conditions(
                number(machine, "cores_before_ns"), number(machine, "cores_after_ns"),
                number(machine, "bystander_cores"), number(machine, "stolen_cores"),
                number(machine, "load_average")));
    }

    private static Sample sample(JsonObject json, String name) {
        final Map<String, Long> values = new LinkedHashMap<>();
        json.getAsJsonObject(name).asMap().forEach((key, value) -> values.put(key, value.getAsLong()));
        return new Sample(values);
    }

    private static Map<String, String> texts(JsonObject json, String name) {
        final Map<String, String> texts = new LinkedHashMap<>();
        json.getAsJsonObject(name).asMap().forEach((key, value) -> texts.put(key, value.getAsString()));
        return texts;
    }

    private static <T> List<T> list(JsonObject json, String name, Function<JsonObject, T> element) {
        return StreamSupport.stream(json.getAsJsonArray(name).spliterator(), false)
                .map(JsonElement::getAsJsonObject).map(element).toList();
    }

    private static double number(JsonObject json, String name) {
        final JsonElement value = json.get(name);
        return value.isJsonNull() ? Double.NaN : value.getAsDouble();
    }
}
