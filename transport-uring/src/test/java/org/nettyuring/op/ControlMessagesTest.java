// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nettyuring.abi.SocketLayouts.Cmsghdr;

/** Control messages written, read, and read where they are broken. */
class ControlMessagesTest {
    private static final int OFFSET = 24;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(256).order(ByteOrder.nativeOrder());

    @Test
    void shouldReadWhatItWrote() {
        int first = ControlMessages.putHeader(memory, OFFSET, 1, 2, 4);
        memory.putInt(first, 42);
        int second = OFFSET + ControlMessages.space(4);
        assertThat(second % 8).as("aligned").isEqualTo(OFFSET % 8);
        ControlMessages.putHeader(memory, second, 3, 4, 12);
        assertThat(read(ControlMessages.space(4) + ControlMessages.space(12)))
                .containsExactly("1/2 at " + first + ": 4", "3/4 at " + (second + Cmsghdr.SIZE) + ": 12");
        assertThat(memory.getInt(first)).isEqualTo(42);
    }

    @Test
    void shouldReadNothingWhereThereIsNothing() {
        ControlMessages.putHeader(memory, OFFSET, 1, 2, 4);
        assertThat(read(0)).isEmpty();
        assertThat(read(-8)).isEmpty();
        assertThat(read(Cmsghdr.SIZE - 1)).isEmpty();
    }

    @Test
    void shouldEndAtALengthThatIsTooSmall() {
        ControlMessages.putHeader(memory, OFFSET, 1, 2, 4);
        memory.putLong(OFFSET + Cmsghdr.CMSG_LEN_OFFSET, Cmsghdr.SIZE - 1);
        assertThat(read(64)).isEmpty();
    }

    @Test
    void shouldCutALengthThatIsTooLarge() {
        ControlMessages.putHeader(memory, OFFSET, 1, 2, 4);
        for (long length : new long[] {33, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE}) {
            memory.putLong(OFFSET + Cmsghdr.CMSG_LEN_OFFSET, length);
            assertThat(read(32)).containsExactly("1/2 at " + (OFFSET + Cmsghdr.SIZE) + ": 16");
        }
    }

    @Test
    void shouldNeverLeaveTheMemory() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 10_000; round++) {
            for (int i = 0; i < memory.capacity(); i++) {
                memory.put(i, (byte) (random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(2) * 16));
            }
            long length = random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(300);
            ControlMessages.forEach(memory, OFFSET, length, (level, type, offset, lengthBytes) -> {
                assertThat(lengthBytes).isNotNegative();
                assertThat(offset + lengthBytes).isLessThanOrEqualTo(memory.capacity());
            });
        }
    }

    private List<String> read(long length) {
        List<String> messages = new ArrayList<>();
        ControlMessages.forEach(memory, OFFSET, length, (level, type, offset, lengthBytes) ->
                messages.add(level + "/" + type + " at " + offset + ": " + lengthBytes));
        return messages;
    }
}
