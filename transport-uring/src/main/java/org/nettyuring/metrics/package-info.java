// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
/** What a loop counts, and who is in the kernel since when. Used by all, uses nothing. */
package org.nettyuring.metrics;
