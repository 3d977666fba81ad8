// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.nettyuring.loop.RingFuture;

/** How explicit operations end before their time. */
enum OperationEnding {
    CANCEL(at -> at.futures.forEach(future -> future.cancel(false))),
    CANCEL_OF_THE_LAST(at -> {
        RingFuture last = at.futures.get(at.futures.size() - 1);
        last.cancel(false);
    }),
    /** The caller goes with it. */
    CLOSE_CHANNEL(at -> at.scene.channel.close()),
    /** Which ends nothing: the kernel keeps the file open. */
    CLOSE_DESCRIPTOR(at -> at.close(at.eventfd)),
    /** Likewise. */
    CLOSE_FILE(OperationScene::closeFile),
    END_OF_THE_LOOP(at -> at.scene.loop().shutdownGracefully(0, 1, TimeUnit.SECONDS)),
    CALLER_GONE(at -> at.caller.close());

    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    private final Consumer<OperationScene> way;

    OperationEnding(Consumer<OperationScene> way) {
        this.way = way;
    }

    boolean isPossible(OperationRow row) {
        return switch (this) {
            case CLOSE_CHANNEL -> row.isOfAChannel();
            case CLOSE_DESCRIPTOR -> row.on == OperationRow.On.EVENTFD;
            case CLOSE_FILE -> row.on == OperationRow.On.FILE;
            default -> true;
        };
    }

    void happen(OperationScene at) {
        way.accept(at);
    }
}
