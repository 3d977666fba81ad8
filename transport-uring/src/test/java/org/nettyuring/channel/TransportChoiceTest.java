// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is chosen on machines that are made up. */
class TransportChoiceTest {
    private final List<String> asked = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "auto,  true,  true,  uring",
        "auto,  true,  false, uring",
        "auto,  false, true,  epoll",
        "auto,  false, false, nio",
        "uring, true,  true,  uring",
        "uring, false, true,  epoll",
        "uring, false, false, nio",
        "epoll, true,  true,  epoll",
        "epoll, true,  false, nio",
        "nio,   true,  true,  nio",
        "kqueue, true, true,  uring",
        "URING, false, true,  epoll",
        "'',    false, false, nio",
    })
    void shouldTakeTheBestThatWorksAndIsNotAboveWhatIsWanted(
            String wanted, boolean uring, boolean epoll, String expected) {
        assertThat(choose(wanted, uring, epoll).name()).isEqualTo(expected);
    }

    @Test
    void shouldSayWhyItIsNoneOfTheBetterOnes() {
        assertThat(choose("auto", true, true).reason())
                .isEqualTo("io_uring works: a ring was made, and received through");
        assertThat(choose("auto", false, true).reason())
                .isEqualTo("epoll's native library loads; io_uring is not available: refused");
        assertThat(choose("auto", false, false).reason()).isEqualTo(
                "works everywhere; io_uring is not available: refused; epoll is not available: no natives");
        assertThat(choose("nio", true, true).reason()).isEqualTo("asked for by -Dorg.nettyuring.transport=nio");
    }

    @Test
    void shouldWarnOfWhatIsAskedForInVain() {
        assertThat(choose("uring", false, true).warning())
                .isEqualTo("org.nettyuring.transport: uring is not available, epoll is used instead: "
                        + "io_uring is not available: refused");
        assertThat(choose("kqueue", true, true).warning())
                .isEqualTo("org.nettyuring.transport: kqueue (expected: auto, uring, epoll or nio); ignored");
        assertThat(choose("auto", false, false).warning()).isEmpty();
        assertThat(choose("uring", true, true).warning()).isEmpty();
    }

    @Test
    void shouldAskOnlyForWhatItConsiders() {
        choose("auto", true, true);
        assertThat(asked).containsExactly("uring");
        asked.clear();
        choose("epoll", true, true);
        assertThat(asked).containsExactly("epoll");
        asked.clear();
        choose("nio", true, true);
        assertThat(asked).isEmpty();
    }

    @Test
    void shouldTellEachCauseOnce() {
        Throwable nested = new UnsupportedOperationException("outer: inner",
                new IllegalStateException("inner", new NullPointerException()));
        assertThat(TransportChoice.describe(nested)).isEqualTo("outer: inner: NullPointerException");
    }

    private TransportChoice choose(String wanted, boolean uring, boolean epoll) {
        Map<String, Boolean> works = Map.of("uring", uring, "epoll", epoll);
        return TransportChoice.make(wanted, name -> {
            asked.add(name);
            return works.get(name) ? null
                    : name.equals("uring") ? new UnsupportedOperationException("refused")
                            : new UnsatisfiedLinkError("no natives");
        });
    }
}
