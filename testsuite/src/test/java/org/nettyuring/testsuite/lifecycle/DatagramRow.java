// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import java.util.function.Consumer;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.ring.Feature;

/**
 * A row of a table: what a completion makes of a datagram channel.
 *
 * @param name of the row
 * @param config of the channel's loop
 * @param way into the row, and what must be seen there
 */
record DatagramRow(String name, IoUringIoHandlerConfig.Builder config, Consumer<DatagramRig> way) {
    DatagramRow(String name, Consumer<DatagramRig> way) {
        this(name, small(), way);
    }

    static DatagramRow withoutProvidedBuffers(String name, Consumer<DatagramRig> way) {
        return new DatagramRow(name, small().disable(Feature.PBUF_RING), way);
    }

    private static IoUringIoHandlerConfig.Builder small() {
        return IoUringIoHandlerConfig.builder().ringSize(16).cqSize(32).buffers(8, 256);
    }

    void walk() {
        DatagramRig rig = new DatagramRig(config);
        try {
            way.accept(rig);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + rig, e);
        }
        rig.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
