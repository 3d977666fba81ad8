// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettyuring.testsuite.kernel.Fault;

/** What a stream's writer makes of completions, row by row of its table. */
class StreamWriterRowsTest {
    static Stream<SceneRow> rows() {
        return Stream.of(writerRows(), finishingWriterRows()).flatMap(rows -> rows);
    }

    private static Stream<SceneRow> writerRows() {
        return Stream.of(
                new SceneRow("StreamWriter: OPEN, bytes", scene -> {
                    scene.connect(true);
                    scene.force(Fault.SHORT_SEND);
                    scene.write(100);
                    scene.await("sent in two", scene.lastWrite());
                    assertThat(scene.far.readAll()).isEqualTo(100);
                }),
                new SceneRow("StreamWriter: OPEN, -EAGAIN", scene -> sendRefused(scene, Fault.SEND_EAGAIN)),
                new SceneRow("StreamWriter: OPEN, -EINTR", scene -> sendRefused(scene, Fault.SEND_EINTR)),
                new SceneRow("StreamWriter: OPEN, -EAGAIN without a copy", scene -> {
                    scene.connect(true);
                    scene.sendZeroCopy();
                    scene.force(Fault.SEND_EAGAIN);
                    scene.write(100);
                    scene.await("sent nevertheless", scene.lastWrite());
                    assertThat(scene.far.readAll()).isEqualTo(100);
                }),
                new SceneRow("StreamWriter: OPEN, -ECANCELED", scene -> {
                    StreamSituation.SENDING.enter(scene);
                    scene.await("deregister", scene.ask("deregister", scene.channel.deregister()));
                    assertThat(scene.lastWrite().isDone()).isFalse();
                    scene.await("register", scene.joinLoop());
                    readUntilWritten(scene);
                }),
                new SceneRow("StreamWriter: OPEN, other error", scene -> {
                    StreamSituation.SENDING.enter(scene);
                    scene.stream().reset();
                    scene.await("closed", () -> !scene.channel.isOpen());
                    assertThat(scene.lastWrite().cause()).isInstanceOf(IOException.class);
                }));
    }

    private static Stream<SceneRow> finishingWriterRows() {
        return Stream.of(
                new SceneRow("StreamWriter: FINISHING, all bytes, more flushed", scene -> {
                    scene.connect(true);
                    scene.force(Fault.DELAY);
                    scene.write(10);
                    scene.write(20);
                    scene.await("closed", scene.channel.close());
                    assertThat(scene.lastWrite().isSuccess()).isTrue();
                    assertThat(scene.far.readAll()).isEqualTo(30);
                }),
                new SceneRow("StreamWriter: FINISHING, -EAGAIN", scene -> {
                    scene.connect(true);
                    scene.force(Fault.SEND_EAGAIN);
                    scene.write(10);
                    scene.await("closed", scene.channel.close());
                    assertThat(scene.lastWrite().cause()).isInstanceOf(ClosedChannelException.class);
                    assertThat(scene.far.readAll()).isZero();
                }),
                new SceneRow("StreamWriter: FINISHING, anything else", scene -> {
                    scene.connect(true);
                    scene.write(scene.tooMuch());
                    scene.await("closed", scene.channel.close());
                    assertThat(scene.lastWrite().isSuccess()).isFalse();
                    assertThat(scene.far.readAll()).isPositive().isLessThan(scene.tooMuch());
                }),
                new SceneRow("StreamWriter: FINISHING for the end of the output", scene -> {
                    scene.connect(true);
                    scene.write(10);
                    scene.await("shut down", ((SocketChannel) scene.channel).shutdownOutput());
                    assertThat(scene.lastWrite().isSuccess()).isTrue();
                    assertThat(scene.far.readAll()).isEqualTo(10);
                    assertThat(scene.stream().hasSeenEnd()).isTrue();
                }));
    }

    /** The same bytes go again, once there is room. */
    private static void sendRefused(SimulatedScene scene, Fault fault) {
        scene.connect(true);
        scene.force(fault);
        scene.write(100);
        scene.write(200);
        scene.await("sent nevertheless", scene.lastWrite());
        assertThat(scene.far.readAll()).isEqualTo(300);
        assertThat(scene.story.exceptions).isEmpty();
    }

    private static void readUntilWritten(Scene scene) {
        int[] total = new int[1];
        scene.await("written", () -> {
            total[0] += scene.far.readAll();
            return scene.lastWrite().isSuccess();
        });
        total[0] += scene.far.readAll();
        assertThat(total[0]).isEqualTo(scene.tooMuch() + 10);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void shouldDoWhatTheTableSays(SceneRow row) {
        row.walk();
    }
}
