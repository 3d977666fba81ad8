// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nettyuring.channel.CloseSequence.CloseRequest;
import org.nettyuring.loop.IoUringIoRegistration;

class CloseSequenceTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Part reader = new Part("RECV multishot");
    private final Part writer = new Part("SEND");
    private final ChannelPart both = new Both();
    private final RecordingHost host = new RecordingHost();
    private final CloseSequence sequence = new CloseSequence(host);

    @AfterEach
    void closeChannel() {
        channel.finishAndReleaseAll();
    }

    @Test
    void shouldCloseAtOnceWhenTheKernelHoldsNothing() {
        CloseRequest request = request();
        sequence.close(request);
        assertEquals(List.of(request), host.closed);
        assertTrue(sequence.isClosed());
        assertNull(host.scheduled);
    }

    @Test
    void shouldCloseWhenTheLastOperationHasEnded() {
        reader.inFlight = true;
        writer.inFlight = true;
        sequence.close(request());
        assertTrue(reader.cancelled && writer.cancelled);
        assertEquals(List.of(), host.closed);
        assertTrue(sequence.isClosing());
        end(writer);
        assertEquals(List.of(), host.closed);
        end(reader);
        assertEquals(1, host.closed.size());
        assertTrue(reader.released && writer.released);
    }

    @Test
    void shouldCompleteEverybodyWhoClosed() {
        reader.inFlight = true;
        CloseRequest first = request();
        CloseRequest second = request();
        sequence.close(first);
        sequence.close(second);
        end(reader);
        assertEquals(List.of(first), host.closed);
        assertFalse(second.promise.isDone());
        channel.close();
        assertTrue(second.promise.isSuccess());
    }

    @Test
    void shouldPassOnACloseThatComesAfterTheEnd() {
        sequence.close(request());
        CloseRequest late = request();
        sequence.close(late);
        assertEquals(late, host.closed.get(1));
    }

    @Test
    void shouldLeaveTheLoopWhenTheLastOperationHasEnded() {
        reader.inFlight = true;
        ChannelPromise promise = channel.newPromise();
        sequence.deregister(promise);
        assertEquals(List.of(), host.deregistered);
        assertFalse(sequence.isOpen());
        end(reader);
        assertEquals(List.of(promise), host.deregistered);
        assertFalse(reader.released, "what is parked survives");
        sequence.registered();
        assertTrue(sequence.isOpen());
    }

    @Test
    void shouldCloseInsteadOfLeavingWhenAskedMeanwhile() {
        reader.inFlight = true;
        ChannelPromise leaving = channel.newPromise();
        sequence.deregister(leaving);
        sequence.close(request());
        end(reader);
        assertEquals(1, host.closed.size());
        assertEquals(List.of(), host.deregistered);
        channel.close();
        assertTrue(leaving.isSuccess());
    }

    @Test
    void shouldCloseForciblyWithoutEvents() {
        reader.inFlight = true;
        sequence.closeForcibly();
        end(reader);
        assertEquals(1, host.closed.size());
        assertNull(host.closed.get(0));
    }

    @Test
    void shouldFinishTheDepartureThatAForcibleCloseOvertakes() {
        reader.inFlight = true;
        ChannelPromise leaving = channel.newPromise();
        sequence.deregister(leaving);
        sequence.closeForcibly();
        end(reader);
        assertEquals(1, host.closed.size());
        assertEquals(List.of(leaving), host.deregistered);
    }

    @Test
    void shouldCloseWithEventsWhenAForcibleCloseIsFollowedByAnOrdinaryOne() {
        reader.inFlight = true;
        CloseRequest request = request();
        sequence.closeForcibly();
        sequence.close(request);
        end(reader);
        assertEquals(List.of(request), host.closed);
    }

    @Test
    void shouldReportASlowDrainAndAskAgainUntilItEnds() {
        writer.inFlight = true;
        sequence.close(request());
        Runnable report = host.scheduled;
        host.scheduled = null;
        writer.cancelled = false;
        report.run();
        assertTrue(writer.cancelled, "asks again");
        assertEquals(1, writer.described);
        assertEquals(0, reader.described, "holds nothing");
        assertTrue(host.scheduled != null, "reports again");
        assertEquals(List.of("SEND"), host.slow);
        end(writer);
        assertTrue(host.timer.isCancelled());
    }

    @Test
    void shouldIgnoreEndsOfOperationsWhileOpen() {
        sequence.operationEnded();
        assertTrue(sequence.isOpen());
        assertEquals(List.of(), host.closed);
    }

    private void end(Part part) {
        part.inFlight = false;
        sequence.operationEnded();
    }

    private CloseRequest request() {
        ClosedChannelException cause = new ClosedChannelException();
        return new CloseRequest(channel.newPromise(), cause, cause);
    }

    private static final class Part implements ChannelPart {
        private final String name;
        boolean inFlight;
        boolean cancelled;
        boolean released;
        int described;

        Part(String name) {
            this.name = name;
        }

        @Override
        public void attach(IoUringIoRegistration loop) {
            throw new AssertionError("no loop here");
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public boolean isIdle() {
            return !inFlight;
        }

        @Override
        public void release() {
            released = true;
        }

        @Override
        public void describeInFlight(StringJoiner report) {
            if (inFlight) {
                described++;
                report.add(name);
            }
        }
    }

    /** One that is made of two, as a channel's role is. */
    private final class Both implements ChannelPart {
        @Override
        public void attach(IoUringIoRegistration loop) {
            reader.attach(loop);
            writer.attach(loop);
        }

        @Override
        public void cancel() {
            reader.cancel();
            writer.cancel();
        }

        @Override
        public boolean isIdle() {
            return reader.isIdle() && writer.isIdle();
        }

        @Override
        public void release() {
            reader.release();
            writer.release();
        }

        @Override
        public void describeInFlight(StringJoiner report) {
            reader.describeInFlight(report);
            writer.describeInFlight(report);
        }
    }

    private final class RecordingHost implements CloseSequence.Host {
        final List<CloseRequest> closed = new ArrayList<>();
        final List<ChannelPromise> deregistered = new ArrayList<>();
        final Promise<Void> timer = ImmediateEventExecutor.INSTANCE.newPromise();
        final List<String> slow = new ArrayList<>();
        Runnable scheduled;

        @Override
        public ChannelPart parts() {
            return both;
        }

        @Override
        public void finishClose(CloseRequest request) {
            closed.add(request);
        }

        @Override
        public void finishDeregister(ChannelPromise promise) {
            deregistered.add(promise);
        }

        @Override
        public Future<?> schedule(Runnable task, long delay, TimeUnit unit) {
            assertEquals(CloseSequence.SLOW_DRAIN_SECONDS, unit.toSeconds(delay));
            scheduled = task;
            return timer;
        }

        @Override
        public void drainIsSlow(String inFlight) {
            slow.add(inFlight);
        }

        @Override
        public String toString() {
            return "test channel";
        }
    }
}
