// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which transport to take, and why: the decision of {@link NettyTransport#best()}, without its machine. Immutable.
 *
 * @param name {@link #URING}, {@link #EPOLL} or {@link #NIO}
 * @param reason for people: why this one, and why not those before it
 * @param warning what the user asked for and does not get; empty if there is nothing to warn of
 */
record TransportChoice(String name, String reason, String warning) {
    static final String PROPERTY = "org.nettyuring.transport";
    static final String AUTO = "auto";
    static final String URING = "uring";
    static final String EPOLL = "epoll";
    static final String NIO = "nio";

    /** The best first; the last works wherever Java does. */
    private static final List<String> NAMES = List.of(URING, EPOLL, NIO);

    /**
     * Decides.
     *
     * @param wanted value of the property
     * @param whyNot why a transport other than NIO is not available, null if it is; asked only for what is considered
     */
    static TransportChoice make(String wanted, Function<String, @Nullable Throwable> whyNot) {
        List<String> refusals = new ArrayList<>();
        int first = Math.max(0, NAMES.indexOf(wanted));
        for (String name : NAMES.subList(first, NAMES.size())) {
            Throwable cause = name.equals(NIO) ? null : whyNot.apply(name);
            if (cause == null) {
                String why = name.equals(wanted) ? "asked for by -D" + PROPERTY + "=" + name : why(name);
                return new TransportChoice(
                        name, String.join("; ", concat(why, refusals)), warning(wanted, name, refusals));
            }
            refusals.add(label(name) + " is not available: " + describe(cause));
        }
        throw new AssertionError("NIO is always available");
    }

    private static String warning(String wanted, String taken, List<String> refusals) {
        if (wanted.equals(AUTO) || wanted.equals(taken)) {
            return "";
        }
        return PROPERTY + ": " + wanted + (NAMES.contains(wanted)
                ? " is not available, " + taken + " is used instead: " + refusals.get(0)
                : " (expected: auto, uring, epoll or nio); ignored");
    }

    /**
     * Checks a name.
     *
     * @throws IllegalArgumentException if there is no such transport; names those there are
     */
    static void checkName(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("transport: " + name + " (expected: uring, epoll or nio)");
        }
    }

    /** {@return what the causes of a failure say, each once} */
    static String describe(Throwable failure) {
        Set<String> messages = new LinkedHashSet<>();
        for (Throwable t = failure; t != null; t = t.getCause()) {
            String message = t.getMessage() == null ? t.getClass().getSimpleName() : t.getMessage();
            if (messages.stream().noneMatch(earlier -> earlier.contains(message))) {
                messages.add(message);
            }
        }
        return String.join(": ", messages);
    }

    /** {@return the transport as people call it} */
    static String label(String name) {
        return name.equals(URING) ? "io_uring" : name;
    }

    private static String why(String name) {
        return switch (name) {
            case URING -> "io_uring works: a ring was made, and received through";
            case EPOLL -> "epoll's native library loads";
            default -> "works everywhere";
        };
    }

    private static List<String> concat(String first, List<String> rest) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(rest);
        return all;
    }
}
