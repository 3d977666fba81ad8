// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettyuring.op.FastOpenOp;
import org.nettyuring.op.RecvFdsOp;
import org.nettyuring.op.RecvMsgMultishotOp;
import org.nettyuring.op.RecvMsgOp;
import org.nettyuring.op.SendFdOp;
import org.nettyuring.op.SendMsgOp;
import org.nettyuring.testsuite.kernel.Fault;

/** As {@link CompletionRowsTest}, of the operations that carry a {@code struct msghdr}. */
class MessageRowsTest {
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
        return Stream.of(multishotReceives(), cancelledMultishotReceives(), singleReceives(), sends(), refusedSends(),
                descriptorReceives(), descriptorSends(), fastOpens()).flatMap(rows -> rows);
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
                    rig.keep();
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
                    rig.keep();
                    rig.send(1);
                    rig.send(2);
                    rig.send(3);
                    rig.turns(3);
                    rig.releaseKept();
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
                row("SendMsgOp: to where it is connected", rig -> sent(rig, rig.sendMsgConnected(5), 5),
                        "sent 5: IDLE"),
                row("SendMsgOp: in pieces", rig -> {
                    SendMsgOp op = rig.sendMsg(5);
                    op.add(rig.address(), 6);
                    sent(rig, op, 11);
                }, "sent 11: IDLE"),
                row("SendMsgOp: CANCELLING behind its try", rig -> {
                    SendMsgOp op = rig.sendMsg(5);
                    op.arm(rig.loop());
                    op.cancelBehind(rig.loop());
                    rig.turns(3);
                    assertThat(rig.peer().receive()).hasSize(5);
                }, "sent 5: IDLE"),
                row("SendMsgOp: IDLE after -EAGAIN, armed again", rig -> {
                    SendMsgOp op = rig.sendMsg(5);
                    rig.force(Fault.NO_SEND_ROOM);
                    op.arm(rig.loop());
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
                        op.arm(rig.loop());
                        rig.turns(2);
                    }
                }, "sent 5, sent -111, sent 5: IDLE"));
    }

    private static Stream<Row> descriptorReceives() {
        return Stream.of(
                descriptors("a byte without", rig -> rig.far().write((byte) 7), "byte 7, ended 1: IDLE"),
                descriptors("one of several bytes", rig -> rig.far().write((byte) 7, (byte) 8),
                        "byte 7, ended 1: IDLE"),
                descriptors("one descriptor", rig -> rig.pass(1), "byte 0 and 1, ended 1: IDLE"),
                descriptors("several descriptors", rig -> rig.pass(3), "byte 0 and 3, ended 1: IDLE"),
                descriptors("MSG_CTRUNC, none was free", rig -> {
                    rig.pass(2);
                    rig.kernel.descriptorLimit(1);
                }, "byte 0, truncated, ended 1: IDLE"),
                descriptors("end of stream", rig -> rig.far().shutdownOutput(), "ended 0: IDLE"),
                descriptors("-ECONNRESET", rig -> rig.far().reset(), "ended -104: IDLE"),
                descriptors("-EINTR", rig -> {
                    rig.force(Fault.RECV_EINTR);
                    rig.pass(1);
                }, "ended -4: IDLE"),
                descriptors("CANCELLING, -ECANCELED", OneOpRig::cancel, "ended -125: IDLE"),
                descriptors("CANCELLING, a descriptor", rig -> {
                    rig.force(Fault.CANCEL_LOSES);
                    rig.pass(1);
                    rig.cancel();
                }, "byte 0 and 1, ended 1: IDLE"),
                descriptors("CANCELLING, end of stream", rig -> {
                    rig.force(Fault.CANCEL_LOSES);
                    rig.far().shutdownOutput();
                    rig.cancel();
                }, "ended 0: IDLE"));
    }

    private static Stream<Row> descriptorSends() {
        return Stream.of(
                row("SendFdOp: 1", rig -> {
                    rig.arm(rig.sendFd());
                    rig.turns(2);
                    assertThat(rig.far().passedDescriptors()).isEqualTo(1);
                }, "sent 1: IDLE"),
                row("SendFdOp: waits for room", MessageRowsTest::full, "IN_FLIGHT"),
                row("SendFdOp: CANCELLING, -ECANCELED", rig -> {
                    full(rig);
                    rig.cancel();
                    assertThat(rig.far().passedDescriptors()).isZero();
                }, "sent -125: IDLE"),
                row("SendFdOp: CANCELLING, 1", rig -> {
                    full(rig);
                    rig.force(Fault.CANCEL_LOSES);
                    rig.far().read(1);
                    rig.cancel();
                    assertThat(rig.far().passedDescriptors()).isEqualTo(1);
                }, "sent 1: IDLE"),
                row("SendFdOp: -EPIPE", rig -> {
                    SendFdOp op = rig.sendFd();
                    rig.far().close();
                    rig.arm(op);
                    rig.turns(2);
                }, "sent -32: IDLE"),
                row("SendFdOp: -EBADF, it was closed", rig -> {
                    SendFdOp op = rig.sendFd();
                    int passed = rig.kernel.eventfd(0, 0);
                    rig.kernel.close(passed);
                    rig.arm(op, passed);
                    rig.turns(2);
                }, "sent -9: IDLE"),
                refusedDescriptor("-EAGAIN", Fault.SEND_EAGAIN, "sent -11: IDLE"),
                refusedDescriptor("-EINTR", Fault.SEND_EINTR, "sent -4: IDLE"));
    }

    private static Stream<Row> fastOpens() {
        return Stream.of(
                row("FastOpenOp: bytes, with a cookie", rig -> {
                    rig.force(Fault.FAST_OPEN_COOKIE);
                    rig.arm(rig.fastOpen(), 1);
                    rig.turns(2);
                }, "first packet 1: IDLE"),
                row("FastOpenOp: -EINPROGRESS, without", rig -> {
                    rig.arm(rig.fastOpen(), 1);
                    rig.turns(2);
                }, "first packet -115: IDLE"),
                row("FastOpenOp: -EOPNOTSUPP, switched off", rig -> {
                    rig.force(Fault.FAST_OPEN_OFF);
                    rig.arm(rig.fastOpen(), 1);
                    rig.turns(2);
                }, "first packet -95: IDLE"),
                row("FastOpenOp: -EISCONN", rig -> {
                    rig.arm(rig.fastOpenOfAConnection(), 1);
                    rig.turns(2);
                }, "first packet -106: IDLE"),
                row("FastOpenOp: CANCELLING behind its try", rig -> {
                    FastOpenOp op = rig.fastOpen();
                    rig.arm(op, 1);
                    op.cancelBehind(rig.loop());
                    rig.turns(3);
                }, "first packet -115: IDLE"));
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
        op.arm(rig.loop());
        rig.turns(2);
        assertThat(rig.peer().receive()).hasSize(bytes);
    }

    /** Nothing arrives. */
    private static Row refused(String name, Function<MessageRig, SendMsgOp> way, String story) {
        return row("SendMsgOp: " + name, rig -> {
            way.apply(rig).arm(rig.loop());
            rig.turns(2);
            assertThat(rig.peer().receive()).isNull();
        }, story);
    }

    private static Row descriptors(String name, Consumer<MessageRig> event, String story) {
        return row("RecvFdsOp: " + name, rig -> {
            RecvFdsOp op = rig.recvFds();
            rig.arm(op);
            rig.turns(2);
            event.accept(rig);
            rig.turns(3);
        }, story);
    }

    private static void full(MessageRig rig) {
        SendFdOp op = rig.sendFd();
        rig.far().receiveCapacity(1);
        rig.fill();
        rig.arm(op);
        rig.turns(2);
    }

    private static Row refusedDescriptor(String name, Fault fault, String story) {
        return row("SendFdOp: " + name, rig -> {
            SendFdOp op = rig.sendFd();
            rig.force(fault);
            rig.arm(op);
            rig.turns(2);
            assertThat(rig.far().passedDescriptors()).isZero();
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
