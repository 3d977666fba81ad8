// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelFuture;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.testsuite.kernel.Fault;
import org.nettyuring.testsuite.kernel.PeerDatagramSocket;

/**
 * A datagram channel is connected to one far end after the other, each time right behind a flush of more datagrams than
 * the submission queue holds: each goes where the channel was connected when it was flushed, whatever the kernel does.
 */
class DatagramRemotesTest {
    private static final long SEEDS = 150;
    private static final int ROUNDS = 6;
    private static final int MOST = 150;
    private static final List<Fault> FAULTS = List.of(Fault.SHORT_SUBMIT, Fault.ENTER_EINTR, Fault.ENTER_EBUSY,
            Fault.NO_SEND_ROOM, Fault.SEND_EINTR, Fault.REORDER, Fault.CQ_OVERFLOW, Fault.WAIT_EINTR);

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldSendWhatWasFlushedToWhereItWasConnectedThen(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        DatagramRig rig = new DatagramRig(
                IoUringIoHandlerConfig.builder().ringSize(2 << random.nextInt(5)).cqSize(64).buffers(8, 256));
        try {
            rig.bind(random.nextBoolean());
            for (Fault fault : FAULTS) {
                rig.kernel.plan().with(fault, random.nextBoolean() ? 0.3 * random.nextDouble() : 0);
            }
            connectHereAndThere(rig, random);
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n" + rig, e);
        }
        rig.close();
    }

    private static void connectHereAndThere(DatagramRig rig, SplittableRandom random) {
        List<PeerDatagramSocket> peers = List.of(rig.peer, rig.kernel.peers().datagrams());
        rig.owned.push(peers.get(1));
        List<List<Integer>> flushed = List.of(new ArrayList<>(), new ArrayList<>());
        int size = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int which = random.nextInt(2);
            rig.channel.connect(new InetSocketAddress(NetUtil.LOCALHOST4, peers.get(which).port()));
            for (int i = random.nextInt(MOST); i > 0; i--) {
                boolean other = random.nextInt(4) == 0; // one that says itself where it goes
                int to = other ? 1 - which : which;
                rig.write(++size, other ? new InetSocketAddress(NetUtil.LOCALHOST4, peers.get(to).port()) : null);
                flushed.get(to).add(size);
            }
            rig.channel.flush();
            rig.channel.disconnect();
            if (random.nextBoolean()) {
                rig.turns(random.nextInt(3));
            }
        }
        rig.await("all writes told", () -> rig.writes.stream().allMatch(ChannelFuture::isDone));
        assertThat(rig.writes.stream().map(write -> String.valueOf(write.cause())).distinct()).isSubsetOf("null");
        boolean ordered = rig.kernel.plan().fired(Fault.NO_SEND_ROOM) + rig.kernel.plan().fired(Fault.SEND_EINTR) == 0;
        for (int i = 0; i < peers.size(); i++) {
            List<Integer> arrived = DatagramRig.sizes(peers.get(i));
            if (ordered) {
                assertThat(arrived).isEqualTo(flushed.get(i));
            } else {
                assertThat(arrived).containsExactlyInAnyOrderElementsOf(flushed.get(i));
            }
        }
    }
}
