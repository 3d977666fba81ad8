// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettyuring.op.FastOpenOp;
import org.nettyuring.op.RecvFdsOp;
import org.nettyuring.op.SendFdOp;
import org.nettyuring.testsuite.kernel.Fault;

/** As {@link CompletionRowsTest}, of the operations that pass descriptors, and of the one that opens fast. */
class DescriptorOpRowsTest {
    private record Row(String name, Consumer<MessageRig> way, String story) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(descriptorReceives(), descriptorSends(), fastOpens()).flatMap(rows -> rows);
    }

    private static Row row(String name, Consumer<MessageRig> way, String story) {
        return new Row(name, way, story);
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
                row("SendFdOp: waits for room", DescriptorOpRowsTest::full, "IN_FLIGHT"),
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

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void shouldDoWhatTheTableSays(Row row) {
        try (MessageRig rig = new MessageRig()) {
            row.way.accept(rig);
            assertThat(rig.story()).isEqualTo(row.story);
        }
    }
}
