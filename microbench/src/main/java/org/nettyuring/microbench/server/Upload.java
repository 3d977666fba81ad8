// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.nettyuring.microbench.run.BytePattern;

/**
 * Takes a number of 8 bytes and then so many bytes of {@link BytePattern}, and answers with the number, or with -1 if
 * the bytes were others. It looks at the first and the last byte of what it reads at once.
 */
final class Upload extends ChannelInboundHandlerAdapter {
    private long header;
    private int headerBytes;
    private long received;
    private boolean good = true;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        final ByteBuf bytes = (ByteBuf) message;
        try {
            while (bytes.isReadable()) {
                take(ctx, bytes);
            }
        } finally {
            bytes.release();
        }
    }

    private void take(ChannelHandlerContext ctx, ByteBuf bytes) {
        while (headerBytes < Long.BYTES && bytes.isReadable()) {
            header = header << Byte.SIZE | bytes.readUnsignedByte();
            headerBytes++;
        }
        final int length = (int) Math.min(bytes.readableBytes(), header - received);
        if (headerBytes < Long.BYTES || length == 0) {
            return;
        }
        final int first = bytes.readerIndex();
        good &= bytes.getByte(first) == BytePattern.at(received)
                && bytes.getByte(first + length - 1) == BytePattern.at(received + length - 1);
        received += length;
        bytes.skipBytes(length);
        if (received == header) {
            ctx.writeAndFlush(ctx.alloc().ioBuffer(Long.BYTES).writeLong(good ? received : -1), ctx.voidPromise());
            headerBytes = 0;
            header = 0;
            received = 0;
            good = true;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        System.err.println(ctx.channel() + ": " + cause);
        ctx.close();
    }
}
