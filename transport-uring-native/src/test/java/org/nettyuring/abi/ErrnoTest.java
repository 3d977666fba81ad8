// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrnoTest {
    @Test
    void shouldNameEveryConstantByItsOwnName() throws Exception {
        int named = 0;
        for (Field field : Errno.class.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers())) {
                assertEquals(field.getName(), Errno.name(field.getInt(null)));
                named++;
            }
        }
        assertEquals(131, named, "1..133 without 41 and 58");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 41, 58, 134, 512})
    void shouldShowTheNumberWhereThereIsNoName(int errno) {
        assertEquals("errno " + errno, Errno.name(errno));
    }
}
