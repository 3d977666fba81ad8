// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.LinuxConstants;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.op.NopOp;
import org.nettyuring.op.PollOp;
import org.nettyuring.op.SubmitArena;
import org.nettyuring.ring.Ring;
import org.nettyuring.ring.RingConfig;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;

/** A loop with as many operations in the kernel as it may have: more of them wait, and cancels do not. */
@Timeout(30)
class SlotLimitTest {
    private static final int LIMIT = 8;
    private static final int MOST_TURNS = 100;

    private final Syscalls syscalls = NativeSyscalls.get();
    private final List<Integer> ended = new ArrayList<>();
    private int silent;
    private Ring ring;
    private NativeRegion memory;
    private RingDriver driver;

    private final class Ended implements PollOp.Listener {
        @Override
        public void onPolled(PollOp op, int res) {
            ended.add(res);
        }

        @Override
        public void onException(Throwable cause) {
            throw new AssertionError(cause);
        }
    }

    @BeforeEach
    void fillTheTable() throws Exception {
        silent = syscalls.eventfd(0, 0);
        ring = Ring.create(new RingConfig(syscalls, 32, 64));
        ring.enable();
        memory = syscalls.allocate(4096, "submit arena");
        driver = new RingDriver(ring, new SubmitArena(memory), new LoopCounters(), System::nanoTime, LIMIT);
    }

    @AfterEach
    void close() {
        for (int i = 0; i < MOST_TURNS && driver.pending() > 0; i++) {
            driver.cancelAll();
            turn();
        }
        ring.close();
        memory.close();
        syscalls.close(silent);
    }

    private void turn() {
        driver.submitBacklog();
        driver.enter();
        driver.dispatch();
    }

    private List<PollOp> polls(int count) {
        List<PollOp> polls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            polls.add(new PollOp(silent, LinuxConstants.POLLIN, new Ended()));
            polls.get(i).arm(driver);
        }
        return polls;
    }

    @Test
    void shouldLetAnOperationWaitUntilASlotIsFree() {
        List<PollOp> polls = polls(LIMIT);
        List<Integer> nops = new ArrayList<>();
        driver.submit(new NopOp(nops::add));
        turn();
        turn();
        assertTrue(nops.isEmpty(), "no slot for it");

        polls.get(3).cancel(driver);
        turn();
        assertEquals(List.of(-Errno.ECANCELED), ended);
        turn();
        assertEquals(List.of(0), nops);
    }

    @Test
    void shouldCancelEverythingThoughMoreThanTheLimitWaits() {
        List<PollOp> polls = polls(3 * LIMIT);
        turn();
        for (PollOp poll : polls) {
            poll.cancel(driver);
        }
        for (int i = 0; i < MOST_TURNS && ended.size() < polls.size(); i++) {
            turn();
        }
        assertEquals(3 * LIMIT, ended.size());
        assertTrue(ended.stream().allMatch(res -> res == -Errno.ECANCELED), ended.toString());
    }
}
