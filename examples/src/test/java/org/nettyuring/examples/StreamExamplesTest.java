// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettyuring.channel.IoUring;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.stream.Blocking;
import org.nettyuring.stream.TcpListener;

/** Echo servers and clients of both styles talk to each other. */
@Timeout(60)
class StreamExamplesTest {
    private static final String TEXT = "Grüße ".repeat(1000);

    private EventLoopGroup group;
    private ExecutorService threads;

    @BeforeEach
    void start() {
        assumeTrue(IoUring.isAvailable(), () -> String.valueOf(IoUring.unavailabilityCause()));
        group = new IoUringEventLoopGroup(2);
        threads = VirtualThreads.newExecutor();
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (group != null) {
            threads.shutdown();
            assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        }
    }

    private void askBoth(TcpListener listener) throws Exception {
        final InetSocketAddress server =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.localAddress().getPort());
        assertThat(BlockingEchoClient.ask(group, server, TEXT)).isEqualTo(TEXT);
        assertThat(Blocking.await(StreamEchoClient.ask(group, server, TEXT))).isEqualTo(TEXT);
        listener.close();
        Blocking.await(listener.closeFuture());
    }

    @Test
    void shouldEchoWithFutures() throws Exception {
        askBoth(StreamEchoServer.start(group, 0));
    }

    @Test
    void shouldEchoWithAThreadPerConnection() throws Exception {
        askBoth(BlockingEchoServer.start(group, threads, 0));
    }
}
