// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
/** A kernel played from a seed, the checks that come with it, and the far ends of its connections. */
package org.nettyuring.testsuite.kernel;
