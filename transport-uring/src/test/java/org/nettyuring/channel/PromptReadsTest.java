// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromptReadsTest {
    private final PromptReads reads = new PromptReads();

    @Test
    void shouldBeProvenByAFewReceivesThatLeaveNothing() {
        assertThat(receivesUntilProven()).isEqualTo(8);
        reads.received(true);
        assertThat(reads.areProven()).isTrue();
    }

    @Test
    void shouldBeginAnewWhereBytesWereLeft() {
        for (int i = 0; i < 7; i++) {
            reads.received(true);
        }
        reads.received(false);
        assertThat(receivesUntilProven()).isEqualTo(8);
        reads.received(false);
        assertThat(reads.areProven()).isFalse();
    }

    @Test
    void shouldAskForMoreProofAfterASurprise() {
        receivesUntilProven();
        reads.surprised();
        assertThat(reads.areProven()).isFalse();
        assertThat(receivesUntilProven()).isEqualTo(64);
    }

    private int receivesUntilProven() {
        int receives = 0;
        while (!reads.areProven()) {
            reads.received(true);
            receives++;
        }
        return receives;
    }
}
