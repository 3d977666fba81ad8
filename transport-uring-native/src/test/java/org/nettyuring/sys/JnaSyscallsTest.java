// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.nettyuring.sys.jna.JnaSyscalls;

class JnaSyscallsTest extends SyscallsContractTest {
    @Override
    Syscalls binding() {
        return new JnaSyscalls();
    }

    @Test
    void shouldSayWhichBindingItIs() {
        assertEquals("JNA", binding().bindingName());
    }
}
