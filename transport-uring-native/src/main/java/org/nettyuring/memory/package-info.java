// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
/** The only ordered accesses to native memory, and owned regions of it. */
package org.nettyuring.memory;
