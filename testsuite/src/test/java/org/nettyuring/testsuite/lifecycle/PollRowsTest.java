// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nettyuring.abi.LinuxConstants.POLLHUP;
import static org.nettyuring.abi.LinuxConstants.POLLIN;
import static org.nettyuring.abi.LinuxConstants.POLLOUT;
import static org.nettyuring.abi.LinuxConstants.POLLRDHUP;

import io.netty.buffer.ByteBuf;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.loop.IoUringIoHandle;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.loop.IoUringIoOps;
import org.nettyuring.loop.IoUringPoll;
import org.nettyuring.loop.IoUringPoll.Trigger;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.testsuite.kernel.FakePeers;
import org.nettyuring.testsuite.kernel.Fault;

/** The rows of {@link IoUringPoll}'s table, one by one, on a kernel that does as it is told. */
class PollRowsTest {
    private final LoopRig rig = new LoopRig(IoUringIoHandlerConfig.builder().ringSize(8).cqSize(16).buffers(4, 64));
    private final FakePeers.Connection connection = rig.kernel.peers().connection();
    private final int fd = connection.fd();
    private final List<Integer> told = new ArrayList<>();
    private IoUringPoll.Listener then = (p, events) -> { };
    private IoUringPoll poll;

    private void register(int events, Trigger trigger) {
        poll = IoUringPoll.register(rig.loop.eventLoop(), fd, events, trigger, (p, ready) -> {
            assertThat(p).isSameAs(poll);
            told.add(ready);
            then.onReady(p, ready);
        }).getNow();
        rig.turns(2);
    }

    private String inFlight() {
        return rig.kernel.leaks().stream().filter(leak -> leak.contains("POLL_ADD")).findAny().orElse("");
    }

    private void read(int bytes) {
        ByteBuf memory = rig.kernel.allocator().directBuffer(bytes);
        assertThat(rig.kernel.read(fd, memory.memoryAddress(), bytes)).isEqualTo(bytes);
        memory.release();
    }

    private void send(int bytes) {
        assertThat(connection.peer().write(new byte[bytes])).isEqualTo(bytes);
    }

    @AfterEach
    void end() {
        poll.close();
        rig.await("closed", () -> poll.closeFuture().isDone());
        assertThat(inFlight()).isEmpty();
        rig.kernel.close(fd);
        connection.peer().close();
        rig.close();
    }

    @Test
    void shouldTellALevelOncePerTurnUntilItIsConsumed() {
        register(POLLIN, Trigger.LEVEL);
        assertThat(told).isEmpty();
        send(2);
        rig.turns(5);
        int calls = told.size();
        assertThat(calls).isBetween(2, 5);

        read(2);
        rig.turns(2);
        told.clear();
        rig.turns(5);

        assertThat(told).isEmpty();
        assertThat(inFlight()).contains("POLL_ADD");
    }

    @Test
    void shouldTellAnEdgeOnce() {
        register(POLLIN, Trigger.EDGE);
        send(1);
        rig.turns(5);
        assertThat(told).containsExactly(POLLIN);

        send(1);
        rig.turns(5);

        assertThat(told).as("also unread").containsExactly(POLLIN, POLLIN);
    }

    @Test
    void shouldTellAOneShotOnceUntilItIsResumed() {
        register(POLLIN, Trigger.ONE_SHOT);
        send(1);
        rig.turns(5);
        assertThat(told).containsExactly(POLLIN);
        assertThat(inFlight()).isEmpty();

        poll.resume();
        rig.turns(5);

        assertThat(told).containsExactly(POLLIN, POLLIN);
    }

    @ParameterizedTest
    @EnumSource
    void shouldHoldNothingInTheKernelWhilePaused(Trigger trigger) {
        register(POLLIN, trigger);
        poll.pause();
        rig.turns(3);
        assertThat(inFlight()).isEmpty();
        send(1);
        rig.turns(10);
        assertThat(told).isEmpty();

        poll.resume();
        rig.turns(3);

        assertThat(told).contains(POLLIN);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellAfterAResumeWhatWasDroppedByAPause(Trigger trigger) {
        register(POLLIN, trigger);
        rig.force(Fault.CANCEL_LOSES);
        send(1);
        poll.pause(); // the completion is on its way
        rig.turns(3);
        assertThat(told).isEmpty();

        poll.resume();
        poll.pause();
        poll.resume();
        rig.turns(3);

        assertThat(told).contains(POLLIN);
    }

    @ParameterizedTest
    @EnumSource
    void shouldAskForWhatItWasChangedTo(Trigger trigger) {
        register(POLLIN, trigger);

        poll.modify(POLLOUT);
        rig.turns(3);

        assertThat(told).isNotEmpty().containsOnly(POLLOUT);
        told.clear();
        poll.pause();
        poll.modify(POLLIN);
        rig.turns(5);
        assertThat(told).isEmpty();
        send(1);
        poll.resume();
        rig.turns(3);
        assertThat(told).isNotEmpty().containsOnly(POLLIN);
    }

    @Test
    void shouldTellAnEdgeAnewAfterAModify() {
        register(POLLOUT, Trigger.EDGE);
        rig.turns(3);
        assertThat(told).containsExactly(POLLOUT);

        poll.modify(POLLOUT);
        rig.turns(3);

        assertThat(told).containsExactly(POLLOUT, POLLOUT);
    }

    @Test
    void shouldArmAnEdgeAnewThatAFullCompletionQueueEnded() {
        register(POLLIN, Trigger.EDGE);
        rig.force(Fault.CQ_OVERFLOW);
        send(1);
        rig.turns(5);
        assertThat(rig.kernel.plan().fired(Fault.CQ_OVERFLOW)).isOne();
        assertThat(told).contains(POLLIN);
        told.clear();

        send(1);
        rig.turns(5);

        assertThat(told).containsExactly(POLLIN);
    }

    /** Linux tells POLLRDHUP unasked, again and again. */
    @ParameterizedTest
    @EnumSource
    void shouldNotSpinOnAHalfClosureThatNobodyAskedFor(Trigger trigger) {
        connection.peer().receiveCapacity(1);
        ByteBuf memory = rig.kernel.allocator().directBuffer(1).writeZero(1);
        rig.kernel.write(fd, memory.memoryAddress(), 1);
        memory.release();
        register(POLLOUT, trigger);
        connection.peer().shutdownOutput();
        rig.turns(3);
        String armed = inFlight();
        assertThat(armed).contains("POLL_ADD");
        rig.turns(10);
        assertThat(told).isEmpty();
        assertThat(inFlight()).as("the same poll").isEqualTo(armed);

        connection.peer().read(1);
        rig.turns(5);

        assertThat(told).isNotEmpty().containsOnly(POLLOUT);
        if (trigger == Trigger.LEVEL) {
            assertThat(told).hasSizeGreaterThan(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellAHalfClosureThatSomebodyAskedFor(Trigger trigger) {
        register(POLLRDHUP, trigger);
        connection.peer().shutdownOutput();
        rig.turns(3);
        assertThat(told).isNotEmpty().containsOnly(POLLRDHUP);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellAHangUpUnasked(Trigger trigger) {
        register(0, trigger);
        connection.peer().reset();
        rig.turns(3);
        assertThat(told).isNotEmpty().allSatisfy(events -> assertThat(events & POLLHUP).isNotZero());
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndWithWhatTheListenerThrows(Trigger trigger) {
        IllegalStateException planted = new IllegalStateException("planted by a test");
        then = (p, events) -> {
            throw planted;
        };
        register(POLLIN, trigger);
        send(1);
        rig.await("closed", () -> poll.closeFuture().isDone());
        assertThat(poll.closeFuture().cause()).isSameAs(planted);
        assertThat(told).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellNothingMoreOnceClosedFromWithin(Trigger trigger) {
        then = (p, events) -> p.close();
        register(POLLIN, trigger);
        send(1);
        rig.await("closed", () -> poll.closeFuture().isDone());
        poll.modify(POLLOUT);
        poll.resume();
        rig.turns(3);
        assertThat(told).hasSize(1);
        assertThat(poll.closeFuture().isSuccess()).isTrue();
        assertThat(poll).hasToString("IoUringPoll(fd " + fd + ", POLLIN, " + trigger + ", CLOSED)");
    }

    @ParameterizedTest
    @EnumSource
    void shouldFailForADescriptorThatIsNotOpen(Trigger trigger) {
        rig.kernel.validator().allowBadDescriptors();
        poll = IoUringPoll.register(rig.loop.eventLoop(), 999_999, POLLIN, trigger, (p, e) -> told.add(e)).getNow();
        rig.await("closed", () -> poll.closeFuture().isDone());
        assertThat(poll.closeFuture().cause()).isInstanceOf(ErrnoException.class)
                .hasMessageContaining("poll(IoUringPoll(fd 999999").hasMessageContaining("EBADF");
        assertThat(told).isEmpty();
    }

    /** By descriptor: the way that hits the next owner of a number, which is why we never use it. */
    @ParameterizedTest
    @EnumSource
    void shouldFailWhenSomebodyElseCancelsIt(Trigger trigger) {
        register(POLLIN, trigger);
        IoRegistration other = rig.loop.eventLoop().register(new IoUringIoHandle() {
            @Override
            public void handle(IoRegistration registration, IoEvent event) {}

            @Override
            public void close() {}
        }).getNow();
        other.submit(IoUringIoOps.of("ASYNC_CANCEL", sqe -> sqe.prepCancelFd(fd,
                IoUringConstants.IORING_ASYNC_CANCEL_ALL), 0));
        rig.await("closed", () -> poll.closeFuture().isDone());
        assertThat(poll.closeFuture().cause()).isInstanceOf(ErrnoException.class).hasMessageContaining("ECANCELED");
        other.cancel();
    }

    /** The owner broke the rule: the kernel still polls the old file, and the new one is nobody's. */
    @ParameterizedTest
    @EnumSource
    void shouldNotTakeTheNextOwnerOfANumberForItsOwn(Trigger trigger) {
        register(POLLIN, trigger);
        rig.kernel.close(fd);
        FakePeers.Connection next = rig.kernel.peers().connection();
        assertThat(next.fd()).isEqualTo(fd);

        next.peer().write((byte) 1);
        rig.turns(5);
        assertThat(told).isEmpty();
        List<Integer> nextTold = new ArrayList<>();
        IoUringPoll nextPoll = IoUringPoll.register(rig.loop.eventLoop(), fd, POLLIN, Trigger.EDGE,
                (p, e) -> nextTold.add(e)).getNow();
        poll.close();
        rig.turns(5);

        assertThat(nextTold).containsExactly(POLLIN);
        assertThat(nextPoll.closeFuture().isDone()).isFalse();
        nextPoll.close();
        rig.await("closed", () -> nextPoll.closeFuture().isDone());
        next.peer().close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndWithItsLoop(Trigger trigger) {
        register(POLLIN, trigger);
        rig.loop.shutDown();
        assertThat(poll.closeFuture().isSuccess()).isTrue();
        poll.resume();
        assertThat(poll.close().isSuccess()).isTrue();
    }

    @Test
    void shouldBeClosedWhileItWaitsForRoomInTheSubmissionQueue() {
        List<IoUringPoll> polls = new ArrayList<>();
        for (int i = 0; i < 20; i++) { // the queue has room for 8
            polls.add(IoUringPoll.register(rig.loop.eventLoop(), fd, POLLIN, Trigger.LEVEL, (p, e) -> told.add(e))
                    .getNow());
        }
        polls.forEach(IoUringPoll::close);
        register(POLLIN, Trigger.LEVEL);
        rig.await("closed", () -> polls.stream().allMatch(p -> p.closeFuture().isSuccess()));
        assertThat(told).isEmpty();
    }

    @Test
    void shouldRefuseBitsThatWouldChangeHowThePollWorks() {
        register(POLLIN, Trigger.LEVEL);
        int edgeTriggered = 1 << 31;
        assertThatThrownBy(() -> poll.modify(POLLIN | edgeTriggered)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0x80000001");
        assertThatThrownBy(() -> register(1 << 30, Trigger.LEVEL)).isInstanceOf(IllegalArgumentException.class);
    }
}
