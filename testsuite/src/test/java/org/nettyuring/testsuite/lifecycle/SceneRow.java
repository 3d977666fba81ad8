// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import java.util.function.Consumer;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.ring.Feature;

/**
 * A row of a table: what a completion makes of a channel.
 *
 * @param name of the row
 * @param config of the channel's loop
 * @param way into the row, and what must be seen there
 */
record SceneRow(String name, IoUringIoHandlerConfig.Builder config, Consumer<SimulatedScene> way) {
    SceneRow(String name, Consumer<SimulatedScene> way) {
        this(name, small(), way);
    }

    static SceneRow withoutProvidedBuffers(String name, Consumer<SimulatedScene> way) {
        return new SceneRow(name, small().disable(Feature.PBUF_RING), way);
    }

    private static IoUringIoHandlerConfig.Builder small() {
        return IoUringIoHandlerConfig.builder().ringSize(16).cqSize(32).buffers(8, 256);
    }

    /** Goes the way, and closes the channel. */
    void walk() {
        SimulatedScene scene = new SimulatedScene(config);
        try {
            way.accept(scene);
            scene.await("closed", scene.channel.close());
            scene.turns(3);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + scene, e);
        }
        scene.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
