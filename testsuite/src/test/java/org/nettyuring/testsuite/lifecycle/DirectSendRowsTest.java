// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nettyuring.testsuite.kernel.Fault;

/**
 * An answer to the only completion of a turn is sent by {@code send(2)}: what that may say, what the channel makes of
 * it, and which answers go with the ring instead.
 *
 * <table>
 * <caption>What {@code send(2)} says</caption>
 * <tr><th>result</th><th>effect</th></tr>
 * <tr><td>all bytes</td><td>the promise is told in the flush; nothing is in flight</td></tr>
 * <tr><td>some bytes</td><td>the rest goes with the ring, which waits for room first</td></tr>
 * <tr><td>-EAGAIN, -EINTR</td><td>all of it goes with the ring</td></tr>
 * <tr><td>other error</td><td>the write fails, and the channel with it</td></tr>
 * </table>
 */
class DirectSendRowsTest {
    private static final int FAR_CAPACITY = 1000;
    private static final int ANSWER = 100;
    private static final int LARGE = 64 * 1024;
    private static final String SEND = "IORING_OP_SEND";

    private final StreamRig rig = StreamRig.tcp();
    private ChannelFuture answer;
    private boolean toldInFlush;
    private int arrived;

    @AfterEach
    void close() {
        rig.close();
    }

    /** Has the channel do something with each message. */
    private void onMessage(Consumer<Channel> what) {
        rig.connect();
        rig.far().receiveCapacity(FAR_CAPACITY);
        rig.channel.pipeline().addFirst(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                what.accept(ctx.channel());
                ctx.fireChannelRead(message);
            }
        });
    }

    private void answer(int bytes) {
        answer = rig.write(bytes);
        toldInFlush = answer.isDone();
    }

    /** A message alone. */
    private void ask() {
        rig.far().write((byte) 1);
        rig.await("asked", () -> answer != null);
    }

    private void assertArrives(int bytes) {
        rig.await("answered", () -> {
            arrived += rig.far().read(Integer.MAX_VALUE).length;
            return answer.isDone();
        });
        arrived += rig.far().read(Integer.MAX_VALUE).length;
        assertThat(answer.isSuccess()).isTrue();
        assertThat(arrived).isEqualTo(bytes);
        assertThat(rig.loop.counters().bytesSent).isEqualTo(bytes);
    }

    private void assertDirectSends(int sends) {
        assertThat(rig.loop.counters().directSends).isEqualTo(sends);
    }

    @Test
    void shouldTellThePromiseInTheFlushWhenAllIsTaken() {
        onMessage(channel -> answer(ANSWER));
        ask();
        assertThat(toldInFlush).isTrue();
        assertThat(rig.inFlight()).doesNotContain(SEND);
        assertDirectSends(1);
        assertArrives(ANSWER);
    }

    @Test
    void shouldSendTheRestWithTheRingWhenAPartIsTaken() {
        onMessage(channel -> answer(FAR_CAPACITY + ANSWER));
        ask();
        rig.turns(3);
        assertThat(toldInFlush).isFalse();
        assertThat(rig.inFlight()).contains(SEND);
        assertThat(rig.loop.counters().shortSends).isEqualTo(1);
        assertArrives(FAR_CAPACITY + ANSWER);
        assertDirectSends(1);
    }

    @Test
    void shouldSendWithTheRingWhenThereIsNoRoom() {
        onMessage(channel -> answer(ANSWER));
        rig.force(Fault.SEND_EAGAIN);
        ask();
        assertThat(toldInFlush).isFalse();
        assertArrives(ANSWER);
        assertDirectSends(1);
    }

    @Test
    void shouldSendWithTheRingWhenItWasInterrupted() {
        onMessage(channel -> answer(ANSWER));
        rig.force(Fault.SEND_EINTR);
        ask();
        assertThat(toldInFlush).isFalse();
        assertArrives(ANSWER);
        assertDirectSends(1);
    }

    @Test
    void shouldFailTheWriteAndTheChannelWhenThePeerHasReset() {
        onMessage(channel -> {
            rig.far().reset();
            answer(ANSWER);
        });
        ask();
        rig.awaitClosed();
        assertThat(answer.cause()).isInstanceOf(IOException.class).isNotInstanceOf(ClosedChannelException.class)
                .hasMessageContaining("send");
        assertDirectSends(1);
    }

    @Test
    void shouldSendWhatAListenerWrites() {
        onMessage(channel -> {
            answer = channel.newPromise();
            rig.write(ANSWER).addListener(first -> rig.channel.writeAndFlush(rig.buffer(ANSWER), promise()));
        });
        ask();
        assertArrives(2 * ANSWER);
    }

    private ChannelPromise promise() {
        return (ChannelPromise) answer;
    }

    @Test
    void shouldCloseWhenAListenerAsksForIt() {
        onMessage(channel -> {
            answer(ANSWER);
            answer.addListener(ChannelFutureListener.CLOSE);
        });
        ask();
        assertArrives(ANSWER);
        rig.awaitClosed();
    }

    @Test
    void shouldSendAllBeforeAListenerShutsTheOutputDown() {
        onMessage(channel -> {
            ChannelFuture first = channel.write(rig.buffer(ANSWER));
            first.addListener(sent -> ((DuplexChannel) channel).shutdownOutput());
            answer(ANSWER);
        });
        ask();
        rig.await("shut down", () -> ((DuplexChannel) rig.channel).isOutputShutdown());
        assertArrives(2 * ANSWER);
    }

    @Test
    void shouldLeaveTheLoopFromAListenerAndSendTheRestOnTheNext() {
        onMessage(channel -> {
            rig.write(ANSWER).addListener(sent -> channel.deregister());
            answer(ANSWER);
        });
        ask();
        rig.await("left", () -> !rig.channel.isRegistered());
        rig.join(rig.channel);
        assertArrives(2 * ANSWER);
    }

    @Test
    void shouldSendWithTheRingWhatIsLarge() {
        onMessage(channel -> answer(LARGE));
        ask();
        assertArrives(LARGE);
        assertDirectSends(0);
    }

    @Test
    void shouldSendWithTheRingWhatATaskWrites() {
        onMessage(channel -> channel.eventLoop().execute(() -> answer(ANSWER)));
        ask();
        assertThat(toldInFlush).isFalse();
        assertArrives(ANSWER);
        assertDirectSends(0);
    }

    @Test
    void shouldSendWithTheRingWhenTheInputHasEnded() {
        onMessage(channel -> answer(ANSWER));
        rig.channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        rig.channel.config().setAutoRead(false);
        rig.far().write((byte) 1);
        rig.far().shutdownOutput();
        rig.turns(3);
        rig.channel.config().setAutoRead(true);
        rig.await("the end", ((DuplexChannel) rig.channel)::isInputShutdown);
        rig.await("asked", () -> answer != null);
        assertArrives(ANSWER);
    }

    /** Who answers one with many, as in a chat, is better off with one enter for all. */
    @Test
    void shouldSendNoMoreDirectlyThanCompletionsCame() {
        onMessage(channel -> {
            ChannelFuture first = rig.write(ANSWER);
            answer(ANSWER);
            assertThat(first.isSuccess()).isTrue();
        });
        ask();
        assertThat(toldInFlush).isFalse();
        assertDirectSends(1);
        assertArrives(2 * ANSWER);
    }
}
