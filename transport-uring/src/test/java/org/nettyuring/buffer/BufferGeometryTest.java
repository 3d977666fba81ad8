// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class BufferGeometryTest {
    @Test
    void shouldKeepConfiguredBuffersWhenTheyAreConsumedPiecewise() {
        assertThat(BufferGeometry.of(64, 65536, true)).isEqualTo(new BufferGeometry(64, 65536, true));
    }

    @Test
    void shouldCutTheSameMemorySmallerWhenAMessageTakesAWholeBuffer() {
        BufferGeometry geometry = BufferGeometry.of(64, 65536, false);
        assertThat(geometry).isEqualTo(new BufferGeometry(256, 16384, false));
        assertThat(geometry.slabBytes()).isEqualTo(64 * 65536);
    }

    @Test
    void shouldRoundUpToAPowerOfTwo() {
        assertThat(BufferGeometry.of(5, 1024, true).count()).isEqualTo(8);
        assertThat(BufferGeometry.of(8, 1024, true).count()).isEqualTo(8);
        assertThat(BufferGeometry.of(1, 1024, true).count()).isEqualTo(2);
        assertThat(BufferGeometry.of(1, 1024, false).count()).isEqualTo(2);
    }

    @Test
    void shouldNotExceedTheKernelsLimitOfEntries() {
        assertThat(BufferGeometry.of(32768, 32768, false)).isEqualTo(new BufferGeometry(32768, 16384, false));
    }

    @Test
    void shouldRefuseWhatCannotBeASlab() {
        assertThatIllegalArgumentException().isThrownBy(() -> BufferGeometry.of(0, 1024, true));
        assertThatIllegalArgumentException().isThrownBy(() -> BufferGeometry.of(32769, 1024, true));
        assertThatIllegalArgumentException().isThrownBy(() -> BufferGeometry.of(16, 0, true));
        assertThatIllegalArgumentException().isThrownBy(() -> BufferGeometry.of(32768, 65536, true));
        assertThatIllegalArgumentException().isThrownBy(() -> new BufferGeometry(3, 1024, true));
        assertThatIllegalArgumentException().isThrownBy(() -> new BufferGeometry(1, 1024, true));
    }

    @Test
    void shouldBeginWithHalfAMebibyteAtTheKernelOrOneOfWholeBuffers() {
        assertThat(new BufferGeometry(64, 65536, true).initialLevel()).isEqualTo(8);
        assertThat(new BufferGeometry(512, 8192, false).initialLevel()).isEqualTo(128);
        assertThat(new BufferGeometry(4, 1024, true).initialLevel()).isEqualTo(4);
        assertThat(new BufferGeometry(4, 1 << 22, true).initialLevel()).isEqualTo(2);
    }
}
