// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoEventLoop;
import io.netty.channel.unix.UnixChannel;
import org.nettyuring.abi.LinuxConstants;
import org.nettyuring.loop.IoUringPoll;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;

/**
 * Echoes as a foreign library would: told by an {@link IoUringPoll} that there is something, it calls {@code read} and
 * {@code write} itself. The channel, with autoRead off, only owns the descriptor. The socket blocks, so a client must
 * read what it gets.
 */
final class PollEcho extends ChannelInboundHandlerAdapter {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Syscalls syscalls = NativeSyscalls.get();

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        final ByteBuf buffer = ctx.alloc().directBuffer(BUFFER_BYTES);
        final int fd = ((UnixChannel) ctx.channel()).fd().intValue();
        IoUringPoll.register((IoEventLoop) ctx.channel().eventLoop(), fd, LinuxConstants.POLLIN,
                IoUringPoll.Trigger.LEVEL, (poll, events) -> {
                    if (!echo(fd, buffer.memoryAddress())) {
                        poll.close();
                    }
                }).addListener(registered -> {
                    if (registered.isSuccess()) {
                        ((IoUringPoll) registered.getNow()).closeFuture().addListener(closed -> {
                            buffer.release();
                            ctx.close();
                        });
                    } else {
                        buffer.release();
                        ctx.close();
                    }
                });
    }

    /** {@return whether the connection goes on} */
    private boolean echo(int fd, long address) {
        final long length = syscalls.read(fd, address, BUFFER_BYTES);
        long written = 0;
        while (written < length) {
            final long taken = syscalls.write(fd, address + written, length - written);
            if (taken < 0) {
                return false;
            }
            written += taken;
        }
        return length > 0;
    }
}
