// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nettyuring.channel.IoUringChannelOption;
import org.nettyuring.channel.IoUringSocketChannel;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.op.IoPriority;
import org.nettyuring.testsuite.kernel.PeerListener;
import org.nettyuring.testsuite.kernel.PeerSocket;

/** What {@code LOW} costs where all are, in enters, if something new has come whenever a message was answered. */
class LowPriorityRowsTest {
    private static final int CONNECTIONS = 16;
    private static final int MESSAGES = 1000;
    private static final int HANDLER_NS = 500;

    private final LoopRig rig = new LoopRig(IoUringIoHandlerConfig.builder().buffers(64, 256));
    private final PeerListener listener = rig.kernel.peers().listen();
    private final List<Channel> channels = new ArrayList<>();
    private final List<PeerSocket> fars = new ArrayList<>();
    private int answered;

    @AfterEach
    void end() {
        fars.forEach(PeerSocket::close);
        channels.forEach(Channel::close);
        rig.await("closed", () -> channels.stream().noneMatch(Channel::isRegistered));
        listener.close();
        rig.close();
    }

    private void connect(int index, IoPriority priority) {
        Channel channel = new IoUringSocketChannel(rig.kernel, SocketProtocolFamily.INET);
        channel.config().setAllocator(rig.kernel.allocator());
        channel.config().setOption(IoUringChannelOption.IO_PRIORITY, priority);
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object msg) {
                rig.kernel.advance(HANDLER_NS);
                if (++answered < MESSAGES) {
                    fars.get((index + CONNECTIONS / 2) % CONNECTIONS).write(new byte[1]);
                }
                fars.get(index).read(Integer.MAX_VALUE);
                ctx.writeAndFlush(msg);
            }
        });
        rig.join(channel);
        ChannelFuture connected = channel.connect(new InetSocketAddress(NetUtil.LOCALHOST4, listener.port()));
        rig.await("connected", connected::isSuccess);
        rig.await("accepted", () -> {
            PeerSocket far = listener.accept();
            return far != null && fars.add(far);
        });
        channels.add(channel);
    }

    private int enters(IoPriority priority) {
        for (int i = 0; i < CONNECTIONS; i++) {
            connect(i, priority);
        }
        rig.turns(5);
        long before = rig.loop.counters().enters;
        fars.subList(0, CONNECTIONS / 2).forEach(far -> far.write(new byte[1]));
        rig.await("answered", () -> answered >= MESSAGES);
        return (int) (rig.loop.counters().enters - before);
    }

    /** Only an enter tells whether what has come is more urgent. */
    @Test
    void shouldEnterOnceForEachMessageWhereAllAreLow() {
        assertThat(enters(IoPriority.LOW)).isBetween(MESSAGES / 2, MESSAGES + CONNECTIONS);
    }

    @Test
    void shouldEnterOnceForManyWhereNoneIs() {
        assertThat(enters(IoPriority.NORMAL)).isLessThan(MESSAGES / 4);
    }
}
