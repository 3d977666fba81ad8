// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A lent buffer behaves as Netty's own buffer of the same bytes: each operation is done on both, with the same random
 * arguments (good and bad ones), and must have the same outcome, the kind of exception included. The other is a heap
 * buffer: with {@code -Dio.netty.noUnsafe=true} direct ones cannot be copied to a composite buffer (Netty 4.2.20).
 */
class ProvidedByteBufOracleTest {
    @TempDir
    Path directory;

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("org.nettyuring.buffer.PoolFixture#seeds")
    void shouldBehaveAsNettysOwnBuffer(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        BufOperations operations = new BufOperations(directory);
        try (PoolFixture f = PoolFixture.of(8, 1000, true)) {
            for (int message = 0; message < 60; message++) {
                playOneMessage(f, operations, random.split());
            }
        }
    }

    private void playOneMessage(PoolFixture f, BufOperations operations, SplittableRandom random) {
        ByteBuf lent = f.receive(1 + random.nextInt(BufOperations.MAX_BYTES), 0);
        ByteBuf guard = f.receive(1 + random.nextInt(100), 0x55);
        lent.setBytes(0, BufOperations.bytes(random, lent.capacity()));
        ByteBuf oracle = f.alloc.heapBuffer(lent.capacity()).writeBytes(lent, 0, lent.capacity());
        for (int step = 0; step < 60; step++) {
            int which = random.nextInt(operations.count());
            long arguments = random.nextLong();
            String expected = outcome(operations.get(which), oracle, arguments);
            assertThat(outcome(operations.get(which), lent, arguments)).as("operation %d", which).isEqualTo(expected);
            assertThat(BufOperations.state(lent)).as("after operation %d", which)
                    .isEqualTo(BufOperations.state(oracle));
        }
        PoolFixture.assertFilled(guard, 0x55);
        guard.release();
        lent.release();
        oracle.release();
    }

    private static String outcome(BufOperations.Operation operation, ByteBuf buf, long seed) {
        int capacity = buf.capacity();
        try {
            Object value = operation.apply(buf, new SplittableRandom(seed));
            BufOperations.zeroWhatGrew(buf, capacity);
            return BufOperations.describe(value);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            return "bad argument"; // Netty's own buffers do not agree on which of the two it is
        } catch (IOException | RuntimeException e) {
            return e.getClass().getName();
        }
    }
}
