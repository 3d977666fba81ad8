// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettyuring.op.AcceptOp;
import org.nettyuring.op.ConnectOp;
import org.nettyuring.op.PollOp;
import org.nettyuring.op.RecvMultishotOp;
import org.nettyuring.op.RecvOp;
import org.nettyuring.op.SendOp;
import org.nettyuring.op.SendZcOp;
import org.nettyuring.op.SocketOp;
import org.nettyuring.testsuite.kernel.Fault;

/** The tables of completions in the operations' Javadoc, row by row, each brought about by a kernel. */
class CompletionRowsTest {
    private static final int POLLIN = 1;
    private static final int POLLRDHUP = 0x2000;

    /**
     * A row.
     *
     * @param name operation, state and completion
     * @param way brings it about
     * @param story what the owner is told, and the state then
     */
    private record Row(String name, Consumer<OpRig> way, String story) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(multishotReceives(), singleReceives(), sends(), zeroCopySends(), accepts(), connects(),
                polls()).flatMap(rows -> rows);
    }

    private static Stream<Row> multishotReceives() {
        return Stream.of(
                multishot("IN_FLIGHT, bytes and MORE", rig -> rig.far().write(new byte[5]), "bytes 5: IN_FLIGHT"),
                multishot("IN_FLIGHT, bytes without MORE",
                        rig -> rig.force(Fault.CQ_OVERFLOW).far().write(new byte[5]), "bytes 5, ended 5: IDLE"),
                multishot("IN_FLIGHT, 0", rig -> rig.far().shutdownOutput(), "ended 0: IDLE"),
                multishot("IN_FLIGHT, -ENOBUFS",
                        rig -> rig.force(Fault.NO_BUFFERS).far().write(new byte[5]), "ended -105: IDLE"),
                multishot("IN_FLIGHT, -ECONNRESET", rig -> rig.far().reset(), "ended -104: IDLE"),
                row("RecvMultishotOp: CANCELLING, nothing yet", rig -> cancelled(rig, armed(rig), 0), "CANCELLING"),
                row("RecvMultishotOp: CANCELLING, -ECANCELED", rig -> cancelled(rig, armed(rig), 3),
                        "ended -125: IDLE"),
                row("RecvMultishotOp: CANCELLING, bytes and MORE", rig -> {
                    RecvMultishotOp op = armed(rig);
                    rig.force(Fault.CANCEL_LOSES).far().write(new byte[5]);
                    cancelled(rig, op, 3);
                }, "bytes 5, ended -125: IDLE"),
                row("RecvMultishotOp: CANCELLING, bytes without MORE", rig -> {
                    RecvMultishotOp op = armed(rig);
                    // The cancel's own completion overflows, too, and what overflows keeps its order.
                    rig.force(Fault.CANCEL_LOSES).force(Fault.CQ_OVERFLOW, 2).far().write(new byte[5]);
                    cancelled(rig, op, 3);
                }, "bytes 5, ended 5: IDLE"),
                row("RecvMultishotOp: CANCELLING, not found, bytes and MORE", rig -> {
                    RecvMultishotOp op = armed(rig);
                    rig.force(Fault.CANCEL_MISSES).far().write(new byte[5]);
                    cancelled(rig, op, 3);
                }, "bytes 5, ended -125: IDLE"),
                row("RecvMultishotOp: IN_FLIGHT, bytes and a reset that is not seen", rig -> {
                    armed(rig);
                    rig.force(Fault.MISSED_END).far().write(new byte[5]);
                    rig.far().reset();
                    rig.turns(3);
                }, "bytes 5: IN_FLIGHT"),
                row("RecvMultishotOp: IDLE, cancel", rig -> cancelled(rig, rig.recvMultishot(), 3), "IDLE"),
                row("RecvMultishotOp: IDLE after its end, armed again", rig -> {
                    RecvMultishotOp op = armed(rig);
                    cancelled(rig, op, 3);
                    op.arm(rig.loop(), rig.bgid());
                    rig.far().write(new byte[7]);
                    rig.turns(3);
                }, "ended -125, bytes 7: IN_FLIGHT"));
    }

    private static Stream<Row> singleReceives() {
        return Stream.of(
                single("IN_FLIGHT, bytes", rig -> rig.far().write(new byte[5]), "bytes 5, ended 5: IDLE"),
                single("IN_FLIGHT, no more than asked for", rig -> rig.far().write(new byte[50]),
                        "bytes 20, ended 20: IDLE"),
                single("IN_FLIGHT, 0", rig -> rig.far().shutdownOutput(), "ended 0: IDLE"),
                single("IN_FLIGHT, -ENOBUFS",
                        rig -> rig.force(Fault.NO_BUFFERS).far().write(new byte[5]), "ended -105: IDLE"),
                single("IN_FLIGHT, -ECONNRESET", rig -> rig.far().reset(), "ended -104: IDLE"),
                row("RecvOp: IN_FLIGHT, bytes into the caller's memory", rig -> {
                    RecvOp op = rig.recv();
                    op.armInto(rig.loop(), rig.address(), 20);
                    rig.turns(2);
                    rig.far().write(new byte[5]);
                    rig.turns(3);
                }, "bytes 5, ended 5: IDLE"),
                row("RecvOp: CANCELLING, -ECANCELED", rig -> {
                    RecvOp op = rig.recv();
                    op.arm(rig.loop(), rig.bgid(), 20);
                    rig.turns(2);
                    cancelled(rig, op, 3);
                }, "ended -125: IDLE"),
                row("RecvOp: CANCELLING, bytes", rig -> {
                    RecvOp op = rig.recv();
                    op.arm(rig.loop(), rig.bgid(), 20);
                    rig.turns(2);
                    rig.force(Fault.CANCEL_LOSES).far().write(new byte[5]);
                    cancelled(rig, op, 3);
                }, "bytes 5, ended 5: IDLE"));
    }

    private static Stream<Row> sends() {
        return Stream.of(
                row("SendOp: IN_FLIGHT, all bytes", rig -> {
                    rig.send(10).arm(rig.loop());
                    rig.turns(2);
                }, "sent 10: IDLE"),
                row("SendOp: IN_FLIGHT, fewer bytes", rig -> {
                    SendOp op = rig.send(10);
                    rig.far().receiveCapacity(4);
                    op.arm(rig.loop());
                    rig.turns(2);
                }, "sent 4: IDLE"),
                row("SendOp: IN_FLIGHT, -ECONNRESET", rig -> {
                    SendOp op = rig.send(10);
                    rig.far().reset();
                    op.arm(rig.loop());
                    rig.turns(2);
                }, "sent -104: IDLE"),
                row("SendOp: IN_FLIGHT, waits for room", rig -> full(rig, rig.send(4)), "sent 4: IN_FLIGHT"),
                row("SendOp: CANCELLING, -ECANCELED", rig -> {
                    SendOp op = rig.send(4);
                    full(rig, op);
                    cancelled(rig, op, 3);
                }, "sent 4, sent -125: IDLE"),
                row("SendOp: CANCELLING, bytes", rig -> {
                    SendOp op = rig.send(4);
                    full(rig, op);
                    rig.force(Fault.CANCEL_LOSES).far().read(4);
                    cancelled(rig, op, 3);
                }, "sent 4, sent 4: IDLE"),
                row("SendOp: CANCELLING behind one try, all bytes", rig -> {
                    SendOp op = rig.send(10);
                    op.arm(rig.loop());
                    op.cancelBehind(rig.loop());
                    rig.turns(3);
                }, "sent 10: IDLE"));
    }

    private static Stream<Row> zeroCopySends() {
        return Stream.of(
                row("SendZcOp: IN_FLIGHT, res and MORE", CompletionRowsTest::sentWithoutCopy, "sent 10: IN_FLIGHT"),
                row("SendZcOp: AWAITING_NOTIF, F_NOTIF", rig -> {
                    sentWithoutCopy(rig);
                    rig.waitLong();
                }, "sent 10, released: IDLE"),
                row("SendZcOp: AWAITING_NOTIF, cancel", rig -> cancelled(rig, sentWithoutCopy(rig), 3),
                        "sent 10: CANCELLING"),
                row("SendZcOp: IN_FLIGHT, error, with or without F_NOTIF", rig -> {
                    SendZcOp op = rig.sendZeroCopy();
                    rig.far().reset();
                    op.arm(rig.loop(), rig.address(), 10);
                    rig.turns(2);
                    rig.waitLong();
                }, "sent -104, released: IDLE"),
                row("SendZcOp: CANCELLING, -ECANCELED", rig -> {
                    SendZcOp op = rig.sendZeroCopy();
                    rig.far().receiveCapacity(4);
                    op.arm(rig.loop(), rig.address(), 4);
                    rig.turns(3);
                    rig.waitLong();
                    op.arm(rig.loop(), rig.address(), 4);
                    rig.turns(2);
                    cancelled(rig, op, 3);
                    rig.waitLong();
                }, "sent 4, released, sent -125, released: IDLE"));
    }

    private static Stream<Row> accepts() {
        return Stream.of(
                accept("IN_FLIGHT, connection and MORE", true, OpRig::connectTo, "accepted: IN_FLIGHT"),
                accept("IN_FLIGHT, connection without MORE", true,
                        rig -> rig.force(Fault.CQ_OVERFLOW).connectTo(), "accepted, ended: IDLE"),
                accept("IN_FLIGHT, one connection", false, OpRig::connectTo, "accepted, ended: IDLE"),
                accept("IN_FLIGHT, -EMFILE", true,
                        rig -> rig.force(Fault.ACCEPT_EMFILE).connectTo(), "ended -24: IDLE"),
                row("AcceptOp: CANCELLING, -ECANCELED", rig -> {
                    AcceptOp op = rig.accept();
                    op.arm(rig.loop(), true);
                    rig.turns(2);
                    cancelled(rig, op, 3);
                }, "ended -125: IDLE"),
                row("AcceptOp: CANCELLING, connection", rig -> {
                    AcceptOp op = rig.accept();
                    op.arm(rig.loop(), true);
                    rig.turns(2);
                    rig.force(Fault.CANCEL_LOSES).connectTo();
                    cancelled(rig, op, 3);
                }, "accepted, ended -125: IDLE"));
    }

    private static Stream<Row> connects() {
        return Stream.of(
                row("ConnectOp: IN_FLIGHT, 0", rig -> {
                    rig.connect().arm(rig.loop(), rig.listening());
                    rig.turns(2);
                }, "connected 0: IDLE"),
                row("ConnectOp: IN_FLIGHT, -ECONNREFUSED", rig -> {
                    rig.connect().arm(rig.loop(), rig.nobody());
                    rig.turns(2);
                }, "connected -111: IDLE"),
                row("ConnectOp: CANCELLING, -ECANCELED", rig -> {
                    ConnectOp op = rig.connect();
                    op.arm(rig.loop(), rig.silent());
                    rig.turns(2);
                    cancelled(rig, op, 3);
                }, "connected -125: IDLE"));
    }

    private static Stream<Row> polls() {
        return Stream.of(
                poll("IN_FLIGHT, bytes", rig -> rig.far().write(new byte[1]), "polled 0x1: IDLE"),
                poll("IN_FLIGHT, end", rig -> rig.far().shutdownOutput(), "polled 0x2001: IDLE"),
                row("PollOp: CANCELLING, -ECANCELED", rig -> {
                    PollOp op = rig.poll(POLLIN);
                    op.arm(rig.loop());
                    rig.turns(2);
                    cancelled(rig, op, 3);
                }, "polled -125: IDLE"),
                row("PollOp: CANCELLING, bytes", rig -> {
                    PollOp op = rig.poll(POLLIN);
                    op.arm(rig.loop());
                    rig.turns(2);
                    rig.force(Fault.CANCEL_LOSES).far().write(new byte[1]);
                    cancelled(rig, op, 3);
                }, "polled 0x1: IDLE"));
    }

    private static Row row(String name, Consumer<OpRig> way, String story) {
        return new Row(name, way, story);
    }

    private static Row multishot(String name, Consumer<OpRig> event, String story) {
        return row("RecvMultishotOp: " + name, rig -> {
            armed(rig);
            event.accept(rig);
            rig.turns(3);
        }, story);
    }

    private static Row single(String name, Consumer<OpRig> event, String story) {
        return row("RecvOp: " + name, rig -> {
            rig.recv().arm(rig.loop(), rig.bgid(), 20);
            rig.turns(2);
            event.accept(rig);
            rig.turns(3);
        }, story);
    }

    private static Row accept(String name, boolean multishot, Consumer<OpRig> event, String story) {
        return row("AcceptOp: " + name, rig -> {
            rig.accept().arm(rig.loop(), multishot);
            rig.turns(2);
            event.accept(rig);
            rig.turns(3);
        }, story);
    }

    private static Row poll(String name, Consumer<OpRig> event, String story) {
        return row("PollOp: " + name, rig -> {
            rig.poll(POLLIN | POLLRDHUP).arm(rig.loop());
            rig.turns(2);
            event.accept(rig);
            rig.turns(3);
        }, story);
    }

    private static RecvMultishotOp armed(OpRig rig) {
        RecvMultishotOp op = rig.recvMultishot();
        op.arm(rig.loop(), rig.bgid());
        rig.turns(2);
        return op;
    }

    /** Sends once to fill what the peer takes, and once more to wait for room. */
    private static void full(OpRig rig, SendOp op) {
        rig.far().receiveCapacity(4);
        op.arm(rig.loop());
        rig.turns(2);
        op.arm(rig.loop());
        rig.turns(2);
    }

    private static SendZcOp sentWithoutCopy(OpRig rig) {
        SendZcOp op = rig.force(Fault.LATE_NOTIF).sendZeroCopy();
        op.arm(rig.loop(), rig.address(), 10);
        rig.turns(2);
        return op;
    }

    private static void cancelled(OpRig rig, SocketOp op, int turns) {
        op.cancel(rig.loop());
        rig.turns(turns);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void shouldDoWhatTheTableSays(Row row) {
        try (OpRig rig = new OpRig()) {
            row.way.accept(rig);
            assertThat(rig.story()).isEqualTo(row.story);
        }
    }
}
