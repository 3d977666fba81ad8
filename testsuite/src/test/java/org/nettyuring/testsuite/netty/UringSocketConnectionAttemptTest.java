// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapFactory;
import io.netty.testsuite.transport.socket.SocketConnectionAttemptTest;
import java.util.List;

/**
 * Where the network refuses {@code io.netty.testsuite.badHost} instead of staying silent, upstream skips cancelling a
 * connect, on every transport; {@code ConnectFailureTest} does it on the loopback interface.
 */
class UringSocketConnectionAttemptTest extends SocketConnectionAttemptTest {
    @Override
    protected List<BootstrapFactory<Bootstrap>> newFactories() {
        return UringTestPermutation.INSTANCE.clientSocket();
    }
}
