// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
/**
 * Memory that a loop lends: receive buffers to the kernel and, message by message, to the pipeline; pipes to those who
 * send files. Knows no loop and no channel.
 *
 * <table>
 * <caption>Where what is</caption>
 * <tr><th>subject</th><th>begin at</th><th>and then</th></tr>
 * <tr><td>lending and taking back</td><td>{@link ProvidedBufferPool}</td><td>{@link BufferLedger}, {@link CopyPolicy},
 * {@link ReturnStack}</td></tr>
 * <tr><td>too few buffers</td><td>{@link StarvedReceives}</td><td>{@link WaiterQueue}</td></tr>
 * <tr><td>a lent message</td><td>{@link ProvidedByteBuf}</td><td>{@link DirectMemoryByteBuf}, {@link Slab}</td></tr>
 * <tr><td>pipes for files</td><td>{@link PipePool}</td><td>{@link FilePipe}, {@link PipeDoor}</td></tr>
 * </table>
 */
package org.nettyuring.buffer;
