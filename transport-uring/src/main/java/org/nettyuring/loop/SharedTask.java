// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.Callable;

/** Work that any loop may do, and its outcome. Whoever takes it is the executor of its listeners. */
final class SharedTask<V> extends DefaultPromise<V> {
    private final Callable<V> work;
    private volatile EventExecutor taker = GlobalEventExecutor.INSTANCE;

    SharedTask(Callable<V> work) {
        this.work = work;
    }

    @Override
    protected EventExecutor executor() {
        return taker;
    }

    /** Does the work, unless it was cancelled. Once, on the taker's thread. */
    void runOn(EventExecutor newTaker) {
        if (!setUncancellable()) {
            return;
        }
        taker = newTaker;
        try {
            setSuccess(work.call());
        } catch (Throwable cause) {
            setFailure(cause);
        }
    }
}
