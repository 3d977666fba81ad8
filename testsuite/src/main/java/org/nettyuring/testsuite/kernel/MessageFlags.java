// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import org.nettyuring.abi.SocketConstants;

/** {@code msg_flags} that the fake kernel plays. */
final class MessageFlags {
    private static final int BOTH = SocketConstants.MSG_DONTWAIT | SocketConstants.MSG_NOSIGNAL;
    static final int RECV = BOTH | SocketConstants.MSG_CMSG_CLOEXEC;
    static final int WAITALL = SocketConstants.MSG_WAITALL;
    static final int SEND = BOTH | SocketConstants.MSG_WAITALL | SocketConstants.MSG_MORE;

    private MessageFlags() {}
}
