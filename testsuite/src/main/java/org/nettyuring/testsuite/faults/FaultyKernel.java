// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.faults;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.sys.Syscalls;
import org.nettyuring.testsuite.kernel.Fault;
import org.nettyuring.testsuite.kernel.FaultPlan;

/**
 * A real kernel that is as bad as Linux may be. The seed decides for each ring, by the order in which rings are made,
 * which faults it sees and how often; a ring's faults depend on its own calls only.
 *
 * <p>Nothing is made up that Linux could not do: entries are refused, taken in part or made smaller before the kernel
 * sees them, waits end early, completions that have been posted change places. What would lose or invent data is left
 * to the fake kernel.
 */
public final class FaultyKernel implements RingTap {
    private final long seed;
    private final Syscalls kernel;
    private final Syscalls tapped;
    private final Map<Fault, Double> always;
    private final AtomicLong ringsMade = new AtomicLong();
    private final AtomicInteger refusedBells = new AtomicInteger();
    private final ConcurrentMap<TappedRing, RingFaults> faults = new ConcurrentHashMap<>();
    private final Map<Fault, AtomicInteger> fired = new EnumMap<>(Fault.class);

    /**
     * Plans the faults.
     *
     * @param kernel does the work
     * @param seed decides
     */
    public FaultyKernel(Syscalls kernel, long seed) {
        this(kernel, seed, Map.of());
    }

    /**
     * Plans the faults, some of which every ring sees.
     *
     * @param kernel does the work
     * @param seed decides about the others
     * @param always their probabilities
     */
    public FaultyKernel(Syscalls kernel, long seed, Map<Fault, Double> always) {
        this.kernel = kernel;
        this.seed = seed;
        this.always = Map.copyOf(always);
        EnumSet.allOf(Fault.class).forEach(fault -> fired.put(fault, new AtomicInteger()));
        tapped = TappedSyscalls.of(kernel, this);
    }

    /** {@return the kernel to be used} */
    public Syscalls syscalls() {
        return tapped;
    }

    /**
     * {@return how often a fault has happened, on all rings}
     *
     * @param fault which
     */
    public int fired(Fault fault) {
        return fired.get(fault).get();
    }

    /** {@return how often a bell was refused once with {@code -ENOMEM}} */
    public int refusedBells() {
        return refusedBells.get();
    }

    @Override
    public int enter(TappedRing ring, Enter enter) {
        return faults.computeIfAbsent(ring, r -> new RingFaults(r, kernel, newPlan(), this::count)).enter(enter);
    }

    private FaultPlan newPlan() {
        FaultPlan plan = FaultPlan.random(seed + ringsMade.getAndIncrement());
        always.forEach(plan::with);
        return plan;
    }

    private void count(Fault fault) {
        fired.get(fault).incrementAndGet();
    }

    /** Every other bell is refused once: whoever rings has to ring again. */
    @Override
    public int register(Registration registration, IntSupplier call) {
        boolean bell = registration.opcode() == IoUringConstants.IORING_REGISTER_SEND_MSG_RING;
        return bell && refusedBells.getAndIncrement() % 2 == 0 ? -Errno.ENOMEM : call.getAsInt();
    }

    @Override
    public String toString() {
        StringJoiner counts = new StringJoiner(", ", "faulty kernel, seed " + seed + " {", "}");
        for (Fault fault : Fault.values()) {
            if (fired(fault) > 0) {
                counts.add(fault + " x" + fired(fault));
            }
        }
        return counts.toString();
    }
}
