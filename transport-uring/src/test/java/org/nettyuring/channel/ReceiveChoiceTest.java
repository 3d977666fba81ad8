// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReceiveChoiceTest {
    private final ReceiveChoice choice = new ReceiveChoice();

    @Test
    void shouldStayWithAutoReadWithoutAnyProof() {
        assertThat(choice.stays(true)).isTrue();
        assertThat(choice.stays(false)).isFalse();
    }

    @Test
    void shouldBeProvenByAFewReceivesThatLeaveNothing() {
        assertThat(receivesUntilProven()).isEqualTo(8);
        choice.received(true);
        assertThat(choice.stays(false)).isTrue();
    }

    @Test
    void shouldBeginAnewWhereBytesWereLeft() {
        for (int i = 0; i < 7; i++) {
            choice.received(true);
        }
        choice.received(false);
        assertThat(receivesUntilProven()).isEqualTo(8);
        choice.received(false);
        assertThat(choice.stays(false)).isFalse();
    }

    @Test
    void shouldAskForMoreProofAfterASurprise() {
        receivesUntilProven();
        choice.surprised();
        assertThat(choice.stays(false)).isFalse();
        assertThat(receivesUntilProven()).isEqualTo(64);
    }

    @Test
    void shouldBeSingleForAWhileAfterACancel() {
        receivesUntilProven();
        choice.cancelled();
        for (int i = 0; i < 32; i++) {
            assertThat(choice.stays(i % 2 == 0)).as("receive %d", i).isFalse();
        }
        assertThat(choice.stays(true)).isTrue();
        assertThat(choice.stays(false)).isTrue();
    }

    private int receivesUntilProven() {
        int receives = 0;
        while (!choice.stays(false)) {
            choice.received(true);
            receives++;
        }
        return receives;
    }
}
