// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.nettyuring.abi.Errno.EINVAL;
import static org.nettyuring.abi.IoUringConstants.IORING_FEAT_CQE_SKIP;
import static org.nettyuring.abi.IoUringConstants.IORING_FEAT_EXT_ARG;
import static org.nettyuring.abi.IoUringConstants.IORING_FEAT_MIN_TIMEOUT;
import static org.nettyuring.abi.IoUringConstants.IORING_FEAT_NO_IOWAIT;
import static org.nettyuring.abi.IoUringConstants.IORING_FEAT_RECVSEND_BUNDLE;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_MSG_RING;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_SENDMSG_ZC;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_SEND_ZC;
import static org.nettyuring.abi.IoUringConstants.IORING_REGISTER_PROBE;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_COOP_TASKRUN;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_DEFER_TASKRUN;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_NO_SQARRAY;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_SINGLE_ISSUER;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_SUBMIT_ALL;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_TASKRUN_FLAG;
import static org.nettyuring.abi.IoUringConstants.IO_URING_OP_SUPPORTED;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.RegisterLayouts.Probe;
import org.nettyuring.abi.RegisterLayouts.ProbeOp;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Syscalls;

/**
 * Finds out what the kernel can do: setup flags by trying them, opcodes by {@code IORING_REGISTER_PROBE}, features by
 * their bits, and the rest, which nothing announces, by {@link CapabilityTrials} on a scratch ring.
 */
final class CapabilityProbe {
    private static final int SCRATCH_SQ_ENTRIES = 16;
    private static final int SCRATCH_CQ_ENTRIES = 64;
    private static final int MAX_OPCODES = 256;
    private static final int PAGE_BYTES = 4096;

    /** An optional {@code io_uring_setup} flag, and what it is invalid without. */
    private record SetupFlag(Feature feature, int flag, int needs) {}

    private static final List<SetupFlag> SETUP_FLAGS = List.of(
            new SetupFlag(Feature.SUBMIT_ALL, IORING_SETUP_SUBMIT_ALL, 0),
            new SetupFlag(Feature.COOP_TASKRUN, IORING_SETUP_COOP_TASKRUN, 0),
            new SetupFlag(Feature.TASKRUN_FLAG, IORING_SETUP_TASKRUN_FLAG, IORING_SETUP_COOP_TASKRUN),
            new SetupFlag(Feature.SINGLE_ISSUER, IORING_SETUP_SINGLE_ISSUER, 0),
            new SetupFlag(Feature.DEFER_TASKRUN, IORING_SETUP_DEFER_TASKRUN, IORING_SETUP_SINGLE_ISSUER),
            new SetupFlag(Feature.NO_SQARRAY, IORING_SETUP_NO_SQARRAY, 0));

    private static final Map<Feature, Integer> FEATURE_BITS = Map.of(
            Feature.EXT_ARG, IORING_FEAT_EXT_ARG,
            Feature.CQE_SKIP, IORING_FEAT_CQE_SKIP,
            Feature.RECVSEND_BUNDLE, IORING_FEAT_RECVSEND_BUNDLE,
            Feature.MIN_TIMEOUT, IORING_FEAT_MIN_TIMEOUT,
            Feature.NO_IOWAIT, IORING_FEAT_NO_IOWAIT);

    private static final Map<Feature, Integer> OPCODES = Map.of(
            Feature.MSG_RING, IORING_OP_MSG_RING,
            Feature.SEND_ZC, IORING_OP_SEND_ZC,
            Feature.SENDMSG_ZC, IORING_OP_SENDMSG_ZC);

    /** By kernel; the keys have no equality but identity. */
    private static final Map<Syscalls, ProbedCapabilities> PROBED = new WeakHashMap<>();

    private final Syscalls syscalls;
    private final Map<Feature, String> whyNot = new EnumMap<>(Feature.class);

    private CapabilityProbe(Syscalls syscalls) {
        this.syscalls = syscalls;
    }

    /** As {@link RingCapabilities#of}. */
    static ProbedCapabilities of(Syscalls syscalls) throws ErrnoException {
        Set<Feature> switchedOff = FeatureSwitches.ofProcess();
        synchronized (PROBED) {
            ProbedCapabilities probed = PROBED.get(syscalls);
            if (probed == null) {
                probed = new CapabilityProbe(syscalls).probe();
                PROBED.put(syscalls, probed);
            }
            return probed.without(switchedOff);
        }
    }

    private ProbedCapabilities probe() throws ErrnoException {
        trySetupFlags();
        try (Ring scratch = scratchRing()) {
            FEATURE_BITS.forEach((feature, bit) -> {
                if ((scratch.features() & bit) == 0) {
                    whyNot.put(feature, "not among the ring's features");
                }
            });
            BitSet opcodes = probeOpcodes(scratch);
            OPCODES.forEach((feature, opcode) -> {
                if (!opcodes.get(opcode)) {
                    whyNot.put(feature, "unknown opcode");
                }
            });
            new CapabilityTrials(scratch, whyNot).run();
            return new ProbedCapabilities(whyNot, opcodes);
        }
    }

    private void trySetupFlags() throws ErrnoException {
        try (NativeRegion params = syscalls.allocate(PAGE_BYTES, "io_uring_params")) {
            int all = RingSetup.BASE_FLAGS;
            for (SetupFlag optional : SETUP_FLAGS) {
                all |= optional.flag();
            }
            int result = trySetup(all, params);
            if (result == -EINVAL) {
                trySetupFlagsOneByOne(params);
            } else if (result < 0) {
                trySetupOrThrow(params);
            }
        }
    }

    private void trySetupFlagsOneByOne(NativeRegion params) throws ErrnoException {
        trySetupOrThrow(params);
        for (SetupFlag optional : SETUP_FLAGS) {
            int result = trySetup(RingSetup.BASE_FLAGS | optional.flag() | optional.needs(), params);
            if (result < 0) {
                whyNot.put(optional.feature(), Errno.name(-result) + " from io_uring_setup");
            }
        }
    }

    private int trySetup(int flags, NativeRegion params) {
        int fd = RingSetup.tryOpen(syscalls, SCRATCH_SQ_ENTRIES, SCRATCH_CQ_ENTRIES, flags, params);
        return fd < 0 ? fd : syscalls.close(fd);
    }

    private void trySetupOrThrow(NativeRegion params) throws ErrnoException {
        syscalls.close(
                RingSetup.open(syscalls, SCRATCH_SQ_ENTRIES, SCRATCH_CQ_ENTRIES, RingSetup.BASE_FLAGS, params));
    }

    /** A ring with the setup flags that were accepted, and nothing else that is not yet known. */
    private Ring scratchRing() throws ErrnoException {
        Map<Feature, String> unknown = new EnumMap<>(whyNot);
        Set<Feature> rest = EnumSet.allOf(Feature.class);
        SETUP_FLAGS.forEach(known -> rest.remove(known.feature()));
        rest.remove(Feature.EXT_ARG);
        rest.forEach(feature -> unknown.put(feature, "not yet known"));
        RingConfig config = new RingConfig(syscalls, SCRATCH_SQ_ENTRIES, SCRATCH_CQ_ENTRIES);
        return new Ring(config, new ProbedCapabilities(unknown, new BitSet()));
    }

    private BitSet probeOpcodes(Ring scratch) throws ErrnoException {
        BitSet opcodes = new BitSet();
        int bytes = Probe.OPS_OFFSET + MAX_OPCODES * ProbeOp.SIZE;
        try (NativeRegion region = syscalls.allocate(bytes, "io_uring_probe")) {
            int result = scratch.register(IORING_REGISTER_PROBE, region.address(), MAX_OPCODES);
            if (result < 0) {
                throw scratch.failure("io_uring_register", "PROBE", result);
            }
            ByteBuffer memory = region.buffer();
            int count = memory.get(Probe.OPS_LEN_OFFSET) & 0xFF;
            for (int i = 0; i < count; i++) {
                int op = Probe.OPS_OFFSET + i * ProbeOp.SIZE;
                if ((memory.getShort(op + ProbeOp.FLAGS_OFFSET) & IO_URING_OP_SUPPORTED) != 0) {
                    opcodes.set(memory.get(op + ProbeOp.OP_OFFSET) & 0xFF);
                }
            }
        }
        return opcodes;
    }
}
