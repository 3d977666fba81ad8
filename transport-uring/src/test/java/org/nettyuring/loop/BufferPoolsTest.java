// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nettyuring.buffer.BufferGeometry;
import org.nettyuring.buffer.ProvidedBufferPool;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.ring.BufferRing;
import org.nettyuring.ring.Feature;
import org.nettyuring.ring.Ring;
import org.nettyuring.ring.RingConfig;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;

/** Groups of receive buffers, registered with the real kernel. */
class BufferPoolsTest {
    private static final int HEADER = 128;
    private static final int KIB = 1024;
    /** Of the default configuration. */
    private static final int BUFFERS = 64;
    private static final int BUFFER_BYTES = 64 * KIB;

    private final Syscalls syscalls = NativeSyscalls.get();
    private final Set<NativeRegion> regionsBefore = NativeRegion.live();
    private Ring ring;
    private BufferPools pools;

    @BeforeEach
    void open() throws Exception {
        ring = Ring.create(new RingConfig(syscalls, 8, 16));
        ring.enable();
        assumeTrue(ring.capabilities().has(Feature.PBUF_RING), () -> ring.capabilities().whyNot(Feature.PBUF_RING));
    }

    private BufferPools pools(int count, int bytes) throws Exception {
        IoUringIoHandlerConfig config = IoUringIoHandlerConfig.builder().buffers(count, bytes).build();
        pools = new BufferPools(syscalls, ring, config, new LoopCounters(), () -> { });
        pools.attach();
        return pools;
    }

    @AfterEach
    void close() {
        if (pools != null) {
            pools.close();
        }
        ring.close();
        Set<NativeRegion> left = new HashSet<>(NativeRegion.live());
        left.removeAll(regionsBefore);
        assertThat(left).as("native memory left").isEmpty();
    }

    private static BufferGeometry geometry(BufferPools pools, int payloadBytes) {
        return pools.ofDatagrams(HEADER, payloadBytes).geometry();
    }

    @Test
    void shouldMakeAGroupPerSizeWhenItIsFirstAskedFor() throws Exception {
        pools(BUFFERS, BUFFER_BYTES);
        int before = NativeRegion.live().size();
        ProvidedBufferPool small = pools.ofDatagrams(HEADER, 1);
        assertThat(NativeRegion.live()).hasSizeGreaterThan(before);
        int after = NativeRegion.live().size();
        assertThat(pools.ofDatagrams(HEADER, 2 * KIB)).isSameAs(small);
        assertThat(NativeRegion.live()).hasSize(after);
        ProvidedBufferPool middle = pools.ofDatagrams(HEADER, 2 * KIB + 1);
        ProvidedBufferPool large = pools.ofDatagrams(HEADER, 65_507);
        assertThat(pools.ofDatagrams(HEADER, 16 * KIB)).isSameAs(middle);
        List<Integer> groups = List.of(pools.ofStreams().bgid(), small.bgid(), middle.bgid(), large.bgid(),
                pools.ofFiles().bgid(), pools.ofStreams(1).bgid(), pools.ofStreams(2).bgid());
        assertThat(groups).doesNotHaveDuplicates();
    }

    @Test
    void shouldHaveRoomForHeaderAndPayloadInEachBuffer() throws Exception {
        pools(BUFFERS, BUFFER_BYTES);
        assertThat(geometry(pools, 1).sizeBytes()).isEqualTo(2 * KIB + HEADER);
        assertThat(geometry(pools, 9_000).sizeBytes()).isEqualTo(16 * KIB + HEADER);
        assertThat(geometry(pools, 65_507).sizeBytes()).isEqualTo(64 * KIB + HEADER);
        assertThat(geometry(pools, 1 << 20).sizeBytes()).as("no datagram is larger").isEqualTo(64 * KIB + HEADER);
    }

    @Test
    void shouldNeverConsumeDatagramBuffersPiecewise() throws Exception {
        pools(BUFFERS, BUFFER_BYTES);
        assertThat(pools.ofStreams().geometry().incremental())
                .isEqualTo(ring.capabilities().has(Feature.PBUF_RING_INC));
        for (int payload : new int[] {1, 9_000, 65_507}) {
            assertThat(geometry(pools, payload).incremental()).isFalse();
        }
    }

    @Test
    void shouldTakeHalfOfTheConfiguredMemoryAtMost() throws Exception {
        pools(BUFFERS, BUFFER_BYTES);
        for (int payload : new int[] {1, 9_000, 65_507}) {
            assertThat(geometry(pools, payload).slabBytes()).isLessThanOrEqualTo(BUFFERS * BUFFER_BYTES / 2);
        }
        assertThat(geometry(pools, 1).count()).as("no more than are of use").isEqualTo(256);
        assertThat(geometry(pools, 9_000).count()).isEqualTo(64);
        assertThat(geometry(pools, 65_507).count()).isEqualTo(16);
    }

    @Test
    void shouldHaveTwoBuffersHoweverLittleIsConfigured() throws Exception {
        pools(2, KIB);
        assertThat(geometry(pools, 1).count()).isEqualTo(2);
        assertThat(geometry(pools, 65_507).count()).isEqualTo(2);
    }

    @Test
    void shouldDoWithoutAGroupThatTheKernelRefuses() throws Exception {
        pools(BUFFERS, BUFFER_BYTES);
        int taken = pools.ofStreams().bgid() + 1;
        try (BufferRing occupied = BufferRing.register(ring, taken, 2, false)) {
            assertThat(occupied.bgid()).isEqualTo(taken);
            assertThat(pools.ofDatagrams(HEADER, 1)).isNull();
            assertThat(pools.ofDatagrams(HEADER, 9_000)).as("another size").isNotNull();
        }
        assertThat(pools.ofDatagrams(HEADER, 1)).as("asked once only").isNull();
    }
}
