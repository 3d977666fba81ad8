// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** The outcome of a probe, and what is left of it when features are switched off. */
final class ProbedCapabilities implements RingCapabilities {
    static final String SWITCHED_OFF = "switched off";

    /** What a feature is of no use without. */
    private static final Map<Feature, Feature> NEEDS = Map.of(
            Feature.DEFER_TASKRUN, Feature.SINGLE_ISSUER,
            Feature.MIN_TIMEOUT, Feature.EXT_ARG,
            Feature.PBUF_RING_INC, Feature.PBUF_RING,
            Feature.RECV_MULTISHOT, Feature.PBUF_RING,
            Feature.RECVSEND_BUNDLE, Feature.PBUF_RING);

    private final Map<Feature, String> whyNot;
    private final BitSet opcodes;

    /**
     * Takes an outcome.
     *
     * @param whyNot features that are not there, each with the reason
     * @param opcodes {@code IORING_OP_*} that are there
     */
    ProbedCapabilities(Map<Feature, String> whyNot, BitSet opcodes) {
        this.whyNot = new EnumMap<>(Feature.class);
        this.whyNot.putAll(whyNot);
        this.opcodes = (BitSet) opcodes.clone();
        NEEDS.forEach(this::dropIfUseless);
        if (!has(Feature.DEFER_TASKRUN) && !has(Feature.COOP_TASKRUN)) {
            this.whyNot.putIfAbsent(Feature.TASKRUN_FLAG, "needs defer_taskrun or coop_taskrun");
        }
    }

    private void dropIfUseless(Feature feature, Feature needed) {
        if (!has(needed)) {
            whyNot.putIfAbsent(feature, "needs " + needed.key());
        }
    }

    ProbedCapabilities without(Set<Feature> disabled) {
        if (disabled.isEmpty()) {
            return this;
        }
        Map<Feature, String> reasons = new EnumMap<>(Feature.class);
        reasons.putAll(whyNot);
        disabled.forEach(feature -> reasons.putIfAbsent(feature, SWITCHED_OFF));
        return new ProbedCapabilities(reasons, opcodes);
    }

    @Override
    public boolean has(Feature feature) {
        return !whyNot.containsKey(feature);
    }

    @Override
    public boolean supportsOpcode(int opcode) {
        return opcodes.get(opcode);
    }

    @Override
    public String whyNot(Feature feature) {
        return whyNot.getOrDefault(feature, "");
    }
}
