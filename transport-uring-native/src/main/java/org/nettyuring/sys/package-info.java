// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
/** One method per system call, {@code >= 0} or {@code -errno}; {@link NativeSyscalls} finds the binding. */
package org.nettyuring.sys;
