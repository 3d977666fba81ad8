// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
/** The kernel's numbers and structs, one class per header part, spelled as there and held by a golden file. */
package org.nettyuring.abi;
