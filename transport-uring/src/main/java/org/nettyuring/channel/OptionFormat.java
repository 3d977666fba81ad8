// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.nettyuring.abi.SocketLayouts.Linger;

/**
 * How a socket option's value stands in memory, at offset 0 of a buffer in native byte order.
 *
 * @param length bytes
 * @param reader takes the value out
 * @param writer puts the value in
 * @param <T> what it is in Java
 */
record OptionFormat<T>(int length, Function<ByteBuffer, T> reader, BiConsumer<ByteBuffer, T> writer) {
    private static final long LARGEST_UNSIGNED = 0xFFFF_FFFFL;

    static final OptionFormat<Boolean> BOOLEAN = new OptionFormat<>(
            Integer.BYTES, value -> value.getInt(0) != 0, (value, on) -> value.putInt(0, on ? 1 : 0));
    static final OptionFormat<Integer> INTEGER = new OptionFormat<>(
            Integer.BYTES, value -> value.getInt(0), (value, number) -> value.putInt(0, number));
    static final OptionFormat<Long> UNSIGNED = new OptionFormat<>(
            Integer.BYTES, value -> Integer.toUnsignedLong(value.getInt(0)), OptionFormat::putUnsigned);
    /** Seconds; negative for off. */
    static final OptionFormat<Integer> LINGER = new OptionFormat<>(
            Linger.SIZE,
            value -> value.getInt(Linger.L_ONOFF_OFFSET) == 0 ? -1 : value.getInt(Linger.L_LINGER_OFFSET),
            (value, seconds) -> {
                value.putInt(Linger.L_ONOFF_OFFSET, seconds < 0 ? 0 : 1);
                value.putInt(Linger.L_LINGER_OFFSET, Math.max(0, seconds));
            });

    private static void putUnsigned(ByteBuffer value, Long number) {
        if (number < 0 || number > LARGEST_UNSIGNED) {
            throw new IllegalArgumentException("value: " + number + " (expected: 0.." + LARGEST_UNSIGNED + ")");
        }
        value.putInt(0, (int) (long) number);
    }

    /** {@return the bytes themselves, for options that the user numbers} */
    static OptionFormat<ByteBuffer> raw(int length) {
        return new OptionFormat<>(length, value -> copyOf(value, length), (value, newValue) -> {
            for (int i = 0; i < length; i++) {
                value.put(i, newValue.get(newValue.position() + i));
            }
        });
    }

    private static ByteBuffer copyOf(ByteBuffer value, int length) {
        ByteBuffer copy = ByteBuffer.allocate(length);
        for (int i = 0; i < length; i++) {
            copy.put(i, value.get(i));
        }
        return copy;
    }
}
