// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import org.nettyuring.ring.BufferRing;

/** Where the pool puts buffers for the kernel: a {@link BufferRing}, or a test's model of one. Loop thread only. */
interface BufferSupply extends AutoCloseable {
    /** {@return the buffer group} */
    int bgid();

    /**
     * Prepares one buffer; the kernel sees it after {@link #publish()}.
     *
     * @param address first byte
     * @param lengthBytes size
     * @param bid buffer id
     */
    void add(long address, int lengthBytes, int bid);

    /** Shows the added buffers to the kernel. */
    void publish();

    /** Takes all buffers back from the kernel. */
    @Override
    void close();

    /**
     * {@return the supply over a registered buffer ring}
     *
     * @param ring owned by the supply from now on
     */
    static BufferSupply of(BufferRing ring) {
        return new BufferSupply() {
            @Override
            public int bgid() {
                return ring.bgid();
            }

            @Override
            public void add(long address, int lengthBytes, int bid) {
                ring.add(address, lengthBytes, bid);
            }

            @Override
            public void publish() {
                ring.publish();
            }

            @Override
            public void close() {
                ring.close();
            }
        };
    }
}
