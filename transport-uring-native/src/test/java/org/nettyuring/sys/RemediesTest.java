// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nettyuring.abi.Errno;

class RemediesTest {
    @ParameterizedTest
    @CsvSource({
        "io_uring_setup, 1, io_uring_disabled",
        "io_uring_setup, 1, seccomp",
        "io_uring_setup, 12, ulimit -l",
        "io_uring_register, 12, LimitMEMLOCK",
        "io_uring_setup, 38, 5.1",
        "io_uring_setup, 22, flags",
        "io_uring_setup, 24, ulimit -n",
        "socket, 24, ulimit -n",
        "bind, 98, SO_REUSEADDR",
        "mmap, 12, vm.max_map_count",
        "setsockopt, 1, CAP_NET_ADMIN",
        "setsockopt, 92, does not have the option",
        "getsockopt, 95, does not have the option",
    })
    void shouldSayWhatToDo(String operation, int errno, String word) {
        String remedy = Remedies.of(operation, errno);
        assertTrue(remedy.contains(word), remedy);
    }

    @Test
    void shouldSayNothingWhereNothingIsKnown() {
        assertEquals("", Remedies.of("connect", Errno.ECONNREFUSED));
        assertEquals("", Remedies.of("connect", Errno.EPERM));
    }

    @Test
    void shouldReportInTheOneForm() {
        ErrnoException refused = Remedies.exception("connect", "10.0.0.7:443", Errno.ECONNREFUSED);
        assertEquals("connect(10.0.0.7:443): ECONNREFUSED (111)", refused.getMessage());
        assertEquals(Errno.ECONNREFUSED, refused.errno());

        ErrnoException full = Remedies.exception("socket", "AF_INET", Errno.EMFILE);
        assertEquals("socket(AF_INET): EMFILE (24): " + Remedies.of("socket", Errno.EMFILE), full.getMessage());
    }
}
