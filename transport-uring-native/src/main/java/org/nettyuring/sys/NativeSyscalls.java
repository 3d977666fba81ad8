// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.sys;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The process's binding to the kernel, chosen once: {@code java.lang.foreign} where it exists (Java 22 and up) and
 * native access is enabled, else JNA, else whichever of the two loads. {@code -Dorg.nettyuring.binding=jna|ffm} forces
 * one. Any thread.
 */
public final class NativeSyscalls {
    /** Forces a binding: {@code jna} or {@code ffm}. */
    public static final String BINDING_PROPERTY = "org.nettyuring.binding";

    private static final String FFM = "org.nettyuring.sys.ffm.FfmSyscalls";
    private static final String JNA = "org.nettyuring.sys.jna.JnaSyscalls";

    private static final String REMEDY = "run with --enable-native-access=ALL-UNNAMED (Java 22 and up), or have "
            + "net.java.dev.jna:jna on the class path and, where /tmp is mounted noexec, point -Djna.tmpdir at a "
            + "directory that allows execution";

    private NativeSyscalls() {}

    /** Chosen when first asked for. */
    private static final class Holder {
        static final Choice CHOICE = Choice.make(System.getProperty(BINDING_PROPERTY, ""));
    }

    /**
     * The chosen binding, or why there is none.
     *
     * @param syscalls null if none loads
     * @param cause null if one does
     */
    record Choice(@Nullable Syscalls syscalls, @Nullable Throwable cause) {
        static Choice make(String forced) {
            if (!isSupportedPlatform()) {
                return none("io_uring needs Linux on x86_64, aarch64 or riscv64; this is " + platform());
            }
            List<String> candidates = candidates(forced);
            if (candidates.isEmpty()) {
                return none(BINDING_PROPERTY + ": " + forced + " (expected: jna or ffm)");
            }
            List<Throwable> reasons = new ArrayList<>();
            for (String binding : candidates) {
                try {
                    return new Choice(load(binding), null);
                } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
                    reasons.add(e instanceof ExceptionInInitializerError && e.getCause() != null ? e.getCause() : e);
                }
            }
            Choice none = none("no binding to the kernel loads on " + platform() + " " + reasons + ": " + REMEDY);
            reasons.forEach(none.cause()::addSuppressed);
            return none;
        }

        private static Choice none(String message) {
            return new Choice(null, new UnsupportedOperationException(message));
        }
    }

    /**
     * The process's binding.
     *
     * @return never null
     * @throws UnsupportedOperationException if none loads, with the remedy; see {@link #unavailabilityCause()}
     */
    public static Syscalls get() {
        Syscalls syscalls = Holder.CHOICE.syscalls();
        if (syscalls == null) {
            Throwable cause = Holder.CHOICE.cause();
            throw new UnsupportedOperationException(cause.getMessage(), cause);
        }
        return syscalls;
    }

    /**
     * Why no binding loads.
     *
     * @return null if {@link #get()} works; else a message with the remedy, and one suppressed exception per attempt
     */
    public static @Nullable Throwable unavailabilityCause() {
        return Holder.CHOICE.cause();
    }

    static List<String> candidates(String forced) {
        return switch (forced) {
            case "ffm" -> List.of(FFM);
            case "jna" -> List.of(JNA);
            case "" -> isNativeAccessEnabled() ? List.of(FFM, JNA) : List.of(JNA, FFM);
            default -> List.of();
        };
    }

    /** By name, so that neither binding is needed for the other. */
    private static Syscalls load(String binding) throws ReflectiveOperationException {
        try {
            return Class.forName(binding).asSubclass(Syscalls.class).getDeclaredConstructor().newInstance();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof LinkageError error) {
                throw error; // what the caller of a constructor would have seen
            }
            throw e;
        }
    }

    /** {@code Module.isNativeAccessEnabled}, since 22. Asked first, because trying prints a warning where it is not. */
    private static boolean isNativeAccessEnabled() {
        try {
            Object module = NativeSyscalls.class.getModule();
            return (boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(module);
        } catch (ReflectiveOperationException e) {
            return false; // before 22: FFM is not there either
        }
    }

    private static boolean isSupportedPlatform() {
        return System.getProperty("os.name").equals("Linux")
                && List.of("amd64", "x86_64", "aarch64", "riscv64").contains(System.getProperty("os.arch"));
    }

    private static String platform() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", Java "
                + Runtime.version().feature();
    }
}
