// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelFuture;
import io.netty.channel.FixedRecvByteBufAllocator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.ring.Feature;
import org.nettyuring.testsuite.kernel.Fault;

/** What the reader of a datagram channel arms and makes of completions, row by row of its tables. */
class DatagramReaderRowsTest {
    private static final String RECVMSG = "IORING_OP_RECVMSG";
    private static final String POLL = "IORING_OP_POLL_ADD";

    private record Row(String name, IoUringIoHandlerConfig.Builder config, Consumer<DatagramRig> way) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(armed(), armedWithoutBuffers(), open(), interrupted(), withoutMemory(),
                withoutMemoryAndLeaving(), closing()).flatMap(rows -> rows);
    }

    private static IoUringIoHandlerConfig.Builder config() {
        return IoUringIoHandlerConfig.builder().ringSize(16).cqSize(32).buffers(8, 256);
    }

    private static Row row(String name, Consumer<DatagramRig> way) {
        return new Row(name, config(), way);
    }

    private static Stream<Row> armed() {
        return Stream.of(
                row("wanted, autoRead on: a multishot receive, which stays", rig -> {
                    rig.bind(true);
                    String armed = rig.inFlight();
                    assertThat(armed).startsWith(RECVMSG);
                    rig.receive(5);
                    rig.awaitTold("5", "complete");
                    assertThat(rig.inFlight()).isEqualTo(armed);
                }),
                row("wanted, autoRead off: a poll, then one receive", rig -> {
                    rig.bind(false);
                    rig.channel.read();
                    rig.turns(2);
                    assertThat(rig.inFlight()).startsWith(POLL).doesNotContain(RECVMSG);
                    rig.receive(5);
                    rig.receive(6);
                    rig.awaitTold("5", "complete");
                    rig.turns(3);
                    assertThat(rig.told).as("no more than was asked for").hasSize(2);
                    assertThat(rig.inFlight()).as("wanted no longer").isEmpty();
                    rig.channel.read();
                    rig.awaitTold("5", "complete", "6", "complete");
                }),
                row("wanted, autoRead switched lately: a poll, later a multishot again", rig -> {
                    rig.bind(true);
                    rig.channel.config().setAutoRead(false);
                    rig.turns(3);
                    rig.channel.config().setAutoRead(true);
                    rig.turns(3);
                    assertThat(rig.inFlight()).startsWith(POLL).doesNotContain(RECVMSG);
                    for (int i = 0; i < 40; i++) {
                        int after = rig.told.size() + 2;
                        rig.receive(5);
                        rig.await("a read loop", () -> rig.told.size() == after);
                    }
                    rig.turns(3);
                    assertThat(rig.inFlight()).startsWith(RECVMSG).doesNotContain(POLL);
                }),
                row("wanted, but datagrams are parked: these first", rig -> {
                    park(rig);
                    rig.channel.read();
                    rig.awaitTold("5", "complete");
                }),
                row("not wanted: nothing", rig -> {
                    rig.bind(false);
                    rig.receive(5);
                    rig.turns(3);
                    assertThat(rig.inFlight()).isEmpty();
                    assertThat(rig.told).isEmpty();
                }));
    }

    private static Stream<Row> armedWithoutBuffers() {
        return Stream.of(
                new Row("wanted, no provided buffers: a poll, then receives until there is no datagram",
                        config().disable(Feature.PBUF_RING), rig -> {
                    rig.bind(true);
                    assertThat(rig.inFlight()).startsWith(POLL);
                    rig.receive(5);
                    rig.receive(6);
                    rig.awaitTold("5", "6", "complete");
                    rig.turns(2);
                    assertThat(rig.inFlight()).startsWith(POLL);
                }),
                new Row("wanted, no provided buffers: receives until the allocator has enough",
                        config().disable(Feature.PBUF_RING), rig -> {
                    rig.channel.config().setRecvByteBufAllocator(
                            new FixedRecvByteBufAllocator(64).maxMessagesPerRead(2));
                    rig.bind(true);
                    for (int i = 1; i <= 3; i++) {
                        rig.receive(i);
                    }
                    rig.awaitTold("1", "2", "complete", "3", "complete");
                }),
                row("wanted, but there was no buffer: nothing, until buffers came back", rig -> {
                    rig.bind(true);
                    rig.kept.keep();
                    rig.receive(1);
                    rig.receive(2);
                    rig.receive(3); // there are buffers for two
                    rig.await("all three", () -> rig.told.contains("3"));
                    assertThat(rig.kernel.describe()).contains("res -105");
                    rig.turns(2);
                    assertThat(rig.inFlight()).startsWith(RECVMSG);
                }));
    }

    /** A datagram came after reads were switched off. */
    private static void park(DatagramRig rig) {
        rig.bind(true);
        rig.force(Fault.CANCEL_LOSES);
        rig.receive(5);
        rig.channel.config().setAutoRead(false);
        rig.turns(4);
        assertThat(rig.told).as("parked").isEmpty();
        assertThat(rig.inFlight()).isEmpty();
    }

    private static Stream<Row> open() {
        return Stream.of(
                row("open, a datagram, several of one batch", rig -> {
                    rig.bind(true);
                    rig.receive(5);
                    rig.receive(6);
                    rig.awaitTold("5", "6", "complete");
                }),
                row("open, a datagram without MORE: armed again", rig -> {
                    rig.bind(true);
                    rig.force(Fault.CQ_OVERFLOW);
                    rig.receive(5);
                    rig.awaitTold("5", "complete");
                    rig.turns(2);
                    assertThat(rig.inFlight()).startsWith(RECVMSG);
                    rig.receive(6);
                    rig.awaitTold("5", "complete", "6", "complete");
                }),
                row("open, an empty datagram: delivered, armed again", rig -> {
                    rig.bind(true);
                    rig.receive(0);
                    rig.awaitTold("0", "complete");
                    rig.receive(6);
                    rig.awaitTold("0", "complete", "6", "complete");
                }),
                row("open, cut to the allocator's guess", rig -> {
                    rig.channel.config().setRecvByteBufAllocator(
                            new FixedRecvByteBufAllocator(64).maxMessagesPerRead(2));
                    rig.bind(true);
                    rig.receive(65);
                    rig.receive(64);
                    rig.awaitTold("64", "64", "complete");
                }),
                row("leaves its loop, a datagram: as open, armed again on the next", rig -> {
                    rig.bind(true);
                    rig.force(Fault.CANCEL_LOSES);
                    rig.receive(5);
                    ChannelFuture gone = rig.channel.deregister();
                    rig.await("gone", gone::isSuccess);
                    assertThat(rig.inFlight()).isEmpty();
                    rig.receive(6);
                    rig.join(rig.channel);
                    rig.await("both", () -> rig.told.containsAll(List.of("5", "6")));
                    assertThat(rig.told.indexOf("5")).isLessThan(rig.told.indexOf("6"));
                }));
    }

    private static Stream<Row> interrupted() {
        return Stream.of(
                new Row("open, -EAGAIN: the read loop ends; polls again",
                        config().disable(Feature.PBUF_RING), rig -> {
                    rig.bind(true);
                    rig.receive(5);
                    rig.awaitTold("5", "complete");
                    rig.turns(2);
                    assertThat(rig.inFlight()).startsWith(POLL);
                    rig.receive(6);
                    rig.awaitTold("5", "complete", "6", "complete");
                }),
                new Row("open, -EINTR of a single receive: again, and nobody is told",
                        config().disable(Feature.PBUF_RING), rig -> {
                    rig.bind(true);
                    rig.force(Fault.RECV_EINTR);
                    rig.receive(5);
                    rig.awaitTold("5", "complete");
                }),
                row("open, -ENOBUFS: armed again when buffers came back", rig -> {
                    rig.bind(true);
                    rig.force(Fault.NO_BUFFERS);
                    rig.receive(5);
                    rig.awaitTold("5", "complete");
                    rig.turns(2);
                    assertThat(rig.inFlight()).startsWith(RECVMSG);
                }),
                row("open, -ECANCELED: armed again if wanted", rig -> {
                    rig.bind(true);
                    rig.channel.config().setAutoRead(false);
                    rig.channel.config().setAutoRead(true);
                    rig.turns(4);
                    assertThat(rig.inFlight()).isNotEmpty();
                    rig.receive(5);
                    rig.awaitTold("5", "complete");
                }),
                row("open, -EINTR: armed again, and nobody is told", rig -> {
                    rig.bind(true);
                    rig.force(Fault.RECV_EINTR);
                    rig.receive(5);
                    rig.awaitTold("5", "complete");
                    rig.turns(2);
                    assertThat(rig.inFlight()).startsWith(RECVMSG);
                }),
                row("open, the error of an earlier datagram: exceptionCaught, armed again", rig -> {
                    rig.bind(true);
                    rig.connect(rig.nobody());
                    rig.write(1, null);
                    rig.channel.flush();
                    rig.awaitTold("complete", "PortUnreachableException");
                    rig.turns(2);
                    assertThat(rig.inFlight()).startsWith(RECVMSG);
                    assertThat(rig.writes.get(0).isSuccess()).isTrue();
                    assertThat(rig.channel.isActive()).isTrue();
                }));
    }

    private static Stream<Row> withoutMemory() {
        return Stream.of(
                new Row("open, -ENOBUFS of a single receive: after a pause",
                        config().disable(Feature.PBUF_RING), rig -> {
                    rig.bind(true);
                    shouldPause(rig, Fault.RECV_ENOBUFS);
                }),
                new Row("open, -ENOMEM of a single receive: after a pause",
                        config().disable(Feature.PBUF_RING), rig -> {
                    rig.bind(true);
                    shouldPause(rig, Fault.RECV_ENOMEM);
                }),
                row("open, -ENOMEM of a multishot receive: after a pause", rig -> {
                    rig.bind(true);
                    shouldPause(rig, Fault.RECV_ENOMEM);
                }),
                row("open, -ENOBUFS of a single receive, and there are provided buffers: after a pause", rig -> {
                    rig.bind(true);
                    rig.channel.config().setAutoRead(false);
                    rig.turns(3);
                    rig.channel.read();
                    rig.turns(2);
                    shouldPause(rig, Fault.RECV_ENOBUFS);
                }),
                new Row("open, -ENOBUFS again and again: longer pauses, exceptionCaught, armed again",
                        config().disable(Feature.PBUF_RING), rig -> {
                    rig.bind(true);
                    long begin = rig.kernel.nanoTime();
                    rig.force(Fault.RECV_ENOBUFS, 11);
                    rig.receive(5);
                    rig.await("told", () -> rig.told.contains("ErrnoException"));
                    assertThat(rig.kernel.nanoTime() - begin).isGreaterThan(TimeUnit.SECONDS.toNanos(1));
                    rig.awaitTold("complete", "ErrnoException", "5", "complete");
                }));
    }

    private static Stream<Row> withoutMemoryAndLeaving() {
        return Stream.of(
                new Row("leaves its loop in such a pause: armed again on the next",
                        config().disable(Feature.PBUF_RING), rig -> {
                    rig.bind(true);
                    pause(rig, Fault.RECV_ENOBUFS);
                    ChannelFuture gone = rig.channel.deregister();
                    rig.await("gone", gone::isSuccess);
                    rig.join(rig.channel);
                    rig.awaitTold("5", "complete");
                }),
                new Row("closing in such a pause", config().disable(Feature.PBUF_RING), rig -> {
                    rig.bind(true);
                    pause(rig, Fault.RECV_ENOBUFS);
                    rig.channel.close();
                    rig.awaitClosed();
                    rig.waitLong();
                    assertThat(rig.told).containsExactly("inactive");
                }),
                new Row("closing, -ENOBUFS of a single receive", config().disable(Feature.PBUF_RING), rig -> {
                    rig.bind(true);
                    rig.receive(5);
                    rig.turns(1); // the poll is over: the receive goes with the next enter
                    rig.force(Fault.RECV_ENOBUFS, 2).force(Fault.CANCEL_LOSES);
                    rig.channel.close();
                    rig.awaitClosed();
                    assertThat(rig.told).containsExactly("inactive");
                }));
    }

    /** A datagram is there, and the kernel has no memory to receive it. */
    private static void pause(DatagramRig rig, Fault fault) {
        rig.force(fault);
        rig.receive(5);
        rig.turns(50);
        assertThat(rig.kernel.plan().fired(fault)).isEqualTo(1);
        assertThat(rig.inFlight()).as("no try without a pause").isEmpty();
        assertThat(rig.told).isEmpty();
    }

    private static void shouldPause(DatagramRig rig, Fault fault) {
        pause(rig, fault);
        rig.awaitTold("5", "complete");
    }

    private static Stream<Row> closing() {
        return Stream.of(
                row("closing, a datagram: dropped", rig -> {
                    rig.bind(true);
                    rig.force(Fault.CANCEL_LOSES);
                    rig.receive(5);
                    rig.channel.close();
                    rig.awaitClosed();
                    assertThat(rig.told).containsExactly("inactive");
                }),
                row("closing, -ECANCELED", rig -> {
                    rig.bind(true);
                    rig.channel.close();
                    rig.awaitClosed();
                    assertThat(rig.told).containsExactly("inactive");
                }),
                row("closing, -ENOBUFS", rig -> {
                    rig.bind(true);
                    rig.force(Fault.CANCEL_LOSES).force(Fault.NO_BUFFERS);
                    rig.receive(5);
                    rig.channel.close();
                    rig.awaitClosed();
                    assertThat(rig.told).containsExactly("inactive");
                }),
                row("closing, the error of an earlier datagram", rig -> {
                    rig.bind(true);
                    rig.connect(rig.nobody());
                    rig.write(1, null);
                    rig.force(Fault.CANCEL_LOSES);
                    rig.channel.flush();
                    rig.channel.close();
                    rig.awaitClosed();
                    assertThat(rig.told).containsExactly("inactive");
                }),
                row("closing with a poll", rig -> {
                    rig.bind(false);
                    rig.channel.read();
                    rig.turns(2);
                    rig.channel.close();
                    rig.awaitClosed();
                    assertThat(rig.told).containsExactly("inactive");
                }),
                row("closing while it waits for buffers", rig -> {
                    rig.bind(true);
                    rig.kept.keep();
                    rig.force(Fault.NO_BUFFERS, 3);
                    rig.receive(5);
                    rig.turns(1);
                    rig.channel.close();
                    rig.awaitClosed();
                    assertThat(rig.told).endsWith("inactive");
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void shouldDoWhatTheTableSays(Row row) {
        DatagramRig rig = new DatagramRig(row.config);
        try {
            row.way.accept(rig);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + rig, e);
        }
        rig.close();
    }
}
