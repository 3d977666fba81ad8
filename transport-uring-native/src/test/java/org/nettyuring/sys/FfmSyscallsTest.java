// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** On 22 and up the binding must be there and load. */
@EnabledForJreRange(min = JRE.JAVA_22, disabledReason = "java.lang.foreign is final since 22")
class FfmSyscallsTest extends SyscallsContractTest {
    @Override
    Syscalls binding() {
        NativeSyscalls.Choice choice = NativeSyscalls.Choice.make("ffm");
        if (choice.syscalls() == null) {
            throw new AssertionError("the FFM binding does not load", choice.cause());
        }
        return choice.syscalls();
    }

    @Test
    void shouldSayWhichBindingItIs() {
        assertEquals("FFM", binding().bindingName());
    }
}
