// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.ByteBuffer;
import java.util.List;
import org.nettyuring.microbench.run.BytePattern;

/**
 * Answers a number of 8 bytes with so many bytes of {@link BytePattern}, written in chunks of one size while the
 * channel is writable, as a server does that has no end of content.
 */
final class Download extends ByteToMessageDecoder {
    private final ByteBuf chunk;
    private long unwritten;
    private boolean writing;

    Download(int chunkBytes) {
        if (chunkBytes % BytePattern.PERIOD_BYTES != 0) {
            throw new IllegalArgumentException("chunkBytes: " + chunkBytes);
        }
        final ByteBuffer content = ByteBuffer.allocateDirect(chunkBytes);
        BytePattern.fill(content);
        chunk = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(content.flip()));
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        while (in.readableBytes() >= Long.BYTES) {
            unwritten += in.readLong();
        }
        write(ctx);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        write(ctx);
    }

    private void write(ChannelHandlerContext ctx) {
        if (writing) {
            return; // a flush below made the channel writable: the loop goes on
        }
        writing = true;
        while (unwritten > 0 && ctx.channel().isWritable()) {
            final int length = (int) Math.min(unwritten, chunk.readableBytes());
            unwritten -= length;
            ctx.write(chunk.duplicate().readerIndex(0).writerIndex(length), ctx.voidPromise());
            if (!ctx.channel().isWritable() || unwritten == 0) {
                ctx.flush();
            }
        }
        writing = false;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        System.err.println(ctx.channel() + ": " + cause);
        ctx.close();
    }
}
