// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.ring.Feature;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;

/** Every way to end a channel, in every situation that it can be in, on the real kernel. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class RealEndsTest {
    private static Stream<IoUringIoHandlerConfig> configs() {
        return Stream.of(small().build(), small().disable(Feature.PBUF_RING).disable(Feature.ACCEPT_MULTISHOT)
                .disable(Feature.DEFER_TASKRUN).build());
    }

    private static IoUringIoHandlerConfig.Builder small() {
        return Mode.selected().config().ringSize(32).cqSize(64).buffers(8, 4096);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void shouldEndInEverySituation(Situation situation) {
        for (Ending ending : Ending.values()) {
            if (ending.isPossible(situation)) {
                configs().forEach(config -> Walk.walk(new RealScene(config), situation, ending, false));
                if (situation.isRegistered() && ending.isForAnyThread()) {
                    configs().limit(1).forEach(config -> Walk.walk(new RealScene(config), situation, ending, true));
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void shouldEndInsideOfEveryCallback(Callback callback) {
        for (Ending ending : Ending.values()) {
            configs().forEach(config -> Walk.walk(new RealScene(config), callback, ending));
        }
    }
}
