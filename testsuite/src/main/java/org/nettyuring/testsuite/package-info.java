// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
/** What the tests of every module share. */
package org.nettyuring.testsuite;
