// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import io.netty.channel.Channel;
import io.netty.channel.unix.UnixChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.testsuite.kernel.FakeKernel;
import org.nettyuring.testsuite.kernel.Fault;
import org.nettyuring.testsuite.kernel.FaultPlan;
import org.nettyuring.testsuite.kernel.PeerSocket;
import org.nettyuring.testsuite.simulation.SimulatedLoop;

/** The real loop on a fake kernel that does as it is told. */
class LoopRig implements AutoCloseable {
    private static final int MAX_TURNS = 3000;
    /** Where nobody listens, and nobody gets datagrams. */
    static final int DEAD_PORT = 9;
    private static final String IN_FLIGHT = "in flight: ";

    final FakeKernel kernel = new FakeKernel(FaultPlan.quiet(1));
    final SimulatedLoop loop;
    /** Closed at the end, the last first. */
    final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private int turns;

    LoopRig(IoUringIoHandlerConfig.Builder config) {
        loop = new SimulatedLoop(kernel, config);
    }

    /** The next opportunity brings the fault. */
    LoopRig force(Fault fault) {
        return force(fault, 1);
    }

    /** The next opportunities bring the fault. */
    LoopRig force(Fault fault, int times) {
        kernel.plan().force(fault, times);
        return this;
    }

    final void turns(int count) {
        for (int i = 0; i < count; i++) {
            loop.turn();
        }
    }

    /** Lets the latest notification come. */
    final void waitLong() {
        kernel.advance(TimeUnit.SECONDS.toNanos(1));
        turns(3);
    }

    /** Runs until it is so; every fourth turn may sleep. */
    final void await(String what, BooleanSupplier condition) {
        for (int i = 0; !condition.getAsBoolean(); i++) {
            if (i > MAX_TURNS) {
                throw new AssertionError("never: " + what + "\n" + this + "\n" + kernel.describe());
            }
            if (++turns % 4 == 0) {
                loop.blockingTurn();
            } else {
                loop.turn();
            }
        }
    }

    /** {@return what the kernel holds of the channel, by name} */
    static String inFlight(FakeKernel kernel, Channel channel) {
        String descriptor = " fd " + ((UnixChannel) channel).fd().intValue() + " ";
        return kernel.leaks().stream().filter(leak -> leak.startsWith(IN_FLIGHT) && leak.contains(descriptor))
                .map(leak -> leak.substring(IN_FLIGHT.length())).map(leak -> leak.substring(0, leak.indexOf(" (")))
                .collect(Collectors.joining(", "));
    }

    /** A far end passes so many descriptors with one byte. */
    final void pass(PeerSocket far, int count) {
        int[] fds = new int[count];
        for (int i = 0; i < count; i++) {
            fds[i] = kernel.eventfd(0, 0);
        }
        far.pass(fds);
        for (int passed : fds) {
            kernel.close(passed);
        }
    }

    /** Registers a channel with the loop, and waits until it is. */
    @SuppressWarnings("deprecation") // for callers who have a group, not a loop
    final void join(Channel channel) {
        loop.eventLoop().register(channel);
        await("registered", channel::isRegistered);
    }

    /** Ends the loop, and checks that nothing is left. */
    @Override
    public void close() {
        try {
            while (!owned.isEmpty()) {
                owned.pop().close();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        loop.close();
    }
}
