// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.nettyuring.abi.Errno;

class NativeSyscallsTest {
    @Test
    void shouldChooseOnce() {
        assertNull(NativeSyscalls.unavailabilityCause());
        assertSame(NativeSyscalls.get(), NativeSyscalls.get());
        assertEquals(-Errno.EBADF, NativeSyscalls.get().close(-1));
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_21, disabledReason = "FFM is preferred since 22")
    void shouldUseJnaBeforeJava22AndSayWhyFfmDoesNotLoad() {
        assertEquals("JNA", load("").bindingName());
        Throwable cause = NativeSyscalls.Choice.make("ffm").cause();
        assertTrue(cause.getMessage().contains("--enable-native-access"), cause.getMessage());
        assertInstanceOf(ClassNotFoundException.class, cause.getSuppressed()[0]);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_22, disabledReason = "java.lang.foreign is final since 22")
    void shouldPreferFfmWhereNativeAccessIsEnabled() {
        assertEquals("FFM", load("").bindingName());
    }

    @Test
    void shouldObeyWhoeverForcesABinding() {
        assertEquals("JNA", load("jna").bindingName());
    }

    @Test
    void shouldNameTheLegalValuesWhenForcedToAnUnknownBinding() {
        NativeSyscalls.Choice choice = NativeSyscalls.Choice.make("jni");

        assertNull(choice.syscalls());
        assertEquals("org.nettyuring.binding: jni (expected: jna or ffm)", choice.cause().getMessage());
    }

    @Test
    void shouldSayWhatToDoWhenNoBindingLoads() throws Exception {
        // The same classes without JNA beside them; a directory's META-INF/versions is not looked at.
        URL classes = NativeSyscalls.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
            Class<?> isolated = loader.loadClass(NativeSyscalls.class.getName());
            Throwable cause = (Throwable) isolated.getMethod("unavailabilityCause").invoke(null);

            assertNotNull(cause);
            assertTrue(cause.getMessage().contains("-Djna.tmpdir"), cause.getMessage());
            assertTrue(cause.getMessage().contains("--enable-native-access=ALL-UNNAMED"), cause.getMessage());
            assertTrue(cause.getMessage().contains("com/sun/jna"), "the reason: " + cause.getMessage());
            assertEquals(2, cause.getSuppressed().length, "one reason per binding");
        }
    }

    private static Syscalls load(String forced) {
        return assertInstanceOf(Syscalls.class, NativeSyscalls.Choice.make(forced).syscalls());
    }
}
