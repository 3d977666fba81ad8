// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import java.util.List;
import java.util.SplittableRandom;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.ring.Feature;

/**
 * Chooses how small the queues and buffers of a simulated loop are, and which kernel features it does without. Never
 * without {@code EXT_ARG}: the loop then really sleeps while it closes, and simulated time stands still.
 */
final class Machine {
    private static final List<Feature> OPTIONAL = List.of(
            Feature.SINGLE_ISSUER, Feature.DEFER_TASKRUN, Feature.COOP_TASKRUN, Feature.TASKRUN_FLAG,
            Feature.NO_SQARRAY, Feature.REGISTERED_RING, Feature.MSG_RING,
            Feature.REGISTER_SEND_MSG_RING, Feature.RECV_MULTISHOT, Feature.ACCEPT_MULTISHOT, Feature.PBUF_RING,
            Feature.PBUF_RING_INC, Feature.SEND_ZC, Feature.TIMEOUT_UPDATE);

    private Machine() {}

    static IoUringIoHandlerConfig.Builder config(SplittableRandom random, int smallestRing) {
        int ringSize = smallestRing << random.nextInt(6);
        IoUringIoHandlerConfig.Builder config = IoUringIoHandlerConfig.builder()
                .ringSize(ringSize).cqSize(Math.max(2, ringSize << random.nextInt(3)))
                .buffers(1 << random.nextInt(5), 64 << random.nextInt(6));
        switch (random.nextInt(4)) {
            case 0 -> config.directReceives(1);
            case 1 -> config.directReceives(2 + random.nextInt(200));
            case 2 -> config.directReceives(0);
            default -> { } // what is sent is not so large
        }
        if (random.nextInt(3) == 0) {
            OPTIONAL.stream().filter(feature -> random.nextInt(5) == 0).forEach(config::disable);
        }
        return config;
    }
}
