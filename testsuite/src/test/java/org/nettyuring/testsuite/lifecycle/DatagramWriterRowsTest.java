// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.testsuite.kernel.Fault;

/** What the writer of a datagram channel, and each of its sends, make of completions, row by row of their tables. */
class DatagramWriterRowsTest {
    private static final String POLL = "IORING_OP_POLL_ADD";
    private static final int TOO_LARGE = 65_508;
    /** More than a window. */
    private static final int MANY = 150;

    private record Row(String name, Consumer<DatagramRig> way) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(open(), refused(), finishing(), sends()).flatMap(rows -> rows);
    }

    private static Row row(String name, Consumer<DatagramRig> way) {
        return new Row(name, way);
    }

    private static Integer[] upTo(int last) {
        return IntStream.rangeClosed(1, last).boxed().toArray(Integer[]::new);
    }

    private static void flush(DatagramRig rig) {
        rig.channel.flush();
        rig.await("all writes told", () -> rig.writes.stream().allMatch(ChannelFuture::isDone));
    }

    private static Stream<Row> open() {
        return Stream.of(
                row("OPEN, some done at the head: each write for itself", rig -> {
                    rig.write(1, rig.peerAddress());
                    rig.write(TOO_LARGE, rig.peerAddress());
                    rig.write(2, rig.peerAddress());
                    flush(rig);
                    assertThat(rig.writes.get(0).isSuccess()).isTrue();
                    assertThat(rig.writes.get(1).cause()).isInstanceOf(IOException.class)
                            .hasMessageContaining("EMSGSIZE");
                    assertThat(rig.writes.get(2).isSuccess()).isTrue();
                    assertThat(rig.arrived()).containsExactly(1, 2);
                }),
                row("OPEN, none refused: the window is filled again and again", rig -> {
                    rig.writeMany(MANY);
                    flush(rig);
                    assertThat(rig.writes).allMatch(ChannelFuture::isSuccess);
                    assertThat(rig.arrived()).containsExactly(upTo(MANY));
                }),
                row("OPEN, some refused, others in flight: these first", rig -> {
                    rig.force(Fault.NO_SEND_ROOM);
                    rig.writeMany(10);
                    flush(rig);
                    assertThat(rig.arrived()).containsExactly(2, 3, 4, 5, 6, 7, 8, 9, 10, 1);
                }));
    }

    private static Stream<Row> refused() {
        return Stream.of(
                row("OPEN, some refused, none in flight: waits for room, then before anything newer", rig -> {
                    rig.force(Fault.NO_SEND_ROOM, 2);
                    rig.writeMany(2);
                    rig.channel.flush();
                    rig.turns(1);
                    rig.write(3, rig.peerAddress());
                    flush(rig);
                    assertThat(rig.arrived()).containsExactly(1, 2, 3);
                }),
                row("OPEN, refused again and again: polls once, then pauses", rig -> {
                    rig.force(Fault.NO_SEND_ROOM, 6);
                    rig.writeMany(1);
                    rig.channel.flush();
                    rig.await("the poll was in vain", () -> rig.kernel.plan().fired(Fault.NO_SEND_ROOM) == 2);
                    rig.turns(3);
                    assertThat(rig.inFlight()).doesNotContain(POLL);
                    flush(rig);
                    assertThat(rig.kernel.plan().fired(Fault.NO_SEND_ROOM)).isEqualTo(6);
                    assertThat(rig.arrived()).containsExactly(1);
                }),
                row("OPEN, some refused, the channel leaves its loop: tried again from the next", rig -> {
                    rig.force(Fault.NO_SEND_ROOM, 3);
                    rig.writeMany(3);
                    rig.channel.flush();
                    rig.turns(1);
                    ChannelFuture gone = rig.channel.deregister();
                    rig.await("gone", gone::isSuccess);
                    assertThat(rig.inFlight()).isEmpty();
                    assertThat(rig.writes).noneMatch(ChannelFuture::isDone);
                    rig.join(rig.channel);
                    flush(rig);
                    assertThat(rig.writes).allMatch(ChannelFuture::isSuccess);
                    assertThat(rig.arrived()).containsExactly(1, 2, 3);
                }));
    }

    private static Stream<Row> finishing() {
        return Stream.of(
                row("FINISHING, none refused, more flushed: all goes out", rig -> {
                    rig.writeMany(MANY);
                    rig.channel.flush();
                    rig.channel.close();
                    rig.awaitClosed();
                    assertThat(rig.writes).allMatch(ChannelFuture::isSuccess);
                    assertThat(rig.arrived()).containsExactly(upTo(MANY));
                }),
                row("FINISHING, some refused: the rest fails", rig -> {
                    rig.force(Fault.NO_SEND_ROOM, 2);
                    rig.writeMany(MANY);
                    rig.channel.flush();
                    rig.channel.close();
                    rig.awaitClosed();
                    assertThat(rig.writes.get(0).cause()).isInstanceOf(ClosedChannelException.class);
                    assertThat(rig.writes.get(MANY - 1).cause()).isInstanceOf(ClosedChannelException.class);
                    long succeeded = rig.writes.stream().filter(ChannelFuture::isSuccess).count();
                    assertThat(rig.arrived()).as("what succeeded, and nothing else").hasSize((int) succeeded)
                            .doesNotContain(1, 2);
                }),
                row("FINISHING while it waits for room: all that is left fails", rig -> {
                    rig.force(Fault.NO_SEND_ROOM, 3);
                    rig.writeMany(2);
                    rig.channel.flush();
                    rig.turns(1);
                    rig.channel.close();
                    rig.awaitClosed();
                    assertThat(rig.writes).allMatch(write -> write.cause() instanceof ClosedChannelException);
                    assertThat(rig.arrived()).isEmpty();
                }));
    }

    private static Stream<Row> sends() {
        return Stream.of(
                row("DatagramSend: IDLE, take an empty one: DONE, not sent", rig -> {
                    rig.write(0, rig.peerAddress());
                    rig.write(1, rig.peerAddress());
                    flush(rig);
                    assertThat(rig.writes).allMatch(ChannelFuture::isSuccess);
                    assertThat(rig.arrived()).containsExactly(1);
                }),
                row("DatagramSend: IDLE, take one that cannot be addressed: DONE, with a failure", rig -> {
                    rig.write(1, new InetSocketAddress("2001:db8::1", 9));
                    rig.write(2, rig.peerAddress());
                    flush(rig);
                    assertThat(rig.writes.get(0).cause()).isInstanceOf(IllegalArgumentException.class);
                    assertThat(rig.writes.get(1).isSuccess()).isTrue();
                    assertThat(rig.arrived()).containsExactly(2);
                }),
                row("DatagramSend: IN_FLIGHT, -EINTR: REFUSED, sent again", rig -> {
                    rig.force(Fault.SEND_EINTR);
                    rig.write(1, rig.peerAddress());
                    flush(rig);
                    assertThat(rig.writes.get(0).isSuccess()).isTrue();
                    assertThat(rig.arrived()).containsExactly(1);
                }),
                row("DatagramSend: IN_FLIGHT, -EDESTADDRREQ: DONE, with a failure", rig -> {
                    rig.write(1, null);
                    rig.write(2, rig.peerAddress());
                    flush(rig);
                    assertThat(rig.writes.get(0).cause()).hasMessageContaining("EDESTADDRREQ");
                    assertThat(rig.arrived()).containsExactly(2);
                    assertThat(rig.channel.isOpen()).isTrue();
                }),
                row("DatagramSend: IN_FLIGHT, -ECONNREFUSED of an earlier one: DONE, with a failure", rig -> {
                    rig.channel.config().setAutoRead(false); // or the reader is told
                    rig.turns(3);
                    rig.connect(rig.nobody());
                    rig.write(1, null);
                    rig.write(2, null);
                    flush(rig);
                    assertThat(rig.writes.get(0).isSuccess()).isTrue();
                    assertThat(rig.writes.get(1).cause()).isInstanceOf(PortUnreachableException.class);
                    assertThat(rig.told).isEmpty();
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void shouldDoWhatTheTableSays(Row row) {
        DatagramRig rig = new DatagramRig(
                IoUringIoHandlerConfig.builder().ringSize(16).cqSize(32).buffers(8, 256));
        try {
            row.way.accept(rig.bind(true));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + rig, e);
        }
        rig.close();
    }
}
