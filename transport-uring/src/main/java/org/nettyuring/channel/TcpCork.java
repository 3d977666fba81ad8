// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.SocketConstants.IPPROTO_TCP;
import static org.nettyuring.abi.SocketConstants.TCP_CORK;

import io.netty.channel.ChannelException;

/**
 * {@code TCP_CORK} of one socket, which the user may set, and the writer while the user does not. What the writer holds
 * the user does not see. Any thread; each call is one or two system calls.
 */
final class TcpCork {
    private static final SocketOption<Boolean> OPTION =
            new SocketOption<>("TCP_CORK", IPPROTO_TCP, TCP_CORK, OptionFormat.BOOLEAN);

    /** By the writer. */
    private boolean held;
    private boolean refused;

    synchronized boolean get(Socket socket) {
        return !held && socket.getOption(OPTION);
    }

    /** The user's word is the last. */
    synchronized void set(Socket socket, boolean on) {
        held = false;
        socket.setOption(OPTION, on);
    }

    /** Has the kernel keep partial segments, unless the user has already; a socket without the option does without. */
    synchronized void hold(Socket socket) {
        if (held || refused) {
            return;
        }
        try {
            if (!socket.getOption(OPTION)) {
                socket.setOption(OPTION, true);
                held = true;
            }
        } catch (ChannelException e) {
            refused = true;
        }
    }

    /** Has the kernel send what it kept, if it was {@link #hold} that had it do so. */
    synchronized void letGo(Socket socket) {
        if (held) {
            held = false;
            socket.setOption(OPTION, false);
        }
    }
}
