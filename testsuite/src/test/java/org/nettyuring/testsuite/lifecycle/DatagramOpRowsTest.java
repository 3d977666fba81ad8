// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettyuring.op.RecvMsgMultishotOp;
import org.nettyuring.op.RecvMsgOp;
import org.nettyuring.op.SendMsgOp;
import org.nettyuring.testsuite.kernel.Fault;

/** As {@link CompletionRowsTest}, of the operations that receive and send datagrams. */
class DatagramOpRowsTest {
    private static final int HEADER = 128;
    private static final int TOO_LARGE = 65_508;
    private static final String ENDED_WITH_5 = "ended " + (HEADER + 5);

    private record Row(String name, Consumer<MessageRig> way, String story) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(multishotReceives(), cancelledMultishotReceives(), singleReceives(), sends(), refusedSends())
                .flatMap(rows -> rows);
    }

    private static Row row(String name, Consumer<MessageRig> way, String story) {
        return new Row(name, way, story);
    }

    private static Stream<Row> multishotReceives() {
        return Stream.of(
                multishot("IN_FLIGHT, a datagram, MORE", rig -> rig.send(5), "datagram 5: IN_FLIGHT"),
                multishot("IN_FLIGHT, more datagrams than buffers, one after the other", rig -> {
                    for (int i = 0; i < 2 * MessageRig.BUFFERS; i++) {
                        rig.send(i + 1);
                        rig.turns(2);
                    }
                }, "datagram 1, datagram 2, datagram 3, datagram 4: IN_FLIGHT"),
                multishot("IN_FLIGHT, longer than a buffer", rig -> rig.send(MessageRig.BUFFER_PAYLOAD + 1),
                        "datagram " + MessageRig.BUFFER_PAYLOAD + ": IN_FLIGHT"),
                multishot("IN_FLIGHT, a datagram without MORE: the queue overflowed", rig -> {
                    rig.force(Fault.CQ_OVERFLOW);
                    rig.send(5);
                }, "datagram 5, " + ENDED_WITH_5 + ": IDLE"),
                multishot("IN_FLIGHT, an empty datagram", rig -> rig.send(0),
                        "datagram 0, ended " + HEADER + ": IDLE"),
                multishot("IN_FLIGHT, -ENOBUFS", rig -> {
                    rig.force(Fault.NO_BUFFERS);
                    rig.send(5);
                }, "ended -105: IDLE"),
                multishot("IN_FLIGHT, -ENOBUFS because all buffers are lent", rig -> {
                    rig.kept.keep();
                    rig.send(1);
                    rig.send(2);
                    rig.send(3);
                }, "datagram 1, datagram 2, ended -105: IDLE"),
                multishot("IN_FLIGHT, the error of an earlier datagram", MessageRig::sendToNobody,
                        "sent 1, ended -111: IDLE"),
                multishot("IN_FLIGHT, -EINTR", rig -> {
                    rig.force(Fault.RECV_EINTR);
                    rig.send(5);
                }, "ended -4: IDLE"),
                row("RecvMsgMultishotOp: IN_FLIGHT, armed", rig -> {
                    RecvMsgMultishotOp op = armed(rig);
                    refuses(rig, () -> rig.arm(op));
                }, "illegal: IN_FLIGHT"));
    }

    private static Stream<Row> cancelledMultishotReceives() {
        return Stream.of(
                row("RecvMsgMultishotOp: CANCELLING, nothing yet", rig -> armed(rig).cancel(rig.loop()), "CANCELLING"),
                multishot("CANCELLING, -ECANCELED", OneOpRig::cancel, "ended -125: IDLE"),
                multishot("CANCELLING, a datagram and MORE", rig -> {
                    rig.force(Fault.CANCEL_LOSES);
                    rig.send(5);
                    rig.cancel();
                }, "datagram 5, ended -125: IDLE"),
                multishot("CANCELLING, a datagram without MORE", rig -> {
                    // The cancel's own completion overflows, too, and what overflows keeps its order.
                    rig.force(Fault.CANCEL_LOSES).force(Fault.CQ_OVERFLOW, 2);
                    rig.send(5);
                    rig.cancel();
                }, "datagram 5, " + ENDED_WITH_5 + ": IDLE"),
                multishot("CANCELLING, an empty datagram", rig -> {
                    rig.force(Fault.CANCEL_LOSES);
                    rig.send(0);
                    rig.cancel();
                }, "datagram 0, ended " + HEADER + ": IDLE"),
                multishot("CANCELLING, -ENOBUFS", rig -> {
                    rig.force(Fault.CANCEL_LOSES).force(Fault.NO_BUFFERS);
                    rig.send(5);
                    rig.cancel();
                }, "ended -105: IDLE"),
                row("RecvMsgMultishotOp: IDLE, cancel", rig -> {
                    rig.recvMsgMultishot();
                    rig.cancel();
                }, "IDLE"),
                row("RecvMsgMultishotOp: IDLE after a cancel, armed again", rig -> {
                    RecvMsgMultishotOp op = armed(rig);
                    rig.cancel();
                    rig.arm(op);
                    rig.send(7);
                    rig.turns(3);
                }, "ended -125, datagram 7: IN_FLIGHT"),
                row("RecvMsgMultishotOp: IDLE after -ENOBUFS, armed again with buffers back", rig -> {
                    RecvMsgMultishotOp op = armed(rig);
                    rig.kept.keep();
                    rig.send(1);
                    rig.send(2);
                    rig.send(3);
                    rig.turns(3);
                    rig.kept.release();
                    rig.arm(op);
                    rig.turns(3);
                }, "datagram 1, datagram 2, ended -105, datagram 3: IN_FLIGHT"));
    }

    private static Stream<Row> singleReceives() {
        return Stream.of(
                single("a datagram", rig -> rig.send(5), "datagram 5, ended 5: IDLE"),
                single("an empty datagram", rig -> rig.send(0), "datagram 0, ended 0: IDLE"),
                single("longer than the room", rig -> rig.send(50),
                        "datagram " + MessageRig.ROOM + ", ended " + MessageRig.ROOM + ": IDLE"),
                single("nothing there", rig -> { }, "ended -11: IDLE"),
                single("-EINTR", rig -> {
                    rig.force(Fault.RECV_EINTR);
                    rig.send(5);
                }, "ended -4: IDLE"),
                single("the error of an earlier datagram", MessageRig::sendToNobody, "sent 1, ended -111: IDLE"),
                row("RecvMsgOp: CANCELLING, a datagram", rig -> {
                    RecvMsgOp op = rig.recvMsg();
                    rig.send(5);
                    rig.arm(op);
                    op.cancelBehind(rig.loop());
                    rig.turns(3);
                }, "datagram 5, ended 5: IDLE"),
                row("RecvMsgOp: CANCELLING, nothing there", rig -> {
                    RecvMsgOp op = rig.recvMsg();
                    rig.arm(op);
                    op.cancelBehind(rig.loop());
                    rig.turns(3);
                }, "ended -11: IDLE"),
                row("RecvMsgOp: IDLE after its end, armed again", rig -> {
                    RecvMsgOp op = rig.recvMsg();
                    rig.send(1);
                    rig.send(2);
                    rig.arm(op);
                    rig.turns(2);
                    rig.arm(op);
                    rig.turns(2);
                }, "datagram 1, ended 1, datagram 2, ended 2: IDLE"));
    }

    private static Stream<Row> sends() {
        return Stream.of(
                row("SendMsgOp: to an address", rig -> sent(rig, rig.sendMsg(5), 5), "sent 5: IDLE"),
                row("SendMsgOp: to an address, in a kernel that takes none with a send", rig -> {
                    rig.sendMsg(5).arm(rig.loop(), false);
                    rig.turns(2);
                    assertThat(rig.peer().receive()).hasSize(5);
                }, "sent 5: IDLE"),
                row("SendMsgOp: to where it is connected", rig -> sent(rig, rig.sendMsgConnected(5), 5),
                        "sent 5: IDLE"),
                row("SendMsgOp: in pieces", rig -> {
                    SendMsgOp op = rig.sendMsg(5);
                    op.add(rig.address(), 6);
                    sent(rig, op, 11);
                }, "sent 11: IDLE"),
                row("SendMsgOp: CANCELLING behind its try", rig -> {
                    SendMsgOp op = rig.sendMsg(5);
                    op.arm(rig.loop(), true);
                    op.cancelBehind(rig.loop());
                    rig.turns(3);
                    assertThat(rig.peer().receive()).hasSize(5);
                }, "sent 5: IDLE"),
                row("SendMsgOp: IDLE after -EAGAIN, armed again", rig -> {
                    SendMsgOp op = rig.sendMsg(5);
                    rig.force(Fault.NO_SEND_ROOM);
                    op.arm(rig.loop(), true);
                    rig.turns(2);
                    sent(rig, op, 5);
                }, "sent -11, sent 5: IDLE"));
    }

    private static Stream<Row> refusedSends() {
        return Stream.of(
                refused("-EAGAIN", rig -> {
                    rig.force(Fault.NO_SEND_ROOM);
                    return rig.sendMsg(5);
                }, "sent -11: IDLE"),
                refused("-EINTR", rig -> {
                    rig.force(Fault.SEND_EINTR);
                    return rig.sendMsg(5);
                }, "sent -4: IDLE"),
                refused("-EMSGSIZE", rig -> rig.sendMsg(TOO_LARGE), "sent -90: IDLE"),
                refused("-EDESTADDRREQ", rig -> rig.sendMsgToNowhere(5), "sent -89: IDLE"),
                row("SendMsgOp: the error of an earlier datagram", rig -> {
                    SendMsgOp op = rig.sendMsgConnectedToNobody(5);
                    for (int i = 0; i < 3; i++) {
                        op.arm(rig.loop(), true);
                        rig.turns(2);
                    }
                }, "sent 5, sent -111, sent 5: IDLE"));
    }

    private static RecvMsgMultishotOp armed(MessageRig rig) {
        RecvMsgMultishotOp op = rig.recvMsgMultishot();
        rig.arm(op);
        rig.turns(2);
        return op;
    }

    private static Row multishot(String name, Consumer<MessageRig> event, String story) {
        return row("RecvMsgMultishotOp: " + name, rig -> {
            armed(rig);
            event.accept(rig);
            rig.turns(3);
        }, story);
    }

    private static Row single(String name, Consumer<MessageRig> event, String story) {
        return row("RecvMsgOp: IN_FLIGHT, " + name, rig -> {
            RecvMsgOp op = rig.recvMsg();
            event.accept(rig);
            rig.arm(op);
            rig.turns(2);
        }, story);
    }

    private static void sent(MessageRig rig, SendMsgOp op, int bytes) {
        op.arm(rig.loop(), true);
        rig.turns(2);
        assertThat(rig.peer().receive()).hasSize(bytes);
    }

    /** Nothing arrives. */
    private static Row refused(String name, Function<MessageRig, SendMsgOp> way, String story) {
        return row("SendMsgOp: " + name, rig -> {
            way.apply(rig).arm(rig.loop(), true);
            rig.turns(2);
            assertThat(rig.peer().receive()).isNull();
        }, story);
    }

    private static void refuses(MessageRig rig, Runnable event) {
        try {
            event.run();
        } catch (IllegalStateException e) {
            rig.tell("illegal");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void shouldDoWhatTheTableSays(Row row) {
        try (MessageRig rig = new MessageRig()) {
            row.way.accept(rig);
            assertThat(rig.story()).isEqualTo(row.story);
        }
    }
}
