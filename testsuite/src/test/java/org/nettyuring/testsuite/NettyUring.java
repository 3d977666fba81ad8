// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringFixedBufferRingAllocator;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;

/** Netty's own io_uring transport, whose classes have the names of ours. */
final class NettyUring {
    static final Class<? extends ServerSocketChannel> SERVER = IoUringServerSocketChannel.class;
    static final Class<? extends SocketChannel> CLIENT = IoUringSocketChannel.class;
    static final ChannelOption<Short> BUFFER_GROUP = IoUringChannelOption.IO_URING_BUFFER_GROUP_ID;
    static final short BGID = 0;
    static final ChannelOption<Integer> ZERO_COPY_THRESHOLD = IoUringChannelOption.IO_URING_WRITE_ZERO_COPY_THRESHOLD;

    private static final int BUFFER_BYTES = 1024;
    private static final short BUFFERS = 64;

    private NettyUring() {}

    static IoHandlerFactory factory(boolean providedBuffers) {
        return IoUringIoHandler.newFactory(config(providedBuffers));
    }

    static IoHandlerFactory movableFactory(boolean providedBuffers) {
        return IoUringIoHandler.newFactory(config(providedBuffers).setSingleIssuer(false));
    }

    static DatagramChannel datagram(SocketProtocolFamily family) {
        return new IoUringDatagramChannel(family);
    }

    private static IoUringIoHandlerConfig config(boolean providedBuffers) {
        IoUringIoHandlerConfig config = new IoUringIoHandlerConfig();
        if (providedBuffers) {
            config.setBufferRingConfig(IoUringBufferRingConfig.builder().bufferGroupId(BGID).bufferRingSize(BUFFERS)
                    .batchSize(BUFFERS)
                    .allocator(new IoUringFixedBufferRingAllocator(PooledByteBufAllocator.DEFAULT, BUFFER_BYTES))
                    .build());
        }
        return config;
    }
}
