// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** One lent buffer on several threads. */
class ProvidedByteBufThreadsTest {
    @Test
    void shouldServeSeveralReadersOfOneBufferAtOnce() throws InterruptedException {
        try (PoolFixture f = PoolFixture.of(8, 1000, true)) {
            ByteBuf buf = f.receive(512, 3);
            List<Throwable> failures = new CopyOnWriteArrayList<>();
            List<Thread> readers = new ArrayList<>();
            for (int reader = 0; reader < 4; reader++) {
                int from = reader * 100;
                Thread thread = new Thread(() -> readMany(buf.duplicate(), from));
                thread.setUncaughtExceptionHandler((t, e) -> failures.add(e));
                thread.start();
                readers.add(thread);
            }
            for (Thread reader : readers) {
                reader.join();
            }
            assertThat(failures).isEmpty();
            buf.release();
        }
    }

    private static void readMany(ByteBuf view, int from) {
        byte[] to = new byte[100];
        ByteBuf copy = BufOperations.UNTRACKED.directBuffer(100);
        for (int i = 0; i < 2000; i++) {
            view.getBytes(from, to);
            view.getBytes(from, copy, 0, 100);
            assertThat(to[i % 100] + copy.getByte(i % 100)).isEqualTo(6);
            assertThat(view.nioBuffer(from, 100).get(99)).isEqualTo((byte) 3);
            assertThat(view.retainedSlice(from, 100).release()).isFalse();
        }
        copy.release();
    }
}
