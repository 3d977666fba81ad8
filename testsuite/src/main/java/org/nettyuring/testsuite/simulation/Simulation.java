// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import org.nettyuring.testsuite.kernel.FakeKernel;

/** Something that runs on a fake kernel and fails if a rule was broken. Used once. */
public interface Simulation {
    /** {@return what is simulated, in a word} */
    String name();

    /**
     * Runs to the end, and checks that nothing is left.
     *
     * @param kernel fresh; its seed decides everything
     */
    void run(FakeKernel kernel);
}
