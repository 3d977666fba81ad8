// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
/** A real kernel, watched and disturbed: taps on rings, and faults that stay within what Linux promises. */
package org.nettyuring.testsuite.faults;
