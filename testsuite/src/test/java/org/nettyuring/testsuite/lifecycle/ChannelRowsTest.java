// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.ring.Feature;
import org.nettyuring.testsuite.kernel.Fault;

/** What the parts of a stream and of a listener make of completions, row by row of their tables. */
class ChannelRowsTest {
    private static final String RECV = "IORING_OP_RECV";
    private static final String POLL = "IORING_OP_POLL_ADD";
    private static final String ACCEPT = "IORING_OP_ACCEPT";

    private record Row(String name, IoUringIoHandlerConfig.Builder config, Consumer<SimulatedScene> way) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(writerRows(), finishingWriterRows(), readerRows(), promptReaderRows(), interruptedReaderRows(),
                withoutMemoryRows(), missedEndRows(), acceptorRows(), connectorRows()).flatMap(rows -> rows);
    }

    private static Row row(String name, Consumer<SimulatedScene> way) {
        return new Row(name, config(), way);
    }

    private static IoUringIoHandlerConfig.Builder config() {
        return IoUringIoHandlerConfig.builder().ringSize(16).cqSize(32).buffers(8, 256);
    }

    private static Stream<Row> writerRows() {
        return Stream.of(
                row("StreamWriter: OPEN, bytes", scene -> {
                    scene.connect(true);
                    scene.force(Fault.SHORT_SEND);
                    scene.write(100);
                    scene.await("sent in two", scene.lastWrite());
                    assertThat(scene.far.readAll()).isEqualTo(100);
                }),
                row("StreamWriter: OPEN, -EAGAIN", scene -> sendRefused(scene, Fault.SEND_EAGAIN)),
                row("StreamWriter: OPEN, -EINTR", scene -> sendRefused(scene, Fault.SEND_EINTR)),
                row("StreamWriter: OPEN, -EAGAIN without a copy", scene -> {
                    scene.connect(true);
                    scene.sendZeroCopy();
                    scene.force(Fault.SEND_EAGAIN);
                    scene.write(100);
                    scene.await("sent nevertheless", scene.lastWrite());
                    assertThat(scene.far.readAll()).isEqualTo(100);
                }),
                row("StreamWriter: OPEN, -ECANCELED", scene -> {
                    StreamSituation.SENDING.enter(scene);
                    scene.await("deregister", scene.ask("deregister", scene.channel.deregister()));
                    assertThat(scene.lastWrite().isDone()).isFalse();
                    scene.await("register", scene.joinLoop());
                    readUntilWritten(scene);
                }),
                row("StreamWriter: OPEN, other error", scene -> {
                    StreamSituation.SENDING.enter(scene);
                    scene.stream().reset();
                    scene.await("closed", () -> !scene.channel.isOpen());
                    assertThat(scene.lastWrite().cause()).isInstanceOf(IOException.class);
                }));
    }

    private static Stream<Row> finishingWriterRows() {
        return Stream.of(
                row("StreamWriter: FINISHING, all bytes, more flushed", scene -> {
                    scene.connect(true);
                    scene.force(Fault.DELAY);
                    scene.write(10);
                    scene.write(20);
                    scene.await("closed", scene.channel.close());
                    assertThat(scene.lastWrite().isSuccess()).isTrue();
                    assertThat(scene.far.readAll()).isEqualTo(30);
                }),
                row("StreamWriter: FINISHING, -EAGAIN", scene -> {
                    scene.connect(true);
                    scene.force(Fault.SEND_EAGAIN);
                    scene.write(10);
                    scene.await("closed", scene.channel.close());
                    assertThat(scene.lastWrite().cause()).isInstanceOf(ClosedChannelException.class);
                    assertThat(scene.far.readAll()).isZero();
                }),
                row("StreamWriter: FINISHING, anything else", scene -> {
                    scene.connect(true);
                    scene.write(scene.tooMuch());
                    scene.await("closed", scene.channel.close());
                    assertThat(scene.lastWrite().isSuccess()).isFalse();
                    assertThat(scene.far.readAll()).isPositive().isLessThan(scene.tooMuch());
                }),
                row("StreamWriter: FINISHING for the end of the output", scene -> {
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

    private static Stream<Row> readerRows() {
        return Stream.of(
                row("StreamReader: wanted, autoRead on", scene -> {
                    scene.connect(true);
                    scene.turns(2);
                    String armed = scene.inFlight();
                    assertThat(armed).startsWith(RECV);
                    receive(scene, 10);
                    assertThat(scene.inFlight()).as("the same one stays").startsWith(armed);
                }),
                row("StreamReader: wanted, autoRead off", scene -> {
                    scene.connect(false);
                    scene.channel.read();
                    scene.turns(2);
                    assertThat(scene.inFlight()).contains(RECV);
                    receive(scene, 10);
                    assertThat(scene.inFlight()).as("wanted no longer").doesNotContain(RECV).contains(POLL);
                }),
                new Row("StreamReader: wanted, no provided buffers", config().disable(Feature.PBUF_RING), scene -> {
                    scene.connect(true);
                    scene.turns(2);
                    assertThat(scene.inFlight()).startsWith(POLL);
                    receive(scene, 10);
                }),
                row("StreamReader: wanted, but bytes are parked", scene -> {
                    StreamSituation.NOT_RECEIVING_WHAT_IS_THERE.enter(scene);
                    int before = scene.story.reads;
                    scene.channel.read();
                    scene.await("a read", () -> scene.story.reads == before + 1);
                }),
                row("StreamReader: not wanted", scene -> {
                    scene.connect(false);
                    scene.turns(2);
                    assertThat(scene.inFlight()).startsWith(POLL).doesNotContain(RECV);
                    scene.stream().shutdownOutput();
                    scene.await("notices", () -> ((SocketChannel) scene.channel).isInputShutdown());
                }));
    }

    private static Stream<Row> promptReaderRows() {
        return Stream.of(
                row("StreamReader: wanted, autoRead off, reads are prompt", scene -> {
                    String armed = readPromptly(scene);
                    readOne(scene);
                    assertThat(scene.inFlight()).as("the same one stays").startsWith(armed);
                }),
                row("StreamReader: reads are prompt, but now nobody wants what comes", scene -> {
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
                row("StreamReader: reads are prompt, the peer goes, nobody wants to read", scene -> {
                    readPromptly(scene);
                    int before = scene.story.reads;
                    scene.far.write(new byte[10]);
                    scene.await("received", () -> scene.story.reads == before + 1);
                    scene.far.write(new byte[20]);
                    scene.stream().shutdownOutput();
                    scene.await("notices", () -> ((SocketChannel) scene.channel).isInputShutdown());
                    assertThat(scene.story.reads).as("and all before the end").isEqualTo(before + 2);
                }),
                row("StreamReader: reads are prompt, the peer resets, nobody wants to read", scene -> {
                    readPromptly(scene);
                    int before = scene.story.reads;
                    scene.far.write(new byte[10]);
                    scene.await("received", () -> scene.story.reads == before + 1);
                    scene.stream().reset();
                    scene.await("told", () -> !scene.story.exceptions.isEmpty());
                }),
                row("StreamReader: reads are prompt, autoRead is switched on", scene -> {
                    readPromptly(scene);
                    scene.channel.config().setAutoRead(true);
                    for (int i = 0; i < 3; i++) {
                        receive(scene, 10);
                    }
                }),
                row("StreamReader: reads are prompt, another loop", scene -> {
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

    private static Stream<Row> interruptedReaderRows() {
        return Stream.of(
                row("StreamReader: wanted, but there was no buffer", scene -> {
                    scene.connect(true);
                    scene.turns(2);
                    scene.force(Fault.NO_BUFFERS);
                    receive(scene, 10);
                    scene.turns(2);
                    assertThat(scene.inFlight()).startsWith(RECV);
                }),
                row("StreamReader: wanted, -EINTR", scene -> {
                    scene.connect(true);
                    scene.turns(2);
                    scene.force(Fault.RECV_EINTR);
                    receive(scene, 10);
                    scene.turns(2);
                    assertThat(scene.inFlight()).as("armed again").startsWith(RECV);
                    assertThat(scene.story.exceptions).isEmpty();
                }),
                row("StreamReader: wanted, the completion queue overflowed", scene -> {
                    scene.connect(true);
                    scene.turns(2);
                    scene.force(Fault.CQ_OVERFLOW);
                    receive(scene, 10);
                    scene.turns(2);
                    assertThat(scene.inFlight()).as("armed again").startsWith(RECV);
                }));
    }

    private static Stream<Row> withoutMemoryRows() {
        return Stream.of(
                new Row("StreamReader: wanted, -ENOBUFS without provided buffers: after a pause",
                        config().disable(Feature.PBUF_RING), scene -> receiveLater(scene, Fault.RECV_ENOBUFS)),
                row("StreamReader: wanted, -ENOMEM: after a pause", scene -> receiveLater(scene, Fault.RECV_ENOMEM)),
                row("StreamReader: wanted, -ENOMEM again and again: the connection ends", scene -> {
                    scene.connect(true);
                    scene.turns(2);
                    scene.force(Fault.RECV_ENOMEM, 11);
                    scene.far.write(new byte[10]);
                    scene.await("told", () -> scene.story.exceptions.size() == 1);
                    assertThat(scene.story.exceptions.get(0)).hasMessageContaining("ENOMEM");
                }),
                new Row("StreamReader: leaves its loop in such a pause", config().disable(Feature.PBUF_RING), scene -> {
                    pause(scene, Fault.RECV_ENOBUFS);
                    scene.await("deregister", scene.ask("deregister", scene.channel.deregister()));
                    scene.await("register", scene.joinLoop());
                    scene.await("received", () -> scene.story.reads == 1);
                }),
                new Row("StreamReader: closing in such a pause", config().disable(Feature.PBUF_RING), scene -> {
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

    private static Stream<Row> missedEndRows() {
        return Stream.of(
                row("StreamReader: wanted, no send followed", scene -> {
                    scene.connect(true);
                    scene.turns(2);
                    assertThat(scene.inFlight()).startsWith(RECV).doesNotContain(POLL);
                    receive(scene, 10);
                    scene.turns(2);
                    assertThat(scene.inFlight()).startsWith(RECV).contains(POLL);
                }),
                row("StreamReader: wanted, no send followed, and the reset is missed", scene -> {
                    receiveAndMissReset(scene, new ChannelInboundHandlerAdapter());
                    scene.await("told", () -> !scene.story.exceptions.isEmpty());
                }),
                row("StreamReader: wanted, a send followed, and the reset is missed", scene -> {
                    receiveAndMissReset(scene, new Answer(true));
                    scene.await("closed", () -> !scene.channel.isOpen());
                }),
                row("StreamReader: wanted, a failed send does not close, and the reset is missed", scene -> {
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

    private static Stream<Row> acceptorRows() {
        return Stream.of(
                row("Acceptor: autoRead on, connection", scene -> {
                    StreamSituation.LISTENING.enter(scene);
                    String armed = scene.inFlight();
                    assertThat(armed).startsWith(ACCEPT);
                    accept(scene, 1);
                    assertThat(scene.inFlight()).as("the same one stays").startsWith(armed);
                }),
                row("Acceptor: autoRead on, overflow", scene -> {
                    StreamSituation.LISTENING.enter(scene);
                    scene.force(Fault.CQ_OVERFLOW);
                    accept(scene, 1);
                    scene.turns(2);
                    assertThat(scene.inFlight()).as("armed again").startsWith(ACCEPT);
                }),
                row("Acceptor: autoRead off, one per read", scene -> {
                    StreamSituation.LISTENING_ON_DEMAND.enter(scene);
                    accept(scene, 1);
                    scene.far = scene.farConnect(scene.port());
                    scene.turns(5);
                    assertThat(scene.story.accepted).isEqualTo(1);
                    scene.channel.read();
                    scene.await("the second", () -> scene.story.accepted == 2);
                }),
                row("Acceptor: -EMFILE", scene -> {
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

    private static Stream<Row> connectorRows() {
        return Stream.of(
                row("Connector: 0", scene -> {
                    scene.connect(true);
                    assertThat(scene.story.active).isEqualTo(1);
                }),
                row("Connector: -ECONNREFUSED", scene -> {
                    StreamSituation.REGISTERED.enter(scene);
                    assertThat(failureOf(scene, scene.channel.connect(new InetSocketAddress(NetUtil.LOCALHOST4, 7))))
                            .isInstanceOf(ConnectException.class);
                }),
                row("Connector: no answer", scene -> {
                    StreamSituation.REGISTERED.enter(scene);
                    assertThat(failureOf(scene, scene.channel.connect(scene.deadAddress())))
                            .isInstanceOf(ConnectTimeoutException.class);
                    scene.await("closed", () -> !scene.channel.isOpen());
                }),
                row("Connector: given up", scene -> {
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
    void shouldDoWhatTheTableSays(Row row) {
        SimulatedScene scene = new SimulatedScene(row.config);
        try {
            row.way.accept(scene);
            scene.await("closed", scene.channel.close());
            scene.turns(3);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + scene, e);
        }
        scene.close();
    }
}
