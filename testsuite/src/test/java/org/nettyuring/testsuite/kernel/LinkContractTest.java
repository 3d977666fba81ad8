// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.ring.CqeBatch;
import org.nettyuring.ring.Ring;
import org.nettyuring.ring.RingConfig;
import org.nettyuring.ring.Sqe;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;
import org.nettyuring.testsuite.NoLeaks;

/** Links and their time limits: each row is run on the real kernel and on the fake one, and both must do the same. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class LinkContractTest {
    private static final int LINK = IoUringConstants.IOSQE_IO_LINK;
    private static final int HARDLINK = IoUringConstants.IOSQE_IO_HARDLINK;
    private static final int POLLIN = 1;
    private static final int BAD_FD = 9999;
    private static final int CANCELED = -Errno.ECANCELED;
    private static final long SHORT_NS = 2_000_000;
    private static final int LONG_SECONDS = 60;

    /** One story: what is submitted, and the results by user_data. */
    private enum Row {
        SUCCESSES(r -> {
            r.nop(LINK, 1);
            r.nop(LINK, 2);
            r.nop(0, 3);
        }, 0, 0, 0),
        A_FAILURE_CANCELS_THE_REST(r -> {
            r.nop(LINK, 1);
            r.badRead(LINK, 2);
            r.nop(LINK, 3);
            r.nop(0, 4);
        }, 0, -Errno.EBADF, CANCELED, CANCELED),
        THE_NEXT_CHAIN_IS_ANOTHER(r -> {
            r.badRead(LINK, 1);
            r.nop(0, 2);
            r.nop(LINK, 3);
            r.nop(0, 4);
        }, -Errno.EBADF, CANCELED, 0, 0),
        A_HARD_LINK_HOLDS(r -> {
            r.badRead(HARDLINK, 1);
            r.nop(LINK, 2);
            r.nop(0, 3);
        }, -Errno.EBADF, 0, 0),
        A_SHORT_READ_CANCELS_THE_REST(r -> {
            r.ring(1);
            r.read(16, LINK, 1);
            r.nop(0, 2);
        }, 8, CANCELED),
        A_HARD_LINK_HOLDS_AFTER_A_SHORT_READ(r -> {
            r.ring(1);
            r.read(16, HARDLINK, 1);
            r.nop(0, 2);
        }, 8, 0),
        A_CHAIN_ENDS_WITH_THE_SUBMIT(r -> {
            r.badRead(LINK, 1);
            r.submit();
            r.nop(0, 2);
        }, -Errno.EBADF, 0),
        A_STEP_WAITS_FOR_THE_ONE_BEFORE(r -> {
            r.poll(LINK, 1);
            r.read(8, 0, 2);
            r.submit();
            r.expectNothing();
            r.ring(1);
        }, POLLIN, 8),
        NO_CANCEL_FINDS_A_STEP_THAT_HAS_NOT_BEGUN(r -> {
            r.poll(LINK, 1);
            r.nop(0, 2);
            r.submit();
            r.cancel(2, 3);
            r.submit();
            r.cancel(1, 4);
        }, CANCELED, CANCELED, -Errno.ENOENT, 0),
        A_LIMIT_THAT_IS_NOT_REACHED(r -> {
            r.ring(1);
            r.read(8, LINK, 1);
            r.limit(r.longTime(), 0, 2);
        }, 8, CANCELED),
        A_LIMIT_OF_ONE_THAT_WAITED(r -> {
            r.read(8, LINK, 1);
            r.limit(r.longTime(), 0, 2);
            r.submit();
            r.ring(1);
        }, 8, CANCELED),
        A_LIMIT_THAT_IS_REACHED(r -> {
            r.poll(LINK, 1);
            r.limit(r.shortTime(), 0, 2);
        }, CANCELED, -Errno.ETIME),
        A_LIMIT_CANCELS_THE_REST(r -> {
            r.poll(LINK, 1);
            r.limit(r.shortTime(), LINK, 2);
            r.nop(LINK, 3);
            r.limit(r.longTime(), 0, 4);
        }, CANCELED, -Errno.ETIME, CANCELED, CANCELED),
        A_LIMIT_BEHIND_A_HARD_LINK(r -> {
            r.poll(HARDLINK, 1);
            r.limit(r.shortTime(), LINK, 2);
            r.nop(0, 3);
        }, CANCELED, -Errno.ETIME, 0),
        THE_NEXT_STEP_FOLLOWS_A_LIMITED_ONE(r -> {
            r.ring(1);
            r.read(8, LINK, 1);
            r.limit(r.longTime(), LINK, 2);
            r.badRead(LINK, 3);
            r.limit(r.longTime(), LINK, 4);
            r.nop(0, 5);
        }, 8, CANCELED, -Errno.EBADF, CANCELED, CANCELED),
        A_CANCEL_OF_A_LIMITED_ONE(r -> {
            r.poll(LINK, 1);
            r.limit(r.longTime(), LINK, 2);
            r.nop(0, 3);
            r.submit();
            r.cancel(1, 4);
        }, CANCELED, CANCELED, CANCELED, 0),
        THE_TIME_OF_A_STEP_BEGINS_WITH_IT(r -> {
            r.poll(LINK, 1);
            r.limit(r.longTime(), LINK, 2);
            r.read(8, LINK, 3);
            r.limit(r.shortTime(), 0, 4);
            r.submit();
            r.sleepAWhile();
            r.expectNothing();
            r.ring(1);
        }, POLLIN, CANCELED, 8, CANCELED),
        A_LIMIT_OF_NOTHING(r -> r.limit(r.longTime(), 0, 1), -Errno.EINVAL);

        @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
        private final Consumer<Rig> story;
        @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
        private final int[] results;

        Row(Consumer<Rig> story, int... results) {
            this.story = story;
            this.results = results;
        }
    }

    /** A ring, an eventfd that is not ready, and memory. */
    private static final class Rig implements AutoCloseable {
        private final Syscalls kernel;
        private final Ring ring;
        private final int eventfd;
        private final NativeRegion memory;
        private final CqeBatch batch = new CqeBatch(64);
        private final Map<Long, Integer> results = new TreeMap<>();

        Rig(Syscalls kernel) throws Exception {
            this.kernel = kernel;
            ring = Ring.create(new RingConfig(kernel, 32, 64));
            ring.enable();
            eventfd = kernel.eventfd(0, 0);
            memory = kernel.allocate(4096, "a test's memory");
        }

        void nop(int flags, long userData) {
            ring.nextSqe().prepNop().addFlags(flags).userData(userData);
        }

        void badRead(int flags, long userData) {
            ring.nextSqe().prepRead(BAD_FD, memory.address(), 8, -1).addFlags(flags).userData(userData);
        }

        void read(int bytes, int flags, long userData) {
            ring.nextSqe().prepRead(eventfd, memory.address() + 64, bytes, -1).addFlags(flags).userData(userData);
        }

        void poll(int flags, long userData) {
            ring.nextSqe().prepPollAdd(eventfd, POLLIN).addFlags(flags).userData(userData);
        }

        void limit(long timespec, int flags, long userData) {
            Sqe sqe = ring.nextSqe();
            sqe.prepLinkTimeout(timespec, 0).addFlags(flags).userData(userData);
        }

        void cancel(long target, long userData) {
            ring.nextSqe().prepCancel64(target, 0).userData(userData);
        }

        long shortTime() {
            memory.buffer().putLong(128, 0).putLong(136, SHORT_NS);
            return memory.address() + 128;
        }

        long longTime() {
            memory.buffer().putLong(160, LONG_SECONDS).putLong(168, 0);
            return memory.address() + 160;
        }

        void ring(long value) {
            memory.buffer().putLong(0, value);
            kernel.write(eventfd, memory.address(), 8);
        }

        void submit() {
            for (int i = 0; i < 10; i++) {
                ring.submitAndGetEvents();
            }
            collect();
        }

        void sleepAWhile() {
            ring.submitAndWait(1, 3 * SHORT_NS);
            collect();
        }

        void expectNothing() {
            assertThat(results).isEmpty();
        }

        private void collect() {
            ring.drainTo(batch);
            for (int i = 0; i < batch.size(); i++) {
                assertThat(results.put(batch.userData(i), batch.res(i))).as("two completions").isNull();
            }
        }

        Map<Long, Integer> await(int count) {
            submit();
            for (int i = 0; i < 100 && results.size() < count; i++) {
                ring.submitAndWait(1, 1_000_000_000);
                collect();
            }
            return results;
        }

        @Override
        public void close() {
            ring.close();
            kernel.close(eventfd);
            memory.close();
        }
    }

    private static Stream<Row> rows() {
        return Arrays.stream(Row.values());
    }

    private static void check(Row row, Syscalls kernel) throws Exception {
        try (Rig rig = new Rig(kernel)) {
            row.story.accept(rig);
            Map<Long, Integer> expected = new TreeMap<>();
            for (int i = 0; i < row.results.length; i++) {
                expected.put(i + 1L, row.results[i]);
            }
            assertThat(rig.await(row.results.length)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldBeSoOnTheRealKernel(Row row) throws Exception {
        check(row, NativeSyscalls.get());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldBeSoOnTheFakeKernel(Row row) throws Exception {
        try (FakeKernel kernel = new FakeKernel(FaultPlan.quiet(1))) {
            kernel.validator().allowBadDescriptors();
            check(row, kernel);
        }
    }
}
