// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

/**
 * Something that is not as it should be, and what to do about it.
 *
 * @param severity what it does to the use of io_uring
 * @param what one sentence
 * @param remedy commands or settings, as they are typed
 */
record Finding(Severity severity, String what, String remedy) {

    /** From the worst. */
    enum Severity {
        /** There is no ring. */
        FORBIDS,
        /** There is one, but slower or smaller than it could be. */
        COSTS,
        /** All is well, and may not stay so. */
        NOTE
    }
}
