// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ConnectTimeoutException;
import io.netty.util.NetUtil;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettyuring.testsuite.kernel.Fault;

/** What a listener, and an attempt to connect, make of completions, row by row of their tables. */
class ConnectionRowsTest {
    private static final String ACCEPT = "IORING_OP_ACCEPT";

    static Stream<SceneRow> rows() {
        return Stream.of(acceptorRows(), connectorRows()).flatMap(rows -> rows);
    }

    private static Stream<SceneRow> acceptorRows() {
        return Stream.of(
                new SceneRow("Acceptor: autoRead on, connection", scene -> {
                    StreamSituation.LISTENING.enter(scene);
                    String armed = scene.inFlight();
                    assertThat(armed).startsWith(ACCEPT);
                    accept(scene, 1);
                    assertThat(scene.inFlight()).as("the same one stays").startsWith(armed);
                }),
                new SceneRow("Acceptor: autoRead on, overflow", scene -> {
                    StreamSituation.LISTENING.enter(scene);
                    scene.force(Fault.CQ_OVERFLOW);
                    accept(scene, 1);
                    scene.turns(2);
                    assertThat(scene.inFlight()).as("armed again").startsWith(ACCEPT);
                }),
                new SceneRow("Acceptor: autoRead off, one per read", scene -> {
                    StreamSituation.LISTENING_ON_DEMAND.enter(scene);
                    accept(scene, 1);
                    scene.far = scene.farConnect(scene.port());
                    scene.turns(5);
                    assertThat(scene.story.accepted).isEqualTo(1);
                    scene.channel.read();
                    scene.await("the second", () -> scene.story.accepted == 2);
                }),
                new SceneRow("Acceptor: -EMFILE", scene -> {
                    StreamSituation.LISTENING.enter(scene);
                    scene.force(Fault.ACCEPT_EMFILE);
                    scene.far = scene.farConnect(scene.port());
                    scene.await("told", () -> scene.story.exceptions.size() == 1);
                    assertThat(scene.inFlight()).as("not at once").doesNotContain(ACCEPT);
                    scene.await("after a pause", () -> scene.story.accepted == 1);
                }));
    }

    private static void accept(SimulatedScene scene, int count) {
        scene.far = scene.farConnect(scene.port());
        scene.await("accepted", () -> scene.story.accepted == count);
        scene.far.close();
    }

    private static Stream<SceneRow> connectorRows() {
        return Stream.of(
                new SceneRow("Connector: 0", scene -> {
                    scene.connect(true);
                    assertThat(scene.story.active).isEqualTo(1);
                }),
                new SceneRow("Connector: -ECONNREFUSED", scene -> {
                    StreamSituation.REGISTERED.enter(scene);
                    assertThat(failureOf(scene, scene.channel.connect(new InetSocketAddress(NetUtil.LOCALHOST4, 7))))
                            .isInstanceOf(ConnectException.class);
                }),
                new SceneRow("Connector: no answer", scene -> {
                    StreamSituation.REGISTERED.enter(scene);
                    assertThat(failureOf(scene, scene.channel.connect(scene.deadAddress())))
                            .isInstanceOf(ConnectTimeoutException.class);
                    scene.await("closed", () -> !scene.channel.isOpen());
                }),
                new SceneRow("Connector: given up", scene -> {
                    StreamSituation.REGISTERED.enter(scene);
                    ChannelFuture connecting = scene.channel.connect(scene.deadAddress());
                    scene.turns(2);
                    assertThat(connecting.cancel(false)).isTrue();
                    scene.await("closed", () -> !scene.channel.isOpen());
                }));
    }

    private static Throwable failureOf(Scene scene, ChannelFuture future) {
        scene.await("failed", future::isDone);
        return future.cause();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void shouldDoWhatTheTableSays(SceneRow row) {
        row.walk();
    }
}
