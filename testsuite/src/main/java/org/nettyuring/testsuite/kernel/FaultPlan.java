// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.StringJoiner;

/**
 * Which {@link Fault}s happen: each by a probability, and by force a given number of times. Every choice of the
 * {@link FakeKernel} comes from the plan's seed. Used under the kernel's lock; configure it before the kernel runs.
 */
public final class FaultPlan {
    /** Ring indices that are worth starting at: zero, just below the sign change, just below the wrap. */
    private static final int[] INITIAL_INDICES = {0, Integer.MAX_VALUE - 5, -7};

    private final long seed;
    private final SplittableRandom random;
    private final Map<Fault, Double> probability = new EnumMap<>(Fault.class);
    private final Map<Fault, Integer> forced = new EnumMap<>(Fault.class);
    private final Map<Fault, Integer> fired = new EnumMap<>(Fault.class);
    private int initialIndex;
    private boolean paused;

    private FaultPlan(long seed) {
        this.seed = seed;
        random = new SplittableRandom(seed);
    }

    /**
     * A plan without faults.
     *
     * @param seed for the choices that remain
     * @return the plan
     */
    public static FaultPlan quiet(long seed) {
        return new FaultPlan(seed);
    }

    /**
     * A plan whose seed decides which faults happen and how often: about half of them are off, so that rare ones are
     * not hidden behind frequent ones.
     *
     * @param seed the seed
     * @return the plan
     */
    public static FaultPlan random(long seed) {
        FaultPlan plan = new FaultPlan(seed);
        SplittableRandom apart = new SplittableRandom(~seed);
        for (Fault fault : Fault.values()) {
            SplittableRandom random = fault.isDrawnApart() ? apart : plan.random;
            boolean on = random.nextBoolean();
            double share = random.nextDouble();
            plan.with(fault, on ? share * fault.highestProbability() : 0);
        }
        plan.initialIndex = INITIAL_INDICES[plan.random.nextInt(INITIAL_INDICES.length)];
        return plan;
    }

    /**
     * Sets how often a fault happens.
     *
     * @param fault which
     * @param newProbability 0..1
     * @return this
     */
    public FaultPlan with(Fault fault, double newProbability) {
        probability.put(fault, newProbability);
        return this;
    }

    /**
     * Makes a fault happen at its next opportunities.
     *
     * @param fault which
     * @param times opportunities in a row
     * @return this
     */
    public FaultPlan force(Fault fault, int times) {
        forced.put(fault, times);
        return this;
    }

    /**
     * Sets the value at which the heads and tails of new rings start.
     *
     * @param index any; compared as unsigned
     * @return this
     */
    public FaultPlan initialIndex(int index) {
        initialIndex = index;
        return this;
    }

    /** {@return the seed} */
    public long seed() {
        return seed;
    }

    /**
     * {@return how often a fault has happened}
     *
     * @param fault which
     */
    public int fired(Fault fault) {
        return fired.getOrDefault(fault, 0);
    }

    void pause(boolean newPaused) {
        paused = newPaused;
    }

    int initialIndex() {
        return initialIndex;
    }

    /**
     * Decides at one opportunity.
     *
     * @param fault which
     * @return whether it happens now
     */
    public boolean fires(Fault fault) {
        if (paused) {
            return false;
        }
        double chance = probability.getOrDefault(fault, 0.0);
        int left = forced.getOrDefault(fault, 0);
        boolean now;
        if (left > 0) {
            forced.put(fault, left - 1);
            now = true;
        } else {
            now = chance > 0 && random.nextDouble() < chance;
        }
        if (now) {
            fired.merge(fault, 1, Integer::sum);
        }
        return now;
    }

    /**
     * Chooses a number.
     *
     * @param bound at least 1
     * @return a number in [0, bound)
     */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** {@return true or false, at even chances} */
    public boolean coin() {
        return random.nextBoolean();
    }

    @Override
    public String toString() {
        StringJoiner faults = new StringJoiner(", ", "seed " + seed + ", indices from "
                + Integer.toUnsignedString(initialIndex) + " {", "}");
        for (Fault fault : Fault.values()) {
            double chance = probability.getOrDefault(fault, 0.0);
            if (chance > 0 || fired(fault) > 0) {
                faults.add(fault + " " + Math.round(100 * chance) + "% x" + fired(fault));
            }
        }
        return faults.toString();
    }
}
