// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import org.nettyuring.abi.IoUringConstants;

/** Opcode names for messages. */
final class Opcodes {
    private static final Map<Integer, String> NAMES = names();

    private Opcodes() {}

    static String name(int opcode) {
        return NAMES.getOrDefault(opcode, "opcode " + opcode);
    }

    private static Map<Integer, String> names() {
        Map<Integer, String> names = new HashMap<>();
        for (Field field : IoUringConstants.class.getFields()) {
            if (field.getName().startsWith("IORING_OP_") && Modifier.isStatic(field.getModifiers())) {
                try {
                    names.put(((Number) field.get(null)).intValue(), field.getName());
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(field.getName(), e);
                }
            }
        }
        return names;
    }
}
