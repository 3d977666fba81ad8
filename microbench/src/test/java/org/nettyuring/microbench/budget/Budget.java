// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.budget;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What one request of a load may cost.
 *
 * @param load its name
 * @param server {@code echo} or {@code http}
 * @param connections that send at once
 * @param pipelined requests that each sends at once
 * @param anew whether each request has a connection of its own, which is part of its cost
 * @param allowed the costs, with the slack in them
 */
record Budget(String load, String server, int connections, int pipelined, boolean anew, Costs allowed) {
    /** {@return every budget in budgets.json} */
    static Stream<Budget> all() throws IOException {
        try (Reader in = new InputStreamReader(Budget.class.getResourceAsStream("budgets.json"),
                StandardCharsets.UTF_8)) {
            final JsonObject file = JsonParser.parseReader(in).getAsJsonObject();
            final JsonObject slack = file.getAsJsonObject("slack");
            final double bytes = slack.get("allocated_bytes").getAsDouble();
            final double factor = slack.get("counts_factor").getAsDouble();
            final List<JsonElement> loads =
                    StreamSupport.stream(file.getAsJsonArray("loads").spliterator(), false).toList();
            return loads.stream().map(JsonElement::getAsJsonObject).map(load -> new Budget(
                    load.get("load").getAsString(), load.get("server").getAsString(),
                    load.get("connections").getAsInt(), load.get("pipelined").getAsInt(),
                    load.has("anew") && load.get("anew").getAsBoolean(),
                    Costs.of(load).withSlack(bytes, factor)));
        }
    }

    @Override
    public String toString() {
        return load;
    }

    /**
     * Each per request.
     *
     * @param allocatedBytes by the loop's thread
     * @param enters {@code io_uring_enter} calls
     * @param sqes submission queue entries
     * @param cqes completions
     */
    record Costs(double allocatedBytes, double enters, double sqes, double cqes) {
        private static Costs of(JsonObject json) {
            return new Costs(json.get("allocated_bytes").getAsDouble(), json.get("enters").getAsDouble(),
                    json.get("sqes").getAsDouble(), json.get("cqes").getAsDouble());
        }

        private Costs withSlack(double bytes, double factor) {
            return new Costs(allocatedBytes + bytes, enters * factor, sqes * factor, cqes * factor);
        }

        /** {@return the lower of each} */
        Costs min(Costs other) {
            return new Costs(Math.min(allocatedBytes, other.allocatedBytes), Math.min(enters, other.enters),
                    Math.min(sqes, other.sqes), Math.min(cqes, other.cqes));
        }

        /** {@return these without what is allocated anyway} */
        Costs beyond(Costs baseline) {
            return new Costs(allocatedBytes - baseline.allocatedBytes, enters, sqes, cqes);
        }

        boolean isWithin(Costs allowed) {
            return allocatedBytes <= allowed.allocatedBytes && enters <= allowed.enters && sqes <= allowed.sqes
                    && cqes <= allowed.cqes;
        }
    }
}
