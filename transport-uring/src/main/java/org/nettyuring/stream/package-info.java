// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
/**
 * TCP connections without a pipeline: futures that complete on the loop, and a way to block for them, also on virtual
 * threads.
 *
 * <table>
 * <caption>Where what is</caption>
 * <tr><th>subject</th><th>begin at</th><th>and then</th></tr>
 * <tr><td>a connection</td><td>{@link TcpStream}</td><td>{@link StreamReads}, {@link StreamOptions}</td></tr>
 * <tr><td>connections that come in</td><td>{@link TcpListener}</td><td>{@link StreamAccepts}</td></tr>
 * <tr><td>waiting</td><td>{@link Blocking}</td><td>{@link Timeouts}</td></tr>
 * </table>
 */
package org.nettyuring.stream;
