// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.HashSet;
import java.util.Set;
import org.nettyuring.abi.IoUringConstants;

/** Which Linux the fake kernel claims to be: its opcodes, setup flags, features and registrations. Set before use. */
public final class Persona {
    private static final int PLAYED_SETUP_FLAGS = IoUringConstants.IORING_SETUP_CQSIZE
            | IoUringConstants.IORING_SETUP_CLAMP | IoUringConstants.IORING_SETUP_R_DISABLED
            | IoUringConstants.IORING_SETUP_SUBMIT_ALL | IoUringConstants.IORING_SETUP_COOP_TASKRUN
            | IoUringConstants.IORING_SETUP_TASKRUN_FLAG | IoUringConstants.IORING_SETUP_SINGLE_ISSUER
            | IoUringConstants.IORING_SETUP_DEFER_TASKRUN | IoUringConstants.IORING_SETUP_NO_SQARRAY;

    private int setupFlags = PLAYED_SETUP_FLAGS;
    private int features = ((1 << 18) - 1) & ~IoUringConstants.IORING_FEAT_RECVSEND_BUNDLE;
    private int lastOpcode = IoUringConstants.IORING_OP_PIPE;
    private final Set<Integer> withoutOpcodes = new HashSet<>();
    private final Set<Integer> withoutRegister = new HashSet<>();
    private int pbufRingFlags = IoUringConstants.IOU_PBUF_RING_MMAP | IoUringConstants.IOU_PBUF_RING_INC;

    Persona() {}

    /**
     * Refuses {@code io_uring_setup} flags with {@code -EINVAL}.
     *
     * @param flags {@code IORING_SETUP_*}
     * @return this
     */
    public Persona withoutSetupFlags(int flags) {
        setupFlags &= ~flags;
        return this;
    }

    /**
     * Does not report features.
     *
     * @param flags {@code IORING_FEAT_*}
     * @return this
     */
    public Persona withoutFeatures(int flags) {
        features &= ~flags;
        return this;
    }

    /**
     * Does not know opcodes.
     *
     * @param opcodes {@code IORING_OP_*}
     * @return this
     */
    public Persona withoutOpcodes(int... opcodes) {
        for (int opcode : opcodes) {
            withoutOpcodes.add(opcode);
        }
        return this;
    }

    /**
     * Does not know an opcode, or any that came after it.
     *
     * @param opcode {@code IORING_OP_*}
     * @return this
     */
    public Persona olderThanOpcode(int opcode) {
        lastOpcode = opcode - 1;
        return this;
    }

    /**
     * Does not know registrations.
     *
     * @param opcodes {@code IORING_REGISTER_*}
     * @return this
     */
    public Persona withoutRegister(int... opcodes) {
        for (int opcode : opcodes) {
            withoutRegister.add(opcode);
        }
        return this;
    }

    /**
     * Refuses flags of provided-buffer rings with {@code -EINVAL}.
     *
     * @param flags {@code IOU_PBUF_RING_*}
     * @return this
     */
    public Persona withoutPbufRingFlags(int flags) {
        pbufRingFlags &= ~flags;
        return this;
    }

    boolean acceptsSetup(int flags) {
        boolean taskRunFlagAlone = (flags & IoUringConstants.IORING_SETUP_TASKRUN_FLAG) != 0
                && (flags & (IoUringConstants.IORING_SETUP_COOP_TASKRUN
                        | IoUringConstants.IORING_SETUP_DEFER_TASKRUN)) == 0;
        boolean deferAlone = (flags & IoUringConstants.IORING_SETUP_DEFER_TASKRUN) != 0
                && (flags & IoUringConstants.IORING_SETUP_SINGLE_ISSUER) == 0;
        return (flags & ~setupFlags) == 0 && !taskRunFlagAlone && !deferAlone;
    }

    boolean acceptsPbufRing(int flags) {
        return (flags & ~pbufRingFlags) == 0;
    }

    int features() {
        return features;
    }

    boolean hasFeature(int feature) {
        return (features & feature) != 0;
    }

    int lastOpcode() {
        return lastOpcode;
    }

    boolean knowsOpcode(int opcode) {
        return opcode <= lastOpcode && !withoutOpcodes.contains(opcode);
    }

    boolean knowsRegister(int opcode) {
        return !withoutRegister.contains(opcode);
    }
}
