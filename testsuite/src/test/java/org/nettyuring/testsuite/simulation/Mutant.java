// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

/**
 * One bug to plant: a piece of a source file and what it becomes.
 *
 * @param bug what is wrong then
 * @param file below the project's root
 * @param original the text, which occurs exactly once
 * @param mutated what replaces it
 */
record Mutant(String bug, String file, String original, String mutated) {
    private static final String NATIVE = "transport-uring-native/src/main/java/org/nettyuring/";
    private static final String TRANSPORT = "transport-uring/src/main/java/org/nettyuring/";

    static Mutant inNative(String bug, String file, String original, String mutated) {
        return new Mutant(bug, NATIVE + file, original, mutated);
    }

    static Mutant inTransport(String bug, String file, String original, String mutated) {
        return new Mutant(bug, TRANSPORT + file, original, mutated);
    }

    /** The class that the file defines. */
    String className() {
        String path = file.substring(file.indexOf("org/nettyuring/"), file.length() - ".java".length());
        return path.replace('/', '.');
    }

    @Override
    public String toString() {
        return bug;
    }
}
