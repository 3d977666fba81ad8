// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

/** The code under test broke a rule of the kernel's, or can make no progress any more. */
public final class KernelFailure extends AssertionError {
    private static final long serialVersionUID = 1L;

    KernelFailure(String message) {
        super(message);
    }
}
