// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import java.util.SplittableRandom;
import org.nettyuring.testsuite.kernel.FakeKernel;

/**
 * Writes bytes, in phases of the receiver's read mode {@code FILE_DESCRIPTORS} with descriptors among them. A phase
 * ends when all of it was received, as users must do it: the kernel drops descriptors that come with bytes read as
 * bytes.
 */
final class DescriptorSender extends ChannelInboundHandlerAdapter {
    private static final int PHASES = 6;

    private final FakeKernel kernel;
    private final SplittableRandom random;
    private final DescriptorReceiver receiver;
    private final ByteStream bytes = new ByteStream(7);
    private Channel channel;
    private int phases;
    private int writesLeft;
    private int passed;

    DescriptorSender(FakeKernel kernel, SplittableRandom random, DescriptorReceiver receiver) {
        this.kernel = kernel;
        this.random = random;
        this.receiver = receiver;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
    }

    Channel channel() {
        return channel;
    }

    boolean isClosed() {
        return channel.closeFuture().isDone();
    }

    /** {@return whether everything was written; nothing more comes} */
    boolean isDone() {
        return phases == PHASES && writesLeft == 0;
    }

    long bytes() {
        return bytes.position();
    }

    int passed() {
        return passed;
    }

    /** One random thing. */
    void act() {
        if (!channel.isActive() || !receiver.isActive()) {
            return;
        }
        if (writesLeft > 0) {
            writesLeft--;
            write(receiver.mode() == DomainSocketReadMode.FILE_DESCRIPTORS);
        } else if (receiver.hasAllOf(this) && phases < PHASES) {
            phases++;
            writesLeft = random.nextInt(20);
            if (random.nextInt(4) != 0) {
                receiver.switchMode();
            }
        }
        if (writesLeft == 0 || random.nextBoolean()) {
            channel.flush();
        }
    }

    private void write(boolean descriptors) {
        if (descriptors && random.nextBoolean()) {
            pass();
        } else {
            byte[] next = bytes.next(random.nextInt(descriptors ? 4 : 3000));
            channel.write(channel.alloc().directBuffer(next.length + 1).writeBytes(next));
        }
    }

    /** An eventfd whose counter tells which it is. */
    private void pass() {
        receiver.expect(++passed, bytes.position());
        int fd = kernel.eventfd(passed, 0);
        channel.write(new FileDescriptor(fd)).addListener(future -> kernel.close(fd));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close(); // the receiver closed with something unread
    }

    @Override
    public String toString() {
        return "sent " + bytes.position() + " bytes, " + passed + " descriptors in " + phases + " phases";
    }
}
