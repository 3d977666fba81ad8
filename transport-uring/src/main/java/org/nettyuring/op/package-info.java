// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
/**
 * Operations as small state machines, one file each; what is in the kernel, and what waits to be. Knows no loop:
 * results are {@code (res, flags)}, so that no test needs a ring.
 *
 * <table>
 * <caption>Where what is</caption>
 * <tr><th>subject</th><th>begin at</th><th>and then</th></tr>
 * <tr><td>every operation</td><td>{@link Op}, {@link SocketOp}</td><td>{@link Submitter}</td></tr>
 * <tr><td>what is in the kernel, what waits</td><td>{@link OpTable}</td><td>{@link UserData},
 * {@link OpBacklog}</td></tr>
 * <tr><td>arguments in memory</td><td>{@link SubmitArena}</td><td>{@link Msghdrs}, {@link ControlMessages},
 * {@link Pieces}</td></tr>
 * </table>
 */
package org.nettyuring.op;
