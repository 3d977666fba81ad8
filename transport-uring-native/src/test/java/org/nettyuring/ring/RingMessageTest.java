// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Completions that come from elsewhere: another ring, or a thread without one. */
class RingMessageTest {
    @RegisterExtension
    final RingFixture fixture = new RingFixture();

    static Stream<Set<Feature>> modes() {
        return Stream.of(Set.of(), Set.of(Feature.DEFER_TASKRUN), Set.of(Feature.SINGLE_ISSUER));
    }

    @ParameterizedTest
    @MethodSource("modes")
    void shouldWakeARingThatWaitsOnAnotherThread(Set<Feature> disabled) throws Exception {
        fixture.assume(Feature.MSG_RING);
        Ring sender = fixture.ring(8, 16, disabled);
        CompletableFuture<Integer> fd = new CompletableFuture<>();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            var received = executor.submit(() -> {
                try (Ring receiver = Ring.create(new RingConfig(fixture.syscalls(), 8, 16, disabled))) {
                    receiver.enable();
                    fd.complete(receiver.fd());
                    CqeBatch cqe = fixture.await(receiver, 1);
                    return cqe.userData(0) + ":" + cqe.res(0);
                }
            });
            sender.nextSqe().prepMsgRing(fd.get(), 77, 0x1234_5678_9ABCL, 0);
            assertEquals(0, fixture.awaitRes(sender));
            assertEquals(0x1234_5678_9ABCL + ":77", received.get());
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void shouldTakeAMessageFromAThreadWithoutARing() throws Exception {
        fixture.assume(Feature.REGISTER_SEND_MSG_RING);
        Ring ring = fixture.ring(8, 16);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (RingMessage message = new RingMessage(fixture.syscalls(), ring.fd(), 42)) {
            assertEquals(0, executor.submit(message::send).get());
            assertEquals(42, fixture.await(ring, 1).userData(0));
        } finally {
            executor.shutdown();
        }
    }
}
