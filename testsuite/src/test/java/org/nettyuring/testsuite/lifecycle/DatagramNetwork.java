// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.net.SocketAddress;

/** Datagrams of one kind on one kernel: our channel, and a far end that keeps what comes until it reads it. */
interface DatagramNetwork {
    /** {@return a channel, neither bound nor on a loop} */
    Channel newChannel();

    /** {@return where a channel may be bound} */
    SocketAddress newAddress();

    /** Makes the far end of a channel that is bound. */
    FarEnd newFarEnd(SocketAddress near);

    /** {@return where the far end is} */
    SocketAddress farAddress();

    /** {@return what a channel writes to send bytes to the far end} */
    Object toFarEnd(ByteBuf payload);
}
