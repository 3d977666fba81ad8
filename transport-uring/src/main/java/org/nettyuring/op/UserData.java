// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

/**
 * The {@code user_data} of a submission: {@code kind:8 | generation:24 | slot:32}. The slot indexes the
 * {@link OpTable}; the generation tells a slot's tenants apart, because a cancel searches by value and must not hit the
 * next tenant.
 */
public final class UserData {
    /** Kind of a completion that belongs to an {@link Op} in the table. */
    public static final int KIND_OP = 1;
    /** Kind of a completion that another thread or ring posted to wake this loop; it has no slot. */
    public static final int KIND_BELL = 2;

    private static final int GENERATION_MASK = 0xFF_FFFF;

    private UserData() {}

    /**
     * Packs the parts.
     *
     * @param kind 0..255
     * @param generation its low 24 bits are used
     * @param slot table slot
     * @return the value
     */
    public static long pack(int kind, int generation, int slot) {
        return (long) (kind & 0xFF) << 56 | (long) (generation & GENERATION_MASK) << 32 | slot & 0xFFFF_FFFFL;
    }

    /**
     * {@return the kind, 0..255}
     *
     * @param userData a packed value
     */
    public static int kind(long userData) {
        return (int) (userData >>> 56);
    }

    /**
     * {@return the generation, 0..2^24-1}
     *
     * @param userData a packed value
     */
    public static int generation(long userData) {
        return (int) (userData >>> 32) & GENERATION_MASK;
    }

    /**
     * {@return the slot}
     *
     * @param userData a packed value
     */
    public static int slot(long userData) {
        return (int) userData;
    }
}
