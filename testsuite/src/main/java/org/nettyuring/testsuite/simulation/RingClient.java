// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import java.util.SplittableRandom;
import org.nettyuring.loop.IoUringIoHandle;
import org.nettyuring.loop.IoUringIoRegistration;
import org.nettyuring.testsuite.kernel.FakeKernel;

/** The one handle of a {@link RingSimulation}: every operation is submitted in its name. */
final class RingClient implements IoUringIoHandle {
    final FakeKernel kernel;
    final SplittableRandom random;
    private IoUringIoRegistration registration;
    private Throwable failure;
    private int inFlight;

    RingClient(FakeKernel kernel, SplittableRandom random) {
        this.kernel = kernel;
        this.random = random;
    }

    @Override
    public void registered(IoUringIoRegistration newRegistration) {
        registration = newRegistration;
    }

    IoUringIoRegistration registration() {
        return registration;
    }

    void started() {
        inFlight++;
    }

    void ended() {
        inFlight--;
    }

    int inFlight() {
        return inFlight;
    }

    void failed(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    void verify() {
        if (failure != null) {
            throw new AssertionError(failure.toString(), failure);
        }
    }

    @Override
    public void handle(IoRegistration ignored, IoEvent event) {
        throw new AssertionError("nothing here submits IoOps: " + event);
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "ring client";
    }
}
