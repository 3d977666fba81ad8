// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.ring.Feature;
import org.nettyuring.ring.RingCapabilities;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;
import org.nettyuring.testsuite.faults.FaultyKernel;
import org.nettyuring.testsuite.kernel.Fault;

/**
 * A mode is what the kernel sees, not what a property says. Runs in every mode; the rings say which it is.
 */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class ModeTest {
    private static final int MESSAGES = 50;
    private static final int MESSAGE_BYTES = 1000;

    /** How the use of a feature shows at the border to the kernel. */
    private static final Map<Feature, Predicate<RecordedRings>> TRACES = new EnumMap<>(Feature.class);

    static {
        TRACES.put(Feature.SINGLE_ISSUER, rings -> rings.wasSetUpWith(IoUringConstants.IORING_SETUP_SINGLE_ISSUER));
        TRACES.put(Feature.DEFER_TASKRUN, rings -> rings.wasSetUpWith(IoUringConstants.IORING_SETUP_DEFER_TASKRUN));
        TRACES.put(Feature.COOP_TASKRUN, rings -> rings.wasSetUpWith(IoUringConstants.IORING_SETUP_COOP_TASKRUN));
        TRACES.put(Feature.TASKRUN_FLAG, rings -> rings.wasSetUpWith(IoUringConstants.IORING_SETUP_TASKRUN_FLAG));
        TRACES.put(Feature.SUBMIT_ALL, rings -> rings.wasSetUpWith(IoUringConstants.IORING_SETUP_SUBMIT_ALL));
        TRACES.put(Feature.NO_SQARRAY, rings -> rings.wasSetUpWith(IoUringConstants.IORING_SETUP_NO_SQARRAY));
        TRACES.put(Feature.REGISTERED_RING,
                rings -> rings.wasEnteredWith(IoUringConstants.IORING_ENTER_REGISTERED_RING));
        TRACES.put(Feature.NO_IOWAIT, rings -> rings.wasEnteredWith(IoUringConstants.IORING_ENTER_NO_IOWAIT));
        TRACES.put(Feature.EXT_ARG, rings -> rings.wasEnteredWith(IoUringConstants.IORING_ENTER_EXT_ARG));
        TRACES.put(Feature.MSG_RING, rings -> rings.wasSubmitted(IoUringConstants.IORING_OP_MSG_RING));
        TRACES.put(Feature.REGISTER_SEND_MSG_RING,
                rings -> rings.wasRegistered(IoUringConstants.IORING_REGISTER_SEND_MSG_RING));
        TRACES.put(Feature.RECV_MULTISHOT, rings -> rings.submissions().stream()
                .anyMatch(s -> s.isReceive() && s.hasPrio(IoUringConstants.IORING_RECV_MULTISHOT)));
        TRACES.put(Feature.ACCEPT_MULTISHOT, rings -> rings.submissions().stream()
                .anyMatch(s -> s.opcode() == IoUringConstants.IORING_OP_ACCEPT
                        && s.hasPrio(IoUringConstants.IORING_ACCEPT_MULTISHOT)));
        TRACES.put(Feature.PBUF_RING, rings -> rings.submissions().stream()
                .anyMatch(s -> (s.sqeFlags() & IoUringConstants.IOSQE_BUFFER_SELECT) != 0));
        TRACES.put(Feature.PBUF_RING_INC, rings -> rings.hadBufferRingWith(IoUringConstants.IOU_PBUF_RING_INC));
        TRACES.put(Feature.RECVSEND_BUNDLE, rings -> rings.submissions().stream()
                .anyMatch(s -> s.isReceive() && s.hasPrio(IoUringConstants.IORING_RECVSEND_BUNDLE)));
        TRACES.put(Feature.TIMEOUT_UPDATE, rings -> rings.submissions().stream()
                .anyMatch(s -> s.opcode() == IoUringConstants.IORING_OP_TIMEOUT_REMOVE
                        && (s.opFlags() & IoUringConstants.IORING_TIMEOUT_UPDATE) != 0));
    }

    @Test
    void shouldBeInForceInRingsThatAreMadeWithTheModesSettings() throws Exception {
        RecordedRings rings = new RecordedRings(Mode.selected().kernel());
        work(Mode.selected().config().syscalls(rings.syscalls()).build());
        check(rings);
    }

    /** For tests that say nothing about modes. */
    @Test
    void shouldBeInForceInRingsThatAreMadeWithDefaultSettings() throws Exception {
        RecordedRings rings = new RecordedRings(NativeSyscalls.get());
        work(IoUringIoHandlerConfig.builder().syscalls(rings.syscalls()).build());
        check(rings);
    }

    @Test
    void shouldDisturbTheLoopsOfTheTransportUnderTest() throws Exception {
        Mode mode = Mode.selected();
        assumeTrue(mode.isFaulty(), "mode " + mode + " has no faults");
        FaultyKernel kernel = mode.faultyKernel();
        for (int i = 0; i < 20 && !hasDoneItsWorst(kernel); i++) {
            echo(Loopback.serve(TransportUnderTest.URING, TransportUnderTest.URING.newGroup(2), b -> { },
                    ch -> ch.pipeline().addLast(new Echo())));
        }
        assertThat(hasDoneItsWorst(kernel)).as(kernel.toString()).isTrue();
    }

    private static boolean hasDoneItsWorst(FaultyKernel kernel) {
        return kernel.refusedBells() > 0 && Stream.of(Fault.SHORT_SUBMIT, Fault.ENTER_EINTR, Fault.ENTER_EAGAIN,
                        Fault.ENTER_EBUSY, Fault.WAIT_EINTR, Fault.SHORT_SEND, Fault.REORDER, Fault.DELAY,
                        Fault.CQ_OVERFLOW)
                .allMatch(fault -> kernel.fired(fault) > 0);
    }

    /** What the probe finds out must not depend on a kernel's mood. */
    @Test
    void shouldNotMistakeAMoodOfTheKernelForALackOfIt() throws Exception {
        RingCapabilities calm = RingCapabilities.of(NativeSyscalls.get());
        RingCapabilities found = RingCapabilities.of(Mode.selected().kernel());
        assertThat(Feature.values()).allSatisfy(
                feature -> assertThat(found.whyNot(feature)).as(feature.key()).isEqualTo(calm.whyNot(feature)));
    }

    private static void work(IoUringIoHandlerConfig config) throws Exception {
        echo(Loopback.serve(TransportUnderTest.URING, new IoUringEventLoopGroup(2, config), b -> { },
                ch -> ch.pipeline().addLast(new Echo())));
    }

    private static void echo(Loopback loopback) throws Exception {
        try (loopback) {
            AtomicInteger received = new AtomicInteger();
            Channel client = loopback.client(ch -> ch.pipeline().addLast(new Counting(received))).connect()
                    .sync().channel();
            for (int i = 0; i < MESSAGES; i++) {
                client.writeAndFlush(Unpooled.wrappedBuffer(new byte[MESSAGE_BYTES])).sync();
            }
            Await.until("the whole echo", () -> received.get() == MESSAGES * MESSAGE_BYTES);
            ringBells(loopback.group().next(), loopback.group().next());
        }
    }

    /** From a thread without a ring, from loop to loop, and a timer that moves. */
    private static void ringBells(EventLoop one, EventLoop other) throws Exception {
        for (int i = 0; i < 20; i++) {
            one.submit(() -> other.submit(() -> { }).awaitUninterruptibly(10, TimeUnit.SECONDS)).sync();
            one.schedule(() -> { }, 1, TimeUnit.HOURS).cancel(false);
            one.schedule(() -> { }, 1, TimeUnit.MILLISECONDS).sync();
        }
    }

    private static void check(RecordedRings rings) throws Exception {
        Mode mode = Mode.selected();
        RingCapabilities kernel = RingCapabilities.of(rings.syscalls());
        assertThat(rings.rings()).isNotEmpty();
        for (Map.Entry<Feature, Predicate<RecordedRings>> trace : TRACES.entrySet()) {
            Feature feature = trace.getKey();
            boolean used = trace.getValue().test(rings);
            if (mode.disabled().contains(feature)) {
                assertThat(used).as("%s is used in mode %s", feature.key(), mode).isFalse();
                assertThat(kernel.whyNot(feature)).isNotEmpty();
            } else if (mode == Mode.DEFAULT && isExpected(feature, kernel)) {
                assertThat(used).as("%s is used; without a trace in the default mode its absence shows nothing",
                        feature.key()).isTrue();
            }
        }
        if (mode.sizes().ringSize() > 0) {
            assertThat(rings.rings()).extracting(ring -> ring.entriesAskedFor())
                    .containsOnly(mode.sizes().ringSize());
        }
        if (mode.sizes().bufferCount() > 0) {
            assertThat(rings.bufferRingEntries()).containsExactly(mode.sizes().bufferCount());
        }
    }

    /** Nothing uses bundles yet, and cooperative task running is for kernels that cannot defer. */
    private static boolean isExpected(Feature feature, RingCapabilities kernel) {
        return kernel.has(feature) && feature != Feature.RECVSEND_BUNDLE
                && !(feature == Feature.COOP_TASKRUN && kernel.has(Feature.DEFER_TASKRUN));
    }

    private static final class Counting extends SimpleChannelInboundHandler<ByteBuf> {
        private final AtomicInteger received;

        Counting(AtomicInteger received) {
            this.received = received;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf msg) {
            received.addAndGet(msg.readableBytes());
        }
    }
}
