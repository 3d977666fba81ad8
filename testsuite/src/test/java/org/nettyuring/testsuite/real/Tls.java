// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import javax.net.ssl.SSLSocketFactory;

/** Both ends of TLS by the JDK, with a certificate made for the test. */
final class Tls {
    private final SslContext server;
    private final JdkSslContext client;

    Tls() throws Exception {
        X509Bundle certificate = new CertificateBuilder().ecp256().subject("cn=localhost")
                .setIsCertificateAuthority(true).buildSelfSigned();
        server = SslContextBuilder.forServer(certificate.toKeyManagerFactory())
                .sslProvider(SslProvider.JDK).build();
        client = (JdkSslContext) SslContextBuilder.forClient().sslProvider(SslProvider.JDK)
                .trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm(null).build();
    }

    SslContext serverContext() {
        return server;
    }

    SslContext clientContext() {
        return client;
    }

    /** {@return makes blocking sockets that trust the server} */
    SSLSocketFactory socketFactory() {
        return client.context().getSocketFactory();
    }
}
