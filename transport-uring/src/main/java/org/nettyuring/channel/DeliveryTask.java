// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

/**
 * Has a channel's loop deliver what is parked, outside of what is going on now. At most one task waits. Loop thread
 * only.
 */
final class DeliveryTask implements Runnable {
    private final AbstractIoUringChannel channel;
    private final Runnable deliver;
    private boolean scheduled;

    /**
     * Makes a task that does not wait.
     *
     * @param channel whose loop
     * @param deliver not run if the channel is closing by then, or on the way to another loop
     */
    DeliveryTask(AbstractIoUringChannel channel, Runnable deliver) {
        this.channel = channel;
        this.deliver = deliver;
    }

    void schedule() {
        if (!scheduled) {
            scheduled = true;
            channel.eventLoop().execute(this);
        }
    }

    @Override
    public void run() {
        scheduled = false;
        if (channel.closeSequence().isOpen()) {
            deliver.run();
        }
    }
}
