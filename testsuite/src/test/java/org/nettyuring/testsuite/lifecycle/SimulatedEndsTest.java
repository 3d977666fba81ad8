// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to end a channel, in every situation that it can be in, whatever the kernel does. */
class SimulatedEndsTest {
    private static final int SEEDS = 3;

    static Stream<Arguments> situations() {
        return Stream.<Situation[]>of(StreamSituation.values(), DatagramSituation.values()).flatMap(Arrays::stream)
                .flatMap(situation -> Arrays.stream(Ending.values()).filter(ending -> ending.isPossible(situation))
                        .map(ending -> Arguments.of(situation, ending)));
    }

    static Stream<Arguments> callbacks() {
        return Stream.<Callback[]>of(StreamCallback.values(), DatagramCallback.values()).flatMap(Arrays::stream)
                .flatMap(callback -> Arrays.stream(Ending.values()).filter(ending -> ending.isPossible(callback))
                        .map(ending -> Arguments.of(callback, ending)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("situations")
    void shouldEndInEverySituation(Situation situation, Ending ending) {
        for (long seed = 0; seed < SEEDS; seed++) {
            Walk.walk(new SimulatedScene(seed), situation, ending, false);
            if (situation.isRegistered() && ending.isForAnyThread()) {
                Walk.walk(new SimulatedScene(~seed), situation, ending, true);
            }
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("callbacks")
    void shouldEndInsideOfEveryCallback(Callback callback, Ending ending) {
        for (long seed = 0; seed < SEEDS; seed++) {
            Walk.walk(new SimulatedScene(seed), callback, ending);
        }
    }

    /** ChannelLifecycle's states; its events are close, deregister and registered here, and drained in between. */
    @Test
    void shouldVisitEveryCellOfTheLifecycle() {
        for (boolean datagrams : new boolean[] {false, true}) {
            Set<String> visited = new HashSet<>();
            situations().map(Arguments::get).filter(cell -> ((Situation) cell[0]).isOfDatagrams() == datagrams)
                    .forEach(cell -> visited.add(
                            ((Situation) cell[0]).state() + " " + cell[1].toString().substring(0, 5)));
            for (Situation.State state : Situation.State.values()) {
                assertThat(visited).contains(state + " CLOSE", state + " DEREG");
            }
        }
    }
}
