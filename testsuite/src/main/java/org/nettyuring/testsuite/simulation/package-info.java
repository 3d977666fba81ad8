// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
/** Whole loops on a {@link org.nettyuring.testsuite.kernel.FakeKernel}, driven by one thread from one seed. */
package org.nettyuring.testsuite.simulation;
