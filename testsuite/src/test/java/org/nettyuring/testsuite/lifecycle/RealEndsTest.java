// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import java.util.function.Function;
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
    /** The mode's own; in the mode with everything, also one with little. */
    private static Stream<IoUringIoHandlerConfig> configs() {
        IoUringIoHandlerConfig own = small().build();
        return Mode.selected() != Mode.DEFAULT ? Stream.of(own) : Stream.of(own, small().disable(Feature.PBUF_RING)
                .disable(Feature.ACCEPT_MULTISHOT).disable(Feature.DEFER_TASKRUN).build());
    }

    private static IoUringIoHandlerConfig.Builder small() {
        return Mode.selected().config().ringSize(32).cqSize(64).buffers(8, 4096);
    }

    private static void walk(Situation situation, Function<IoUringIoHandlerConfig, Scene> scenes) {
        for (Ending ending : Ending.values()) {
            if (ending.isPossible(situation)) {
                configs().forEach(config -> Walk.walk(scenes.apply(config), situation, ending, false));
                if (situation.isRegistered() && ending.isForAnyThread()) {
                    configs().limit(1).forEach(config -> Walk.walk(scenes.apply(config), situation, ending, true));
                }
            }
        }
    }

    private static void walk(Callback callback, Function<IoUringIoHandlerConfig, Scene> scenes) {
        for (Ending ending : Ending.values()) {
            if (ending.isPossible(callback)) {
                configs().forEach(config -> Walk.walk(scenes.apply(config), callback, ending));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void shouldEndInEverySituation(StreamSituation situation) {
        walk(situation, RealScene::new);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void shouldEndInsideOfEveryCallback(StreamCallback callback) {
        walk(callback, RealScene::new);
    }

    /** The loopback interface takes whatever is sent, and nothing makes the kernel run out of memory. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = {".*REFUSED.*", "WITHOUT_MEMORY"})
    void shouldEndInEverySituationOverUdp(DatagramSituation situation) {
        walk(situation, RealScene::new);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void shouldEndInsideOfEveryCallbackOverUdp(DatagramCallback callback) {
        walk(callback, RealScene::new);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WITHOUT_MEMORY")
    void shouldEndInEverySituationOfUnixDatagrams(DatagramSituation situation) {
        walk(situation, config -> new RealScene(config, new UnixNetwork()));
    }

    /** Errors of Unix datagrams are their senders', and told by the write. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TOLD_OF_AN_ERROR")
    void shouldEndInsideOfEveryCallbackOfUnixDatagrams(DatagramCallback callback) {
        walk(callback, config -> new RealScene(config, new UnixNetwork()));
    }
}
