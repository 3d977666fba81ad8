// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.UncheckedBooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nettyuring.testsuite.kernel.Fault;

/** The rows of {@code DirectReads}: what the poll and {@code recv(2)} may say, in which state, and what follows. */
class DirectReceiveRowsTest {
    private static final int ALL = 1;
    private static final int LARGE = 200;
    private static final int SMALL = 20;
    private static final int ANSWER = 100;
    private static final int HUGE = 64 * 1024;
    private static final String POLL = "IORING_OP_POLL_ADD";
    private static final String RECV = "IORING_OP_RECV";
    private static final String SEND = "IORING_OP_SEND";

    private StreamRig rig;
    private int received;
    private int readLoops;

    @AfterEach
    void close() {
        rig.close();
    }

    private void connect(StreamRig newRig, Consumer<Channel> onMessage) {
        rig = newRig;
        rig.connect();
        rig.channel.pipeline().addFirst(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                received += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
                onMessage.accept(ctx.channel());
                ctx.fireChannelRead(message);
            }

            @Override
            public void channelReadComplete(ChannelHandlerContext ctx) {
                readLoops++;
                ctx.fireChannelReadComplete();
            }
        });
    }

    private void connect(int bytes) {
        connect(StreamRig.direct(false, bytes), channel -> { });
    }

    private void awaitReceived(int bytes) {
        rig.await("received " + bytes, () -> received == bytes);
    }

    private void assertDirectReceives(int receives) {
        assertThat(rig.loop.counters().directReceives).isEqualTo(receives);
    }

    private void fixedMessages(int bytes) {
        rig.channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(bytes).maxMessagesPerRead(16));
    }

    private void readMode(DomainSocketReadMode mode) {
        rig.channel.config().setOption(UnixChannelOption.DOMAIN_SOCKET_READ_MODE, mode);
    }

    private void say(int times, int bytes) {
        for (int i = 0; i < times; i++) {
            int before = received;
            rig.far().write(new byte[bytes]);
            awaitReceived(before + bytes);
        }
    }

    @Test
    void shouldPollAndReceiveDirectly() {
        connect(ALL);
        assertThat(rig.inFlight()).contains(POLL).doesNotContain(RECV);
        say(3, SMALL);
        assertDirectReceives(3);
        assertThat(readLoops).isEqualTo(3);
        assertThat(rig.loop.counters().bytesReceived).isEqualTo(3 * SMALL);
        assertThat(rig.inFlight()).as("the poll stays").contains(POLL);
    }

    @Test
    void shouldAnswerAMessageOfAnySizeDirectly() {
        ChannelFuture[] answer = new ChannelFuture[1];
        connect(StreamRig.direct(false, ALL), channel -> {
            answer[0] = rig.write(HUGE);
            assertThat(answer[0].isSuccess()).as("in the flush").isTrue();
        });
        rig.far().receiveCapacity(2 * HUGE);
        say(1, SMALL);
        assertThat(rig.loop.counters().directSends).isEqualTo(1);
        assertThat(rig.far().read(Integer.MAX_VALUE)).hasSize(HUGE);
    }

    /** Who answers one with many, as in a chat, is better off with one enter for all. */
    @Test
    void shouldAnswerAMessageByOneDirectSend() {
        connect(StreamRig.direct(false, ALL), channel -> {
            for (int i = 0; i < 20; i++) {
                rig.write(ANSWER);
            }
        });
        rig.far().receiveCapacity(HUGE);
        rig.far().write((byte) 1);
        awaitReceived(1);
        assertThat(rig.loop.counters().directSends).isEqualTo(1);
        rig.await("all of them", () -> rig.far().readableBytes() == 20 * ANSWER);
    }

    @Test
    void shouldNotSendDirectlyWhatATaskWrites() {
        connect(StreamRig.direct(false, ALL), channel -> channel.eventLoop().execute(() -> rig.write(HUGE)));
        rig.far().receiveCapacity(2 * HUGE);
        say(1, SMALL);
        rig.await("answered", () -> rig.far().readableBytes() == HUGE);
        assertThat(rig.loop.counters().directSends).isZero();
    }

    @Test
    void shouldSendTheRestOfAnAnswerWithTheRing() {
        connect(StreamRig.direct(false, ALL), channel -> rig.write(HUGE));
        rig.far().receiveCapacity(1000);
        say(1, SMALL);
        rig.turns(3);
        assertThat(rig.inFlight()).contains(SEND);
        int[] arrived = new int[1];
        rig.await("all of it", () -> {
            arrived[0] += rig.far().read(Integer.MAX_VALUE).length;
            return arrived[0] == HUGE;
        });
    }

    @Test
    void shouldReadUntilTheSocketIsEmpty() {
        connect(ALL);
        fixedMessages(100);
        rig.far().write(new byte[1050]);
        rig.turns(6); // no time passes: nobody looks again
        assertThat(received).isEqualTo(1050);
        assertDirectReceives(11);
        assertThat(readLoops).isEqualTo(1);
        rig.far().write(new byte[100]);
        awaitReceived(1150);
        rig.turns(2);
        assertThat(rig.loop.counters().directReceives).as("one that fills its room is followed by one in vain")
                .isEqualTo(13);
    }

    @Test
    void shouldLetOthersHaveATurnAfterAReadLoop() {
        connect(ALL);
        fixedMessages(10);
        rig.far().write(new byte[500]);
        awaitReceived(500);
        rig.turns(2);
        assertThat(readLoops).as("of 16 messages each").isEqualTo(4);
    }

    @Test
    void shouldDeliverOneMessagePerRead() {
        connect(ALL);
        rig.channel.config().setAutoRead(false);
        fixedMessages(10);
        rig.far().write(new byte[35]);
        rig.turns(5);
        assertThat(received).isZero();
        for (int expected : new int[] {10, 20, 30, 35}) {
            rig.channel.read();
            awaitReceived(expected);
            rig.turns(5);
            assertThat(received).isEqualTo(expected);
        }
        assertThat(readLoops).isEqualTo(4);
    }

    @Test
    void shouldNotWakeForBytesThatNobodyWants() {
        connect(ALL);
        say(1, SMALL);
        rig.channel.config().setAutoRead(false);
        rig.far().write(new byte[SMALL]);
        rig.turns(5);
        long before = rig.loop.counters().cqes;
        for (int i = 0; i < 10; i++) {
            rig.far().write(new byte[SMALL]);
            rig.turns(2);
        }
        assertThat(rig.loop.counters().cqes).isEqualTo(before);
        assertThat(received).isEqualTo(SMALL);
        rig.channel.config().setAutoRead(true);
        awaitReceived(12 * SMALL);
        say(1, SMALL);
    }

    @Test
    void shouldNoticeThatThePeerHasGoneWhileNobodyReads() {
        connect(ALL);
        rig.channel.config().setAutoRead(false);
        rig.far().write(new byte[SMALL]);
        rig.turns(5);
        rig.far().shutdownOutput();
        rig.awaitClosed();
        assertThat(received).as("up to the end, as with epoll").isEqualTo(SMALL);
    }

    @Test
    void shouldSeeTheEndBehindTheLastBytes() {
        connect(ALL);
        rig.far().write(new byte[SMALL]);
        rig.far().shutdownOutput();
        rig.turns(6); // no time passes: nobody looks again
        assertThat(rig.channel.isOpen()).isFalse();
        assertThat(received).isEqualTo(SMALL);
    }

    @Test
    void shouldSeeTheEndAlone() {
        connect(ALL);
        rig.channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        say(1, SMALL);
        rig.far().shutdownOutput();
        rig.await("the end", () -> ((DuplexChannel) rig.channel).isInputShutdown());
        rig.turns(3);
        assertThat(rig.inFlight()).as("nothing comes any more").doesNotContain(POLL).doesNotContain(RECV);
    }

    @Test
    void shouldTellAReset() {
        connect(ALL);
        say(1, SMALL);
        rig.far().reset();
        rig.awaitClosed();
        assertThat(rig.told).containsExactly("active", "bytes " + SMALL, "ErrnoException", "inactive");
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, names = {"RECV_EINTR", "RECV_ENOBUFS", "RECV_ENOMEM"})
    void shouldReceiveAgain(Fault fault) {
        connect(ALL);
        rig.force(fault, 3);
        say(2, SMALL);
        assertDirectReceives(5);
    }

    @Test
    void shouldCountPausesInARowOnly() {
        connect(ALL);
        for (int i = 0; i < 8; i++) {
            rig.force(Fault.RECV_ENOMEM, 3);
            say(1, SMALL);
        }
        assertThat(rig.channel.isActive()).isTrue();
    }

    @Test
    void shouldFailWhenThereIsNoMemoryForASecond() {
        connect(ALL);
        rig.force(Fault.RECV_ENOMEM, 11);
        rig.far().write(new byte[SMALL]);
        rig.awaitClosed();
        assertThat(rig.told).contains("ErrnoException");
    }

    @Test
    void shouldArmAnewWhenThePollEnds() {
        connect(ALL);
        rig.force(Fault.CQ_OVERFLOW);
        say(3, SMALL);
        assertThat(rig.inFlight()).contains(POLL);
    }

    @Test
    void shouldReadUnixSocketsUntilTheyAreEmpty() {
        connect(StreamRig.direct(true, ALL), channel -> { });
        rig.force(Fault.SHORT_RECV, 2);
        say(1, LARGE);
        assertThat(rig.loop.counters().directReceives).as("the last finds nothing").isGreaterThanOrEqualTo(2);
    }

    /** It stops before urgent data, of which the poll does not tell. */
    @Test
    void shouldLookAgainAfterAShortReceive() {
        connect(ALL);
        fixedMessages(LARGE);
        rig.force(Fault.SHORT_RECV);
        rig.far().write(new byte[LARGE - 1]);
        rig.turns(10);
        assertThat(received).isBetween(1, LARGE - 1);
        rig.waitLong();
        rig.turns(3);
        assertThat(received).isEqualTo(LARGE - 1);
        long receives = rig.loop.counters().directReceives;
        rig.waitLong();
        rig.waitLong();
        assertThat(rig.loop.counters().directReceives).as("a look more at most, and it was in vain")
                .isBetween(receives, receives + 1);
    }

    @Test
    void shouldReceiveDescriptorsInTheirReadMode() {
        connect(StreamRig.direct(true, ALL), channel -> { });
        say(1, SMALL);
        readMode(DomainSocketReadMode.FILE_DESCRIPTORS);
        rig.turns(3);
        rig.pass(1);
        rig.awaitTold("active", "bytes " + SMALL, "descriptor");
        readMode(DomainSocketReadMode.BYTES);
        rig.turns(3);
        say(1, SMALL);
    }

    @Test
    void shouldReceiveWhatWasLeftOnTheNextLoop() {
        connect(StreamRig.direct(false, ALL), channel -> {
            if (received == 10) {
                channel.deregister();
            }
        });
        fixedMessages(10);
        rig.far().write(new byte[35]);
        rig.await("left", () -> !rig.channel.isRegistered());
        assertThat(received).isEqualTo(10);
        rig.join(rig.channel);
        awaitReceived(35);
        say(1, 10);
    }

    @Test
    void shouldDropWhatIsLeftWhenAHandlerCloses() {
        connect(StreamRig.direct(false, ALL), Channel::close);
        fixedMessages(10);
        rig.far().write(new byte[35]);
        rig.awaitClosed();
        assertThat(received).isEqualTo(10);
    }

    @Test
    void shouldSwitchWhenMessagesAreLargeAndBackWhenTheyAreSmall() {
        connect(LARGE);
        say(3, LARGE);
        rig.turns(3);
        assertThat(rig.inFlight()).contains(POLL).doesNotContain(RECV);
        assertDirectReceives(0);
        say(10, LARGE);
        assertDirectReceives(10);
        say(31, SMALL);
        assertDirectReceives(41);
        say(1, SMALL);
        rig.turns(3);
        assertThat(rig.inFlight()).contains(RECV);
        say(3, SMALL);
        assertDirectReceives(42);
        say(5, LARGE);
        rig.turns(3);
        assertThat(rig.inFlight()).as("each time it takes longer").contains(RECV);
        say(15, LARGE); // the first were cut: the allocator wanted small messages
        rig.turns(3);
        assertThat(rig.inFlight()).contains(POLL).doesNotContain(RECV);
    }

    @Test
    void shouldNotSwitchWhereTheAllocatorWantsSmallMessages() {
        connect(LARGE);
        fixedMessages(SMALL);
        say(20, LARGE);
        rig.turns(3);
        assertThat(rig.inFlight()).contains(RECV);
        assertDirectReceives(0);
    }

    @Test
    void shouldFailTheChannelWhenTheAllocatorDoes() {
        connect(ALL);
        rig.channel.config().setAutoRead(false);
        rig.far().write(new byte[SMALL]);
        rig.turns(5);
        rig.channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(SMALL) {
            @Override
            @SuppressWarnings("deprecation") // what channels call
            public Handle newHandle() {
                return new FailingHandle(super.newHandle());
            }
        });
        rig.channel.read();
        rig.awaitClosed();
        assertThat(rig.told).contains("IllegalStateException");
    }

    @SuppressWarnings("deprecation") // what channels call
    private static final class FailingHandle extends RecvByteBufAllocator.DelegatingHandle
            implements RecvByteBufAllocator.ExtendedHandle {
        FailingHandle(RecvByteBufAllocator.Handle handle) {
            super(handle);
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            throw new IllegalStateException("no memory");
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
            return continueReading();
        }
    }
}
