// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.Socket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** As Netty's SocketSslLargeCertificateTest, which makes NIO channels: client certificates around a record's size. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class LargeCertificateTest {
    private static final byte[] HELLO = {'h', 'e', 'l', 'l', 'o'};

    @ParameterizedTest
    @ValueSource(ints = {1_000, 15_616, 16_000, 16_384, 20_000})
    void shouldShakeHandsWithALargeClientCertificate(int extensionBytes) throws Exception {
        CertificateBuilder base = new CertificateBuilder().ecp256();
        X509Bundle root = base.copy().subject("cn=root").setIsCertificateAuthority(true).buildSelfSigned();
        X509Bundle serverCertificate = base.copy().subject("cn=localhost").buildIssuedBy(root);
        X509Bundle clientCertificate = base.copy().subject("cn=client")
                .addExtensionOctetString("1.2.840.113635.100.6.2.1", false, new byte[extensionBytes])
                .buildIssuedBy(root);
        SslContext server = SslContextBuilder.forServer(serverCertificate.toKeyManagerFactory())
                .sslProvider(SslProvider.JDK).trustManager(root.toTrustManagerFactory())
                .clientAuth(ClientAuth.REQUIRE).build();
        JdkSslContext client = (JdkSslContext) SslContextBuilder.forClient().sslProvider(SslProvider.JDK)
                .keyManager(clientCertificate.toKeyManagerFactory())
                .trustManager(InsecureTrustManagerFactory.INSTANCE).build();
        try (Loopback loopback = Loopback.serve(TransportUnderTest.selected(),
                ch -> ch.pipeline().addLast(server.newHandler(ch.alloc()), new Echo()));
                Socket socket = client.context().getSocketFactory().createSocket(
                        loopback.address().getAddress(), loopback.address().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(HELLO);
            byte[] answer = socket.getInputStream().readNBytes(HELLO.length);
            assertThat(answer).isEqualTo(HELLO);
        }
    }
}
