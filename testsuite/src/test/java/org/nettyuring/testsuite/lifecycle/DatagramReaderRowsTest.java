// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelFuture;
import io.netty.channel.FixedRecvByteBufAllocator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettyuring.testsuite.kernel.Fault;

/** What the reader of a datagram channel arms and makes of completions, row by row of its tables. */
class DatagramReaderRowsTest {
    private static final String RECVMSG = "IORING_OP_RECVMSG";
    private static final String POLL = "IORING_OP_POLL_ADD";

    static Stream<DatagramRow> rows() {
        return Stream.of(armed(), armedWithoutBuffers(), open(), interrupted(), closing()).flatMap(rows -> rows);
    }

    private static Stream<DatagramRow> armed() {
        return Stream.of(
                new DatagramRow("wanted, autoRead on: a multishot receive, which stays", rig -> {
                    rig.bind(true);
                    String armed = rig.inFlight();
                    assertThat(armed).startsWith(RECVMSG);
                    rig.receive(5);
                    rig.awaitTold("5", "complete");
                    assertThat(rig.inFlight()).isEqualTo(armed);
                }),
                new DatagramRow("wanted, autoRead off: a poll, then one receive", rig -> {
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
                new DatagramRow("wanted, autoRead switched lately: a poll, later a multishot again", rig -> {
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
                new DatagramRow("wanted, but datagrams are parked: these first", rig -> {
                    park(rig);
                    rig.channel.read();
                    rig.awaitTold("5", "complete");
                }),
                new DatagramRow("not wanted: nothing", rig -> {
                    rig.bind(false);
                    rig.receive(5);
                    rig.turns(3);
                    assertThat(rig.inFlight()).isEmpty();
                    assertThat(rig.told).isEmpty();
                }));
    }

    private static Stream<DatagramRow> armedWithoutBuffers() {
        return Stream.of(
                DatagramRow.withoutProvidedBuffers(
                        "wanted, no provided buffers: a poll, then receives until there is no datagram", rig -> {
                    rig.bind(true);
                    assertThat(rig.inFlight()).startsWith(POLL);
                    rig.receive(5);
                    rig.receive(6);
                    rig.awaitTold("5", "6", "complete");
                    rig.turns(2);
                    assertThat(rig.inFlight()).startsWith(POLL);
                }),
                DatagramRow.withoutProvidedBuffers(
                        "wanted, no provided buffers: receives until the allocator has enough", rig -> {
                    rig.channel.config().setRecvByteBufAllocator(
                            new FixedRecvByteBufAllocator(64).maxMessagesPerRead(2));
                    rig.bind(true);
                    for (int i = 1; i <= 3; i++) {
                        rig.receive(i);
                    }
                    rig.awaitTold("1", "2", "complete", "3", "complete");
                }),
                new DatagramRow("wanted, but there was no buffer: nothing, until buffers came back", rig -> {
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

    private static Stream<DatagramRow> open() {
        return Stream.of(
                new DatagramRow("open, a datagram, several of one batch", rig -> {
                    rig.bind(true);
                    rig.receive(5);
                    rig.receive(6);
                    rig.awaitTold("5", "6", "complete");
                }),
                new DatagramRow("open, a datagram without MORE: armed again", rig -> {
                    rig.bind(true);
                    rig.force(Fault.CQ_OVERFLOW);
                    rig.receive(5);
                    rig.awaitTold("5", "complete");
                    rig.turns(2);
                    assertThat(rig.inFlight()).startsWith(RECVMSG);
                    rig.receive(6);
                    rig.awaitTold("5", "complete", "6", "complete");
                }),
                new DatagramRow("open, an empty datagram: delivered, armed again", rig -> {
                    rig.bind(true);
                    rig.receive(0);
                    rig.awaitTold("0", "complete");
                    rig.receive(6);
                    rig.awaitTold("0", "complete", "6", "complete");
                }),
                new DatagramRow("open, cut to the allocator's guess", rig -> {
                    rig.channel.config().setRecvByteBufAllocator(
                            new FixedRecvByteBufAllocator(64).maxMessagesPerRead(2));
                    rig.bind(true);
                    rig.receive(65);
                    rig.receive(64);
                    rig.awaitTold("64", "64", "complete");
                }),
                new DatagramRow("leaves its loop, a datagram: as open, armed again on the next", rig -> {
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

    private static Stream<DatagramRow> interrupted() {
        return Stream.of(
                DatagramRow.withoutProvidedBuffers("open, -EAGAIN: the read loop ends; polls again", rig -> {
                    rig.bind(true);
                    rig.receive(5);
                    rig.awaitTold("5", "complete");
                    rig.turns(2);
                    assertThat(rig.inFlight()).startsWith(POLL);
                    rig.receive(6);
                    rig.awaitTold("5", "complete", "6", "complete");
                }),
                DatagramRow.withoutProvidedBuffers(
                        "open, -EINTR of a single receive: again, and nobody is told", rig -> {
                    rig.bind(true);
                    rig.force(Fault.RECV_EINTR);
                    rig.receive(5);
                    rig.awaitTold("5", "complete");
                }),
                new DatagramRow("open, -ENOBUFS: armed again when buffers came back", rig -> {
                    rig.bind(true);
                    rig.force(Fault.NO_BUFFERS);
                    rig.receive(5);
                    rig.awaitTold("5", "complete");
                    rig.turns(2);
                    assertThat(rig.inFlight()).startsWith(RECVMSG);
                }),
                new DatagramRow("open, -ECANCELED: armed again if wanted", rig -> {
                    rig.bind(true);
                    rig.channel.config().setAutoRead(false);
                    rig.channel.config().setAutoRead(true);
                    rig.turns(4);
                    assertThat(rig.inFlight()).isNotEmpty();
                    rig.receive(5);
                    rig.awaitTold("5", "complete");
                }),
                new DatagramRow("open, -EINTR: armed again, and nobody is told", rig -> {
                    rig.bind(true);
                    rig.force(Fault.RECV_EINTR);
                    rig.receive(5);
                    rig.awaitTold("5", "complete");
                    rig.turns(2);
                    assertThat(rig.inFlight()).startsWith(RECVMSG);
                }),
                new DatagramRow("open, the error of an earlier datagram: exceptionCaught, armed again", rig -> {
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

    private static Stream<DatagramRow> closing() {
        return Stream.of(
                new DatagramRow("closing, a datagram: dropped", rig -> {
                    rig.bind(true);
                    rig.force(Fault.CANCEL_LOSES);
                    rig.receive(5);
                    rig.channel.close();
                    rig.awaitClosed();
                    assertThat(rig.told).containsExactly("inactive");
                }),
                new DatagramRow("closing, -ECANCELED", rig -> {
                    rig.bind(true);
                    rig.channel.close();
                    rig.awaitClosed();
                    assertThat(rig.told).containsExactly("inactive");
                }),
                new DatagramRow("closing, -ENOBUFS", rig -> {
                    rig.bind(true);
                    rig.force(Fault.CANCEL_LOSES).force(Fault.NO_BUFFERS);
                    rig.receive(5);
                    rig.channel.close();
                    rig.awaitClosed();
                    assertThat(rig.told).containsExactly("inactive");
                }),
                new DatagramRow("closing, the error of an earlier datagram", rig -> {
                    rig.bind(true);
                    rig.connect(rig.nobody());
                    rig.write(1, null);
                    rig.force(Fault.CANCEL_LOSES);
                    rig.channel.flush();
                    rig.channel.close();
                    rig.awaitClosed();
                    assertThat(rig.told).containsExactly("inactive");
                }),
                new DatagramRow("closing with a poll", rig -> {
                    rig.bind(false);
                    rig.channel.read();
                    rig.turns(2);
                    rig.channel.close();
                    rig.awaitClosed();
                    assertThat(rig.told).containsExactly("inactive");
                }),
                new DatagramRow("closing while it waits for buffers", rig -> {
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
    void shouldDoWhatTheTableSays(DatagramRow row) {
        row.walk();
    }
}
