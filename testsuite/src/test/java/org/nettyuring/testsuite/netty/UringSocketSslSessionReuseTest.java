// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.netty;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapComboFactory;
import io.netty.testsuite.transport.socket.SocketSslSessionReuseTest;
import java.util.List;

class UringSocketSslSessionReuseTest extends SocketSslSessionReuseTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
        return UringTestPermutation.INSTANCE.socket();
    }

    /** Upstream runs it with OpenSSL, too, and does not ask whether there is one. */
    @Override
    public void testSslSessionTrustManagerResumption(ServerBootstrap sb, Bootstrap cb, SslContextBuilder server,
            SslContextBuilder client) throws Throwable {
        try {
            super.testSslSessionTrustManagerResumption(sb, cb, server, client);
        } catch (LinkageError e) {
            assumeTrue(OpenSsl.isAvailable(), "no OpenSSL: " + e);
            throw e;
        }
    }
}
