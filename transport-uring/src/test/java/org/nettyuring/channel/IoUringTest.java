// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IoUringTest {
    @Test
    void shouldGiveAReasonIffItIsNotAvailable() {
        if (IoUring.isAvailable()) {
            assertEquals(null, IoUring.unavailabilityCause());
            assertDoesNotThrow(IoUring::ensureAvailability);
        } else {
            assertNotNull(IoUring.unavailabilityCause());
            assertThrows(UnsupportedOperationException.class, IoUring::ensureAvailability);
        }
    }

    @Test
    void shouldBeSwitchedOffByNettysProperty() throws Exception {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dio.netty.transport.noNative=true",
                "-cp", System.getProperty("java.class.path").replace(':', File.pathSeparatorChar),
                Ask.class.getName()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertTrue(output.contains("available: false"), output);
        assertTrue(output.contains("noNative"), output);
    }

    /** Asks in a process of its own. */
    static final class Ask {
        private Ask() {}

        public static void main(String[] args) {
            System.out.println("available: " + IoUring.isAvailable());
            System.out.println(IoUring.unavailabilityCause());
        }
    }
}
