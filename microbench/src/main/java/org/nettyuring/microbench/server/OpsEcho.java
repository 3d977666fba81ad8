// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.unix.UnixChannel;
import org.jspecify.annotations.Nullable;
import org.nettyuring.abi.SocketConstants;
import org.nettyuring.loop.IoUringIoEvent;
import org.nettyuring.loop.IoUringIoHandle;
import org.nettyuring.loop.IoUringIoOps;

/**
 * Echoes with operations of its own: a {@code RECV}, upon its completion a {@code SEND}, and so on. The channel, with
 * autoRead off, only owns the descriptor.
 */
final class OpsEcho extends ChannelInboundHandlerAdapter {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final long RECV = 1;
    private static final long SEND = 2;

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        final Connection connection = new Connection(ctx);
        ((IoEventLoop) ctx.channel().eventLoop()).register(connection).addListener(registered -> {
            if (registered.isSuccess()) {
                connection.begin((IoRegistration) registered.getNow());
            } else {
                connection.unregistered();
            }
        });
    }

    private static final class Connection implements IoUringIoHandle {
        private final ChannelHandlerContext ctx;
        private final ByteBuf buffer;
        private final IoUringIoOps recv;
        private final IoUringIoOps send;
        private @Nullable IoRegistration registration;
        private int received;

        Connection(ChannelHandlerContext ctx) {
            this.ctx = ctx;
            buffer = ctx.alloc().directBuffer(BUFFER_BYTES);
            final int fd = ((UnixChannel) ctx.channel()).fd().intValue();
            recv = IoUringIoOps.of("RECV", sqe -> sqe.prepRecv(fd, buffer.memoryAddress(), BUFFER_BYTES, 0), RECV);
            send = IoUringIoOps.of("SEND", sqe -> sqe.prepSend(fd, buffer.memoryAddress(), received,
                    SocketConstants.MSG_WAITALL), SEND);
        }

        void begin(IoRegistration newRegistration) {
            registration = newRegistration;
            newRegistration.submit(recv);
        }

        @Override
        public void handle(IoRegistration ioRegistration, IoEvent event) {
            final IoUringIoEvent completion = (IoUringIoEvent) event;
            if (completion.res() <= 0) {
                close();
            } else if (completion.data() == RECV) {
                received = completion.res();
                ioRegistration.submit(send);
            } else {
                ioRegistration.submit(recv);
            }
        }

        @Override
        public void close() {
            if (registration != null) {
                registration.cancel();
            }
        }

        /** The kernel holds nothing any more. */
        @Override
        public void unregistered() {
            buffer.release();
            ctx.close();
        }
    }
}
