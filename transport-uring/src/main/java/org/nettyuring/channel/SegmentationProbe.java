// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.SocketConstants.IPPROTO_UDP;
import static org.nettyuring.abi.SocketConstants.UDP_SEGMENT;

import io.netty.channel.ChannelException;
import io.netty.channel.socket.SocketProtocolFamily;
import java.io.IOException;
import org.nettyuring.sys.NativeSyscalls;

/** Asks the kernel once whether it knows {@code UDP_SEGMENT}. */
final class SegmentationProbe {
    static final boolean SUPPORTED = probe();

    private SegmentationProbe() {}

    private static boolean probe() {
        try {
            Socket socket = Socket.udp(NativeSyscalls.get(), SocketProtocolFamily.INET);
            try {
                socket.getOption(new SocketOption<>("UDP_SEGMENT", IPPROTO_UDP, UDP_SEGMENT, OptionFormat.INTEGER));
                return true;
            } finally {
                socket.close();
            }
        } catch (ChannelException | IOException e) {
            return false;
        }
    }
}
