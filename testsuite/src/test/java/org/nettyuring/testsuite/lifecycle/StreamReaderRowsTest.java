// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettyuring.testsuite.kernel.Fault;

/** What a stream's reader makes of completions, row by row of its table. */
class StreamReaderRowsTest {
    private static final String RECV = "IORING_OP_RECV";
    private static final String POLL = "IORING_OP_POLL_ADD";

    static Stream<SceneRow> rows() {
        return Stream.of(readerRows(), promptReaderRows(), interruptedReaderRows(), withoutMemoryRows(),
                missedEndRows()).flatMap(rows -> rows);
    }

    private static Stream<SceneRow> readerRows() {
        return Stream.of(
                new SceneRow("StreamReader: wanted, autoRead on", scene -> {
                    scene.connect(true);
                    scene.turns(2);
                    String armed = scene.inFlight();
                    assertThat(armed).startsWith(RECV);
                    receive(scene, 10);
                    assertThat(scene.inFlight()).as("the same one stays").startsWith(armed);
                }),
                new SceneRow("StreamReader: wanted, autoRead off", scene -> {
                    scene.connect(false);
                    scene.channel.read();
                    scene.turns(2);
                    assertThat(scene.inFlight()).contains(RECV);
                    receive(scene, 10);
                    assertThat(scene.inFlight()).as("wanted no longer").doesNotContain(RECV).contains(POLL);
                }),
                SceneRow.withoutProvidedBuffers("StreamReader: wanted, no provided buffers", scene -> {
                    scene.connect(true);
                    scene.turns(2);
                    assertThat(scene.inFlight()).startsWith(POLL);
                    receive(scene, 10);
                }),
                new SceneRow("StreamReader: wanted, but bytes are parked", scene -> {
                    StreamSituation.NOT_RECEIVING_WHAT_IS_THERE.enter(scene);
                    int before = scene.story.reads;
                    scene.channel.read();
                    scene.await("a read", () -> scene.story.reads == before + 1);
                }),
                new SceneRow("StreamReader: not wanted", scene -> {
                    scene.connect(false);
                    scene.turns(2);
                    assertThat(scene.inFlight()).startsWith(POLL).doesNotContain(RECV);
                    scene.stream().shutdownOutput();
                    scene.await("notices", () -> ((SocketChannel) scene.channel).isInputShutdown());
                }));
    }

    private static Stream<SceneRow> promptReaderRows() {
        return Stream.of(
                new SceneRow("StreamReader: wanted, autoRead off, reads are prompt", scene -> {
                    String armed = readPromptly(scene);
                    readOne(scene);
                    assertThat(scene.inFlight()).as("the same one stays").startsWith(armed);
                }),
                new SceneRow("StreamReader: reads are prompt, but now nobody wants what comes", scene -> {
                    readPromptly(scene);
                    int before = scene.story.reads;
                    scene.far.write(new byte[10]); // it was asked for
                    scene.await("received", () -> scene.story.reads == before + 1);
                    scene.far.write(new byte[20]);
                    scene.await("cancelled", () -> !scene.inFlight().contains(RECV));
                    scene.turns(5);
                    assertThat(scene.story.reads).isEqualTo(before + 1);
                    scene.channel.read();
                    scene.await("what was parked", () -> scene.story.reads == before + 2);
                }),
                new SceneRow("StreamReader: reads are prompt, the peer goes, nobody wants to read", scene -> {
                    readPromptly(scene);
                    int before = scene.story.reads;
                    scene.far.write(new byte[10]);
                    scene.await("received", () -> scene.story.reads == before + 1);
                    scene.far.write(new byte[20]);
                    scene.stream().shutdownOutput();
                    scene.await("notices", () -> ((SocketChannel) scene.channel).isInputShutdown());
                    assertThat(scene.story.reads).as("and all before the end").isEqualTo(before + 2);
                }),
                new SceneRow("StreamReader: reads are prompt, the peer resets, nobody wants to read", scene -> {
                    readPromptly(scene);
                    int before = scene.story.reads;
                    scene.far.write(new byte[10]);
                    scene.await("received", () -> scene.story.reads == before + 1);
                    scene.stream().reset();
                    scene.await("told", () -> !scene.story.exceptions.isEmpty());
                }),
                new SceneRow("StreamReader: reads are prompt, autoRead is switched on", scene -> {
                    readPromptly(scene);
                    scene.channel.config().setAutoRead(true);
                    for (int i = 0; i < 3; i++) {
                        receive(scene, 10);
                    }
                }),
                new SceneRow("StreamReader: reads are prompt, another loop", scene -> {
                    readPromptly(scene);
                    scene.await("deregister", scene.ask("deregister", scene.channel.deregister()));
                    scene.await("register", scene.joinLoop());
                    readOne(scene);
                }));
    }

    /** As requests that wait for their answers are read; what is in flight then, with another read asked for. */
    private static String readPromptly(SimulatedScene scene) {
        scene.connect(false);
        scene.channel.read();
        for (int i = 0; i < 8; i++) {
            scene.turns(2);
            readOne(scene);
        }
        scene.turns(2);
        String armed = scene.inFlight();
        assertThat(armed).contains(RECV);
        return armed;
    }

    /** One was asked for; afterwards the next one is. */
    private static void readOne(SimulatedScene scene) {
        receive(scene, 10);
        scene.channel.read();
    }

    private static Stream<SceneRow> interruptedReaderRows() {
        return Stream.of(
                new SceneRow("StreamReader: wanted, but there was no buffer", scene -> {
                    scene.connect(true);
                    scene.turns(2);
                    scene.force(Fault.NO_BUFFERS);
                    receive(scene, 10);
                    scene.turns(2);
                    assertThat(scene.inFlight()).startsWith(RECV);
                }),
                new SceneRow("StreamReader: wanted, -EINTR", scene -> {
                    scene.connect(true);
                    scene.turns(2);
                    scene.force(Fault.RECV_EINTR);
                    receive(scene, 10);
                    scene.turns(2);
                    assertThat(scene.inFlight()).as("armed again").startsWith(RECV);
                    assertThat(scene.story.exceptions).isEmpty();
                }),
                new SceneRow("StreamReader: wanted, the completion queue overflowed", scene -> {
                    scene.connect(true);
                    scene.turns(2);
                    scene.force(Fault.CQ_OVERFLOW);
                    receive(scene, 10);
                    scene.turns(2);
                    assertThat(scene.inFlight()).as("armed again").startsWith(RECV);
                }));
    }

    private static Stream<SceneRow> withoutMemoryRows() {
        return Stream.of(
                SceneRow.withoutProvidedBuffers("StreamReader: wanted, -ENOBUFS: after a pause",
                        scene -> receiveLater(scene, Fault.RECV_ENOBUFS)),
                new SceneRow("StreamReader: wanted, -ENOMEM: after a pause",
                        scene -> receiveLater(scene, Fault.RECV_ENOMEM)),
                new SceneRow("StreamReader: wanted, -ENOMEM again and again: the connection ends", scene -> {
                    scene.connect(true);
                    scene.turns(2);
                    scene.force(Fault.RECV_ENOMEM, 11);
                    scene.far.write(new byte[10]);
                    scene.await("told", () -> scene.story.exceptions.size() == 1);
                    assertThat(scene.story.exceptions.get(0)).hasMessageContaining("ENOMEM");
                }),
                SceneRow.withoutProvidedBuffers("StreamReader: leaves its loop in such a pause", scene -> {
                    pause(scene, Fault.RECV_ENOBUFS);
                    scene.await("deregister", scene.ask("deregister", scene.channel.deregister()));
                    scene.await("register", scene.joinLoop());
                    scene.await("received", () -> scene.story.reads == 1);
                }),
                SceneRow.withoutProvidedBuffers("StreamReader: closing in such a pause", scene -> {
                    pause(scene, Fault.RECV_ENOBUFS);
                    scene.await("closed", scene.channel.close());
                    scene.turns(20);
                    assertThat(scene.story.reads).isZero();
                }));
    }

    /** Bytes are there, and the kernel has no memory to receive them. */
    private static void pause(SimulatedScene scene, Fault fault) {
        scene.connect(true);
        scene.turns(2);
        scene.force(fault);
        scene.far.write(new byte[10]);
        scene.turnsAwake(50);
        assertThat(scene.inFlight()).as("no try without a pause").isEmpty();
        assertThat(scene.story.reads).isZero();
    }

    private static void receiveLater(SimulatedScene scene, Fault fault) {
        pause(scene, fault);
        scene.await("received", () -> scene.story.reads == 1);
        assertThat(scene.story.exceptions).isEmpty();
    }

    private static Stream<SceneRow> missedEndRows() {
        return Stream.of(
                new SceneRow("StreamReader: wanted, no send followed", scene -> {
                    scene.connect(true);
                    scene.turns(2);
                    assertThat(scene.inFlight()).startsWith(RECV).doesNotContain(POLL);
                    receive(scene, 10);
                    scene.turns(2);
                    assertThat(scene.inFlight()).startsWith(RECV).contains(POLL);
                }),
                new SceneRow("StreamReader: wanted, no send followed, and the reset is missed", scene -> {
                    receiveAndMissReset(scene, new ChannelInboundHandlerAdapter());
                    scene.await("told", () -> !scene.story.exceptions.isEmpty());
                }),
                new SceneRow("StreamReader: wanted, a send followed, and the reset is missed", scene -> {
                    receiveAndMissReset(scene, new Answer(true));
                    scene.await("closed", () -> !scene.channel.isOpen());
                }),
                new SceneRow("StreamReader: wanted, a failed send does not close, and the reset is missed", scene -> {
                    receiveAndMissReset(scene, new Answer(false));
                    scene.await("told", () -> ((SocketChannel) scene.channel).isInputShutdown());
                }));
    }

    private static void receiveAndMissReset(SimulatedScene scene, ChannelHandler handler) {
        scene.connect(true);
        scene.turns(2);
        scene.channel.pipeline().addFirst(handler);
        scene.force(Fault.MISSED_END);
        scene.far.write(new byte[10]);
        scene.stream().reset();
        scene.await("a read", () -> scene.story.reads == 1);
    }

    private static void receive(SimulatedScene scene, int bytes) {
        int before = scene.story.reads;
        scene.far.write(new byte[bytes]);
        scene.await("received", () -> scene.story.reads > before);
    }

    /** Sends a byte for each message, before anybody else hears of it. */
    private static final class Answer extends ChannelInboundHandlerAdapter {
        private final boolean autoClose;

        Answer(boolean autoClose) {
            this.autoClose = autoClose;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            ctx.channel().config().setAutoClose(autoClose);
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ctx.writeAndFlush(ctx.alloc().directBuffer(1).writeByte(1));
            ctx.fireChannelRead(msg);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void shouldDoWhatTheTableSays(SceneRow row) {
        row.walk();
    }
}
