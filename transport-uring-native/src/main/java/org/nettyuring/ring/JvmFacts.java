// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;

/**
 * The virtual machine, and how it reaches the kernel.
 *
 * @param name vendor's name and version
 * @param arch {@code os.arch}
 * @param binding {@code JNA}, {@code FFM}, or why there is none
 * @param flags command line flags it should have, or that it needs none
 * @param disabled {@code -Dorg.nettyuring.disable}
 */
record JvmFacts(String name, String arch, String binding, String flags, String disabled) {
    /** The first Java that warns about native access without the flag. */
    private static final int WARNS_SINCE = 24;
    /** The first Java with the FFM binding. */
    private static final int FFM_SINCE = 22;
    private static final String FLAG = "--enable-native-access=ALL-UNNAMED";

    static JvmFacts read() {
        return new JvmFacts(
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                System.getProperty("os.arch"),
                loadBinding(),
                neededFlags(Runtime.version().feature(), isNativeAccessEnabled()),
                System.getProperty(FeatureSwitches.PROPERTY, ""));
    }

    static String neededFlags(int feature, boolean nativeAccessEnabled) {
        if (feature < FFM_SINCE) {
            return "none needed";
        }
        if (nativeAccessEnabled) {
            return FLAG + ": granted here; an application needs it, too";
        }
        return FLAG + (feature < WARNS_SINCE
                ? " lets FFM be used instead of JNA" : ": without it this JVM warns, and later ones refuse");
    }

    /** {@return whether the JVM was started without a flag that it should have} */
    boolean lacksFlag() {
        return flags.startsWith(FLAG) && !flags.contains("granted");
    }

    private static String loadBinding() {
        Throwable cause = NativeSyscalls.unavailabilityCause();
        return cause == null ? NativeSyscalls.get().bindingName() : "none: " + cause.getMessage();
    }

    /** {@code Module.isNativeAccessEnabled}, since 22. */
    private static boolean isNativeAccessEnabled() {
        try {
            return (boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(Syscalls.class.getModule());
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
