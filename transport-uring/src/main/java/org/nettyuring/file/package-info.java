// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
/**
 * Files on event loops, without a thread that blocks.
 *
 * <table>
 * <caption>Where what is</caption>
 * <tr><th>subject</th><th>begin at</th><th>and then</th></tr>
 * <tr><td>open files</td><td>{@link IoUringFile}</td><td>{@link FileOpener}, {@link IoUringOpenOption}</td></tr>
 * <tr><td>files by name</td><td>{@link IoUringFiles}</td><td>{@link FileStatus}</td></tr>
 * <tr><td>order, limits, the end</td><td>{@link FileHandle}</td><td>{@link FileTurns}, {@link FileOp}</td></tr>
 * <tr><td>the caller's memory</td><td>{@link TransferMemory}</td><td>{@link FileTransfers}, {@link TransferOp},
 * {@link Segments}, {@link RegisteredBuffer}, {@link ProvidedReadOp}, {@link DirectAlignment}</td></tr>
 * </table>
 */
package org.nettyuring.file;
