// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettyuring.testsuite.kernel.Fault;

/** What the reader of a datagram channel does when the kernel has no memory for a receive, row by row. */
class DatagramMemoryRowsTest {
    static Stream<DatagramRow> rows() {
        return Stream.concat(withoutMemory(), withoutMemoryAndLeaving());
    }

    private static Stream<DatagramRow> withoutMemory() {
        return Stream.of(
                DatagramRow.withoutProvidedBuffers("open, -ENOBUFS of a single receive: after a pause", rig -> {
                    rig.bind(true);
                    shouldPause(rig, Fault.RECV_ENOBUFS);
                }),
                DatagramRow.withoutProvidedBuffers("open, -ENOMEM of a single receive: after a pause", rig -> {
                    rig.bind(true);
                    shouldPause(rig, Fault.RECV_ENOMEM);
                }),
                new DatagramRow("open, -ENOMEM of a multishot receive: after a pause", rig -> {
                    rig.bind(true);
                    shouldPause(rig, Fault.RECV_ENOMEM);
                }),
                new DatagramRow(
                        "open, -ENOBUFS of a single receive, and there are provided buffers: after a pause", rig -> {
                    rig.bind(true);
                    rig.channel.config().setAutoRead(false);
                    rig.turns(3);
                    rig.channel.read();
                    rig.turns(2);
                    shouldPause(rig, Fault.RECV_ENOBUFS);
                }),
                DatagramRow.withoutProvidedBuffers(
                        "open, -ENOBUFS again and again: longer pauses, exceptionCaught, armed again", rig -> {
                    rig.bind(true);
                    long begin = rig.kernel.nanoTime();
                    rig.force(Fault.RECV_ENOBUFS, 11);
                    rig.receive(5);
                    rig.await("told", () -> rig.told.contains("ErrnoException"));
                    assertThat(rig.kernel.nanoTime() - begin).isGreaterThan(TimeUnit.SECONDS.toNanos(1));
                    rig.awaitTold("complete", "ErrnoException", "5", "complete");
                }));
    }

    private static Stream<DatagramRow> withoutMemoryAndLeaving() {
        return Stream.of(
                DatagramRow.withoutProvidedBuffers("leaves its loop in such a pause: armed again on the next", rig -> {
                    rig.bind(true);
                    pause(rig, Fault.RECV_ENOBUFS);
                    ChannelFuture gone = rig.channel.deregister();
                    rig.await("gone", gone::isSuccess);
                    rig.join(rig.channel);
                    rig.awaitTold("5", "complete");
                }),
                DatagramRow.withoutProvidedBuffers("closing in such a pause", rig -> {
                    rig.bind(true);
                    pause(rig, Fault.RECV_ENOBUFS);
                    rig.channel.close();
                    rig.awaitClosed();
                    rig.waitLong();
                    assertThat(rig.told).containsExactly("inactive");
                }),
                DatagramRow.withoutProvidedBuffers("closing, -ENOBUFS of a single receive", rig -> {
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

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void shouldDoWhatTheTableSays(DatagramRow row) {
        row.walk();
    }
}
