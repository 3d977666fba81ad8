// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.nettyuring.testsuite.kernel.FakeKernel;

/** Checks the order of bytes and descriptors; closes these at once or later. */
final class DescriptorReceiver extends ChannelInboundHandlerAdapter {
    private final FakeKernel kernel;
    private final SplittableRandom random;
    private final ByteStream bytes = new ByteStream(7);
    /** Before which byte the n-th descriptor, counted from 1, comes. */
    private final List<Long> positions = new ArrayList<>();
    private final List<FileDescriptor> kept = new ArrayList<>();
    private Channel channel;
    private int received;
    private Throwable failure;

    DescriptorReceiver(FakeKernel kernel, SplittableRandom random) {
        this.kernel = kernel;
        this.random = random;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        if (random.nextBoolean()) {
            switchMode();
        }
    }

    Channel channel() {
        return channel;
    }

    boolean isActive() {
        return channel != null && channel.isActive();
    }

    boolean isClosed() {
        return channel != null && channel.closeFuture().isDone();
    }

    DomainSocketReadMode mode() {
        return channel.config().getOption(UnixChannelOption.DOMAIN_SOCKET_READ_MODE);
    }

    void switchMode() {
        channel.config().setOption(UnixChannelOption.DOMAIN_SOCKET_READ_MODE, DescriptorSimulation.other(mode()));
    }

    /** A descriptor was written behind so many bytes. */
    void expect(int number, long position) {
        assert positions.size() == number - 1;
        positions.add(position);
    }

    boolean hasAllOf(DescriptorSender sender) {
        return bytes.position() == sender.bytes() && received == sender.passed();
    }

    /** One random thing. */
    void act() {
        if (!isActive()) {
            return;
        }
        switch (random.nextInt(6)) {
            case 0 -> channel.config().setAutoRead(random.nextBoolean());
            case 1 -> closeKept();
            default -> channel.read();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) throws IOException {
        if (msg instanceof FileDescriptor descriptor) {
            kept.add(descriptor);
            check(descriptor);
            if (random.nextBoolean()) {
                closeKept();
            }
        } else {
            ByteBuf buffer = (ByteBuf) msg;
            byte[] arrived = ByteBufUtil.getBytes(buffer);
            buffer.release();
            bytes.expect(arrived, "receiver");
        }
    }

    private void check(FileDescriptor descriptor) {
        long position = positions.get(received++);
        if (bytes.position() != position) {
            throw new AssertionError("descriptor " + received + " came behind " + bytes.position()
                    + " bytes (expected: " + position + ")");
        }
        ByteBuf counter = channel.alloc().directBuffer(Long.BYTES);
        kernel.read(descriptor.intValue(), counter.memoryAddress(), Long.BYTES);
        long number = counter.writerIndex(Long.BYTES).getLongLE(0);
        counter.release();
        if (number != received) {
            throw new AssertionError("descriptor " + number + " came (expected: " + received + ")");
        }
    }

    /** Closes what was received and kept. */
    void closeKept() {
        for (FileDescriptor descriptor : kept) {
            try {
                descriptor.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        kept.clear();
    }

    void rethrow() {
        if (failure != null) {
            throw new AssertionError(failure.toString(), failure);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            failure = cause;
        }
        ctx.close();
    }

    @Override
    public String toString() {
        return "received " + bytes.position() + " bytes, " + received + " descriptors";
    }
}
