// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettyuring.channel.IoUringChannelOption;
import org.nettyuring.testsuite.kernel.Fault;

/**
 * The rows of {@code RoomPoll} and of {@code StreamWriter} for a channel whose input has ended: what a send, the poll
 * for room and the channel's end make of one another.
 */
class EndedPeerRowsTest {
    private static final int FAR_CAPACITY = 1000;
    private static final int TOO_MUCH = 5 * FAR_CAPACITY;
    /** Turns in which Linux may try a send again before a cancel finds it. */
    private static final int TRIES = 300;
    private static final String SEND = "IORING_OP_SEND";
    private static final String POLL = "IORING_OP_POLL_ADD";

    private StreamRig rig;
    private int received;

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        rig.close();
    }

    /** How something is sent that does not fit; the same bytes in each. */
    private record Form(String name, Consumer<StreamRig> before, Consumer<StreamRig> write) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Form> forms() {
        return Stream.of(
                new Form("one buffer", rig -> { }, rig -> rig.write(TOO_MUCH)),
                new Form("several buffers", rig -> { }, rig -> {
                    for (int i = 0; i < 5; i++) {
                        rig.channel.write(rig.buffer(TOO_MUCH / 5));
                    }
                    rig.channel.flush();
                }),
                new Form("one buffer, without a copy", EndedPeerRowsTest::sendZeroCopy, rig -> rig.write(TOO_MUCH)));
    }

    private static void sendZeroCopy(StreamRig rig) {
        rig.channel.config().setOption(IoUringChannelOption.IO_URING_WRITE_ZERO_COPY_THRESHOLD, 1);
    }

    private void connect() {
        connect(StreamRig.tcp());
    }

    private void connect(StreamRig newRig) {
        rig = newRig;
        rig.channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        rig.connect();
        rig.far().receiveCapacity(FAR_CAPACITY);
    }

    private void endInput() {
        rig.far().shutdownOutput();
        rig.await("the end", ((DuplexChannel) rig.channel)::isInputShutdown);
    }

    /** A channel whose input has ended, with more to send than there is room for. */
    private ChannelFuture waiting() {
        connect();
        endInput();
        ChannelFuture write = rig.write(TOO_MUCH);
        rig.turns(5);
        assertWaiting();
        return write;
    }

    private void assertWaiting() {
        assertThat(rig.inFlight()).startsWith(POLL).doesNotContain(SEND);
        assertThat(rig.kernel.workers()).isZero();
    }

    private void readUntil(ChannelFuture written) {
        rig.await("sent", () -> {
            received += rig.far().read(100).length;
            assertThat(rig.kernel.workers()).isZero();
            return written.isDone();
        });
        assertThat(written.isSuccess()).isTrue();
        received += rig.far().read(Integer.MAX_VALUE).length;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void shouldWaitForRoomInAPollOfItsOwn(Form form) {
        connect();
        form.before.accept(rig);
        endInput();
        form.write.accept(rig);
        rig.turns(5);
        readWhatWaited();
    }

    /** More is sent than there is room for, and the send waits in the kernel. */
    private void sending(Form form) {
        connect();
        form.before.accept(rig);
        form.write.accept(rig);
        rig.turns(5);
        assertThat(rig.inFlight()).as("as ever, before the end").contains(SEND);
    }

    /** A poll waits, until the far end reads; then all comes, and a byte more. */
    private void readWhatWaited() {
        assertWaiting();
        readUntil(rig.write(1));
        assertThat(received).isEqualTo(TOO_MUCH + 1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void shouldTakeBackASendThatWaitsWhenTheInputEnds(Form form) {
        sending(form);
        endInput();
        rig.turns(TRIES);
        readWhatWaited();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void shouldCountWhatIsSentWhileItIsTakenBack(Form form) {
        sending(form);
        rig.force(Fault.CANCEL_LOSES, 3);
        endInput();
        received += rig.far().read(300).length;
        rig.turns(TRIES);
        readWhatWaited();
    }

    @Test
    void shouldSendAtOnceWhatThereIsRoomFor() {
        connect();
        endInput();
        ChannelFuture write = rig.write(FAR_CAPACITY);
        rig.await("sent", write::isSuccess);
        assertThat(rig.inFlight()).isEmpty();
    }

    @Test
    void shouldDoTheSameWhenTheInputWasShutDownHere() {
        connect();
        rig.await("shut down", ((DuplexChannel) rig.channel).shutdownInput()::isSuccess);
        ChannelFuture write = rig.write(TOO_MUCH);
        rig.turns(5);
        assertThat(rig.inFlight()).contains(POLL).doesNotContain(SEND);
        readUntil(write);
        assertThat(received).isEqualTo(TOO_MUCH);
    }

    @Test
    void shouldNotBeBusyWhileThereIsNoRoom() {
        waiting();
        String waits = rig.inFlight();
        rig.turns(20);
        assertThat(rig.inFlight()).as("the same poll").isEqualTo(waits);
    }

    @Test
    void shouldPollAgainWhenTheCompletionQueueHadNoRoom() {
        ChannelFuture write = waiting();
        rig.force(Fault.CQ_OVERFLOW);
        readUntil(write);
        assertThat(received).isEqualTo(TOO_MUCH);
    }

    @Test
    void shouldPassADescriptorWhenThereIsRoom() {
        connect(StreamRig.unix());
        endInput();
        rig.write(TOO_MUCH);
        int fd = rig.kernel.eventfd(0, 0);
        ChannelFuture passed = rig.channel.writeAndFlush(new FileDescriptor(fd));
        rig.turns(5);
        assertWaiting();
        readUntil(passed);
        assertThat(received).isEqualTo(TOO_MUCH + 1);
        rig.kernel.close(fd);
    }

    @Test
    void shouldFailTheWriteWhenThePeerResets() {
        ChannelFuture write = waiting();
        rig.far().reset();
        rig.awaitClosed();
        assertThat(write.cause()).isInstanceOf(IOException.class).isNotInstanceOf(ClosedChannelException.class);
    }

    @Test
    void shouldCloseWithoutWaitingForRoom() {
        ChannelFuture write = waiting();
        rig.channel.close();
        rig.awaitClosed();
        assertThat(write.cause()).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void shouldShutTheOutputDownWithoutWaitingForRoom() {
        ChannelFuture write = waiting();
        rig.await("shut down", ((DuplexChannel) rig.channel).shutdownOutput()::isDone);
        assertThat(write.cause()).isInstanceOf(IOException.class);
    }

    @Test
    void shouldGoOnOnTheNextLoop() {
        ChannelFuture write = waiting();
        rig.await("left", rig.channel.deregister()::isSuccess);
        assertThat(write.isDone()).isFalse();
        rig.join(rig.channel);
        readUntil(write);
        assertThat(received).isEqualTo(TOO_MUCH);
    }

    /** The poll is told of the peer's end in the very turn in which it is taken back. */
    @Test
    void shouldShutTheOutputDownWhileAFileBeginsToWait() throws Exception {
        connect();
        endInput();
        Path file = Files.write(directory.resolve("file"), new byte[TOO_MUCH]);
        ChannelFuture write = rig.channel.writeAndFlush(new DefaultFileRegion(file.toFile(), 0, TOO_MUCH));
        ChannelFuture shutDown = ((DuplexChannel) rig.channel).shutdownOutput();
        rig.await("shut down", shutDown::isDone);
        assertThat(write.cause()).isInstanceOf(IOException.class);
        assertThat(rig.inFlight()).isEmpty();
    }
}
