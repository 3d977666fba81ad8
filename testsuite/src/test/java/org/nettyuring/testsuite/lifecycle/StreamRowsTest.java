// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettyuring.testsuite.kernel.Fault;

/** What a stream makes of descriptors and of a fast open, row by row of the tables. */
class StreamRowsTest {
    private static final String RECVMSG = "IORING_OP_RECVMSG";
    private static final String RECV = "IORING_OP_RECV ";
    private static final String SENDMSG = "IORING_OP_SENDMSG";
    private static final int EARLY_BYTES = 40;

    private record Row(String name, Consumer<StreamRig> way, boolean unix) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(descriptorReceives(), failingDescriptorReceives(), closingWithDescriptors(), descriptorSends(),
                fastOpens(), failingFastOpens()).flatMap(rows -> rows);
    }

    private static Row unix(String name, Consumer<StreamRig> way) {
        return new Row(name, way, true);
    }

    /** Connected, in the read mode of descriptors. */
    private static Row receiving(String name, Consumer<StreamRig> way) {
        return unix("DescriptorReceive: " + name, rig -> {
            readMode(rig, DomainSocketReadMode.FILE_DESCRIPTORS);
            rig.connect();
            assertThat(rig.inFlight()).startsWith(RECVMSG);
            way.accept(rig);
        });
    }

    private static void readMode(StreamRig rig, DomainSocketReadMode mode) {
        rig.channel.config().setOption(UnixChannelOption.DOMAIN_SOCKET_READ_MODE, mode);
    }

    private static Stream<Row> descriptorReceives() {
        return Stream.of(
                receiving("descriptors, open: a message each, armed again", rig -> {
                    rig.pass(1);
                    rig.awaitTold("active", "descriptor");
                    rig.pass(2);
                    rig.awaitTold("active", "descriptor", "descriptor", "descriptor");
                    rig.turns(2);
                    assertThat(rig.inFlight()).startsWith(RECVMSG);
                }),
                receiving("a byte without, open: a message of one byte", rig -> {
                    rig.far().write((byte) 1, (byte) 2);
                    rig.awaitTold("active", "bytes 1", "bytes 1");
                }),
                receiving("descriptors are missing: an exception that says so", rig -> {
                    rig.pass(1);
                    rig.kernel.descriptorLimit(1);
                    rig.awaitTold("active", "IOException");
                    rig.kernel.descriptorLimit(100);
                    rig.pass(1);
                    rig.awaitTold("active", "IOException", "descriptor");
                }),
                receiving("the read mode is switched, nothing came: receives bytes", rig -> {
                    readMode(rig, DomainSocketReadMode.BYTES);
                    rig.turns(4);
                    assertThat(rig.inFlight()).startsWith(RECV);
                    rig.far().write(new byte[5]);
                    rig.awaitTold("active", "bytes 5");
                }),
                receiving("the read mode is switched, a descriptor came: a message nevertheless", rig -> {
                    rig.force(Fault.CANCEL_LOSES);
                    rig.pass(1);
                    readMode(rig, DomainSocketReadMode.BYTES);
                    rig.awaitTold("active", "descriptor");
                }),
                receiving("end of stream", rig -> {
                    rig.far().shutdownOutput();
                    rig.awaitTold("active", "inactive");
                }),
                receiving("leaves its loop, a descriptor came: told on the next", rig -> {
                    rig.force(Fault.CANCEL_LOSES);
                    rig.pass(1);
                    ChannelFuture gone = rig.channel.deregister();
                    rig.await("gone", gone::isSuccess);
                    rig.join(rig.channel);
                    rig.awaitTold("active", "descriptor");
                }));
    }

    private static Stream<Row> failingDescriptorReceives() {
        return Stream.of(
                receiving("-EINTR: armed again", rig -> {
                    rig.force(Fault.RECV_EINTR);
                    rig.pass(1);
                    rig.awaitTold("active", "descriptor");
                }),
                receiving("-ENOBUFS: after a pause", rig -> {
                    rig.force(Fault.RECV_ENOBUFS);
                    rig.pass(1);
                    rig.turns(50);
                    assertThat(rig.inFlight()).as("no try without a pause").isEmpty();
                    rig.awaitTold("active", "descriptor");
                    rig.turns(2);
                    assertThat(rig.inFlight()).startsWith(RECVMSG);
                }));
    }

    /** What is left open the rig's end finds. */
    private static Stream<Row> closingWithDescriptors() {
        return Stream.of(
                receiving("a descriptor, closing: closed", rig -> {
                    rig.force(Fault.CANCEL_LOSES);
                    rig.pass(2);
                    rig.channel.close();
                    rig.awaitClosed();
                    assertThat(rig.told).containsExactly("active", "inactive");
                }),
                receiving("a descriptor that was parked, closing: closed", rig -> {
                    rig.force(Fault.CANCEL_LOSES);
                    rig.pass(1);
                    rig.channel.config().setAutoRead(false);
                    readMode(rig, DomainSocketReadMode.BYTES);
                    rig.turns(4);
                    rig.channel.close();
                    rig.awaitClosed();
                    assertThat(rig.told).endsWith("inactive");
                }),
                receiving("-ECANCELED, closing", rig -> {
                    rig.channel.close();
                    rig.awaitClosed();
                    assertThat(rig.told).containsExactly("active", "inactive");
                }));
    }

    private static Row sending(String name, Consumer<StreamRig> way) {
        return unix("DescriptorSend: " + name, rig -> way.accept(rig.connect()));
    }

    private static ChannelFuture pass(StreamRig rig) {
        int passed = rig.kernel.eventfd(0, 0);
        return rig.channel.writeAndFlush(new FileDescriptor(passed)).addListener(
                written -> rig.kernel.close(passed));
    }

    private static Stream<Row> descriptorSends() {
        return Stream.of(
                sending("1: the write succeeds", rig -> {
                    ChannelFuture passed = pass(rig);
                    rig.await("passed", passed::isSuccess);
                    assertThat(rig.far().passedDescriptors()).isEqualTo(1);
                }),
                sending("-EAGAIN: again", rig -> passedNevertheless(rig, Fault.SEND_EAGAIN)),
                sending("-EINTR: again", rig -> passedNevertheless(rig, Fault.SEND_EINTR)),
                sending("-EBADF: the write fails, the channel closes", rig -> {
                    ChannelFuture failed = rig.channel.writeAndFlush(new FileDescriptor(1));
                    rig.await("told", failed::isDone);
                    assertThat(failed.cause()).isInstanceOf(IOException.class).hasMessageContaining("EBADF");
                    rig.awaitClosed();
                }),
                sending("no room, -ECANCELED: the channel leaves its loop, and passes it on the next", rig -> {
                    rig.far().receiveCapacity(1);
                    ChannelFuture byteSent = rig.write(1);
                    ChannelFuture passed = pass(rig);
                    rig.await("byte", byteSent::isSuccess);
                    rig.turns(3);
                    assertThat(rig.inFlight()).contains(SENDMSG);
                    ChannelFuture gone = rig.channel.deregister();
                    rig.await("gone", gone::isSuccess);
                    assertThat(passed.isDone()).isFalse();
                    rig.join(rig.channel);
                    rig.far().read(1);
                    rig.await("passed", passed::isSuccess);
                    assertThat(rig.far().passedDescriptors()).isEqualTo(1);
                }),
                sending("closing: it has its try", rig -> {
                    ChannelFuture passed = pass(rig);
                    rig.channel.close();
                    rig.awaitClosed();
                    assertThat(passed.isSuccess()).isTrue();
                    assertThat(rig.far().passedDescriptors()).isEqualTo(1);
                }),
                sending("closing without room: the write fails", rig -> {
                    rig.far().receiveCapacity(1);
                    rig.write(1);
                    ChannelFuture passed = pass(rig);
                    rig.turns(3);
                    rig.channel.close();
                    rig.awaitClosed();
                    assertThat(passed.cause()).isInstanceOf(ClosedChannelException.class);
                    assertThat(rig.far().passedDescriptors()).isZero();
                }));
    }

    private static void passedNevertheless(StreamRig rig, Fault fault) {
        rig.force(fault);
        ChannelFuture passed = pass(rig);
        rig.await("passed", passed::isSuccess);
        assertThat(rig.far().passedDescriptors()).isEqualTo(1);
        assertThat(rig.told).containsExactly("active");
    }

    /** Registered, with the option, and with something written before the connect. */
    private static Row fastOpen(String name, Consumer<StreamRig> way) {
        return new Row("FastOpen: " + name, rig -> {
            rig.channel.config().setOption(ChannelOption.TCP_FASTOPEN_CONNECT, true);
            rig.join(rig.channel);
            way.accept(rig);
        }, false);
    }

    private static void succeeds(StreamRig rig) {
        ChannelFuture early = rig.channel.write(rig.buffer(EARLY_BYTES));
        ChannelFuture connected = rig.channel.connect(rig.remote());
        rig.await("connected", connected::isSuccess);
        rig.awaitFar();
        rig.await("early bytes", early::isSuccess);
        assertThat(rig.far().read(1000)).as("each byte once").hasSize(EARLY_BYTES);
        assertThat(rig.told).containsExactly("active");
    }

    private static Stream<Row> fastOpens() {
        return Stream.of(
                fastOpen("SENDMSG bytes, POLL with SO_ERROR 0: they are sent", rig -> {
                    rig.force(Fault.FAST_OPEN_COOKIE);
                    succeeds(rig);
                }),
                fastOpen("SENDMSG -EINPROGRESS, POLL with SO_ERROR 0: sent afterwards", StreamRowsTest::succeeds),
                fastOpen("SENDMSG -EOPNOTSUPP: CONNECT, sent afterwards", rig -> {
                    rig.force(Fault.FAST_OPEN_OFF);
                    succeeds(rig);
                }),
                fastOpen("nothing written: CONNECT", rig -> {
                    ChannelFuture connected = rig.channel.connect(rig.remote());
                    rig.await("connected", connected::isSuccess);
                    rig.awaitFar();
                }));
    }

    private static Stream<Row> failingFastOpens() {
        return Stream.of(
                fastOpen("SENDMSG bytes, POLL with SO_ERROR: the attempt fails, and with it the write", rig -> {
                    rig.force(Fault.FAST_OPEN_COOKIE);
                    fails(rig);
                }),
                fastOpen("SENDMSG -EINPROGRESS, POLL with SO_ERROR: the same", StreamRowsTest::fails),
                fastOpen("POLL -ECANCELED: the channel closes", rig -> {
                    ChannelFuture early = rig.channel.write(rig.buffer(EARLY_BYTES));
                    rig.kernel.peers().blackhole(9);
                    ChannelFuture connected = rig.channel.connect(rig.nobody());
                    rig.turns(3);
                    assertThat(rig.inFlight()).contains("POLL_ADD");
                    rig.channel.close();
                    rig.awaitClosed();
                    assertThat(connected.cause()).isInstanceOf(ClosedChannelException.class);
                    assertThat(early.isSuccess()).isFalse();
                    assertThat(rig.told).isEmpty();
                }),
                fastOpen("SENDMSG, closed behind it: the channel closes", rig -> {
                    ChannelFuture early = rig.channel.write(rig.buffer(EARLY_BYTES));
                    ChannelFuture connected = rig.channel.connect(rig.remote());
                    rig.channel.close();
                    rig.awaitClosed();
                    assertThat(connected.cause()).isInstanceOf(ClosedChannelException.class);
                    assertThat(early.isSuccess()).isFalse();
                    assertThat(rig.told).isEmpty();
                }));
    }

    private static void fails(StreamRig rig) {
        ChannelFuture early = rig.channel.write(rig.buffer(EARLY_BYTES));
        ChannelFuture connected = rig.channel.connect(rig.nobody());
        rig.await("failed", connected::isDone);
        assertThat(connected.cause()).isInstanceOf(ConnectException.class);
        rig.await("write failed", early::isDone);
        assertThat(early.isSuccess()).isFalse();
        assertThat(rig.told).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void shouldDoWhatTheTableSays(Row row) {
        StreamRig rig = row.unix ? StreamRig.unix() : StreamRig.tcp();
        try {
            row.way.accept(rig);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + rig, e);
        }
        rig.close();
    }
}
