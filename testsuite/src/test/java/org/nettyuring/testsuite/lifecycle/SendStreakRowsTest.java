// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.SocketChannel;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettyuring.channel.IoUringChannelOption;
import org.nettyuring.testsuite.kernel.Fault;

/**
 * What a row of large sends does to the socket's cork. The kernel played here keeps what is less than 1,000 bytes back
 * as long as it is corked, whoever reads; so what is missing at the far end at the end was forgotten.
 */
class SendStreakRowsTest {
    private static final int LARGE = 40_501;
    private static final int MANY = 8;

    private record Row(String name, Consumer<StreamRig> way) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(streaks(), ends(), users()).flatMap(rows -> rows);
    }

    private static Row row(String name, Consumer<StreamRig> way) {
        return new Row(name, way);
    }

    private static Stream<Row> streaks() {
        return Stream.of(
                row("under 4, large sends, none follows: never corked", rig -> {
                    ChannelFuture last = stream(rig, 3);
                    rig.await("written", last::isSuccess);
                    assertThat(rig.everHeldBack()).isFalse();
                    arrived(rig, 3 * LARGE);
                }),
                row("the fourth large send: corked; none follows: let go", rig -> {
                    ChannelFuture last = stream(rig, MANY);
                    rig.await("written", last::isSuccess);
                    assertThat(rig.everHeldBack()).isTrue();
                    arrived(rig, MANY * LARGE);
                }),
                row("CORKED, a short send: the rest is sent, all arrive", rig -> {
                    rig.force(Fault.SHORT_SEND, 3);
                    ChannelFuture last = stream(rig, MANY);
                    rig.await("written", last::isSuccess);
                    arrived(rig, MANY * LARGE);
                }),
                row("CORKED, -EAGAIN and -EINTR: sent again, all arrive", rig -> {
                    ChannelFuture last = stream(rig, MANY);
                    rig.await("corked", rig::everHeldBack);
                    rig.force(Fault.SEND_EAGAIN);
                    rig.force(Fault.SEND_EINTR);
                    rig.await("written", last::isSuccess);
                    arrived(rig, MANY * LARGE);
                }),
                row("CORKED, the rest of a short send, though small: CORKED", rig -> {
                    rig.far().receiveCapacity(5 * LARGE - 200);
                    ChannelFuture last = stream(rig, MANY);
                    rig.await("no room", () -> rig.far().readableBytes() == 5 * LARGE - 200);
                    rig.turns(3);
                    int read = rig.far().read(5 * LARGE).length;
                    rig.lookAfresh();
                    rig.await("written", last::isSuccess);
                    assertThat(rig.everHeldBack()).as("three more do not make a streak of their own").isTrue();
                    arrived(rig, MANY * LARGE - read);
                }),
                row("CORKED, no room: goes on when there is some", rig -> {
                    rig.far().receiveCapacity(LARGE + 100);
                    ChannelFuture last = stream(rig, MANY);
                    int[] arrived = new int[1];
                    rig.await("written", () -> {
                        arrived[0] += rig.far().read(LARGE).length;
                        return last.isSuccess();
                    });
                    rig.turns(2);
                    assertThat(arrived[0] + rig.far().readableBytes()).isEqualTo(MANY * LARGE);
                }));
    }

    private static Stream<Row> ends() {
        return Stream.of(
                row("CORKED, a small send: let go", rig -> {
                    ChannelFuture large = stream(rig, MANY);
                    ChannelFuture[] small = new ChannelFuture[1];
                    large.addListener(written -> small[0] = rig.write(7));
                    rig.await("written", () -> small[0] != null && small[0].isSuccess());
                    assertThat(rig.everHeldBack()).isTrue();
                    arrived(rig, MANY * LARGE + 7);
                }),
                row("CORKED, closing: let go, all that was flushed arrives", rig -> {
                    ChannelFuture last = stream(rig, MANY);
                    last.addListener(written -> rig.channel.close());
                    rig.awaitClosed();
                    assertThat(rig.everHeldBack()).isTrue();
                    arrived(rig, MANY * LARGE);
                }),
                row("CORKED, the output is shut down: let go", rig -> {
                    ChannelFuture last = stream(rig, MANY);
                    last.addListener(written -> ((SocketChannel) rig.channel).shutdownOutput());
                    rig.await("end", () -> rig.far().isAtEnd() || rig.far().readableBytes() == MANY * LARGE);
                    assertThat(rig.everHeldBack()).isTrue();
                    arrived(rig, MANY * LARGE);
                }),
                row("CORKED, the channel leaves its loop: let go before it does", rig -> {
                    ChannelFuture last = stream(rig, MANY);
                    ChannelFuture[] gone = new ChannelFuture[1];
                    last.addListener(written -> gone[0] = rig.channel.deregister());
                    rig.await("gone", () -> gone[0] != null && gone[0].isSuccess());
                    assertThat(rig.everHeldBack()).isTrue();
                    assertThat(rig.far().readableBytes()).isEqualTo(MANY * LARGE);
                    rig.join(rig.channel);
                    ChannelFuture again = stream(rig, MANY);
                    rig.await("written", again::isSuccess);
                    arrived(rig, 2 * MANY * LARGE);
                }));
    }

    private static Stream<Row> users() {
        return Stream.of(
                row("corked by the user before: stays so", rig -> {
                    cork(rig, true);
                    ChannelFuture last = stream(rig, MANY);
                    rig.await("written", last::isSuccess);
                    rig.turns(3);
                    assertThat(isCorked(rig)).isTrue();
                    assertThat(rig.far().readableBytes()).isEqualTo(MANY * LARGE / 1000 * 1000);
                    cork(rig, false);
                    arrived(rig, MANY * LARGE);
                }),
                row("CORKED: the user does not see it", rig -> {
                    ChannelFuture last = stream(rig, MANY);
                    rig.await("corked", rig::everHeldBack);
                    assertThat(isCorked(rig)).isFalse();
                    rig.await("written", last::isSuccess);
                }),
                row("CORKED, corked by the user: stays so", rig -> {
                    ChannelFuture last = stream(rig, MANY);
                    rig.await("corked", rig::everHeldBack);
                    cork(rig, true);
                    rig.await("written", last::isSuccess);
                    rig.turns(3);
                    assertThat(isCorked(rig)).isTrue();
                    cork(rig, false);
                    arrived(rig, MANY * LARGE);
                }));
    }

    /** Each is written when the one before was taken; the future of the last. */
    private static ChannelFuture stream(StreamRig rig, int writes) {
        ChannelPromise last = rig.channel.newPromise();
        streamOn(rig, writes, last);
        return last;
    }

    private static void streamOn(StreamRig rig, int left, ChannelPromise last) {
        rig.noteWhatIsHeldBack();
        if (left == 0) {
            last.setSuccess();
        } else {
            rig.write(LARGE).addListener(written -> streamOn(rig, left - 1, last));
        }
    }

    private static void arrived(StreamRig rig, int bytes) {
        rig.turns(3);
        assertThat(rig.far().readableBytes()).isEqualTo(bytes);
        assertThat(rig.channel.isOpen() && isCorked(rig)).isFalse();
    }

    private static void cork(StreamRig rig, boolean on) {
        rig.channel.config().setOption(IoUringChannelOption.TCP_CORK, on);
    }

    private static boolean isCorked(StreamRig rig) {
        return rig.channel.config().getOption(IoUringChannelOption.TCP_CORK);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void shouldDoWhatTheTableSays(Row row) {
        StreamRig rig = StreamRig.tcp().connect();
        rig.far().receiveCapacity(1 << 20);
        try {
            row.way.accept(rig);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + rig, e);
        }
        rig.close();
    }
}
