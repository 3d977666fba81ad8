// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nettyuring.loop.IoUringIoHandler;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.ring.Feature;
import org.nettyuring.testsuite.NoLeaks;

/** Event loops on threads of their own, on the fake kernel with the real clock. */
@ExtendWith(NoLeaks.class)
class FakeKernelThreadsTest {
    private static final int THREADS = 4;
    private static final int TASKS = 2_000;

    /** How a loop is woken. */
    enum Bell {
        MESSAGE {
            @Override
            IoUringIoHandlerConfig.Builder config() {
                return IoUringIoHandlerConfig.builder();
            }
        },
        EVENTFD {
            @Override
            IoUringIoHandlerConfig.Builder config() {
                return IoUringIoHandlerConfig.builder().disable(Feature.REGISTER_SEND_MSG_RING);
            }
        };

        abstract IoUringIoHandlerConfig.Builder config();
    }

    @ParameterizedTest
    @EnumSource
    void shouldLoseNoTaskOfAnyThread(Bell bell) throws Exception {
        FakeKernel kernel = FakeKernel.realTime(FaultPlan.quiet(3)
                .with(Fault.ENTER_EINTR, 0.05).with(Fault.ENTER_EBUSY, 0.05).with(Fault.WAIT_EINTR, 0.1));
        EventLoopGroup group = kernel.withoutFaults(() -> new MultiThreadIoEventLoopGroup(2,
                IoUringIoHandler.newFactory(bell.config().syscalls(kernel).build())));
        CountDownLatch done = new CountDownLatch(THREADS * TASKS);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> {
                for (int task = 0; task < TASKS; task++) {
                    // Through one loop to the next: both kinds of wake-up.
                    group.next().execute(() -> group.next().execute(done::countDown));
                }
            });
            thread.start();
            threads.add(thread);
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).as("tasks left: %s", done.getCount()).isTrue();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(30, TimeUnit.SECONDS)).isTrue();
        kernel.close();
    }
}
