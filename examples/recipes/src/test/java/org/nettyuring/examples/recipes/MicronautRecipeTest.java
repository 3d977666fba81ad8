// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micronaut.context.ApplicationContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.client.BlockingHttpClient;
import io.micronaut.http.client.HttpClient;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.channel.NettyTransport;

/** Server and client of one application, on the transport that a property names. */
@ExtendWith(LeavesNothing.class)
class MicronautRecipeTest {
    private static final int MANY = 300;
    private static final int UPLOAD_BYTES = 8 * 1024 * 1024;

    private EmbeddedServer server;
    private HttpClient client;
    private BlockingHttpClient calls;

    @BeforeEach
    void start() {
        assumeTrue(NettyTransport.best().name().equals("uring"), NettyTransport.best()::reason);
        LiveChannels.ignoreThose();
        final Map<String, Object> properties = new HashMap<>(MicronautRecipe.PROPERTIES);
        properties.put("micronaut.netty.event-loops.default.shutdown-quiet-period", "0s");
        properties.put("micronaut.server.netty.parent.shutdown-quiet-period", "0s");
        properties.put("micronaut.http.client.pool.max-concurrent-http1-connections", "1");
        server = ApplicationContext.run(EmbeddedServer.class, properties);
        client = server.getApplicationContext().createBean(HttpClient.class, server.getURL());
        calls = client.toBlocking();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            client.close();
            server.close();
        }
    }

    @Test
    void shouldAnswerManyRequests() throws Exception {
        for (int i = 0; i < MANY; i++) {
            assertThat(calls.retrieve("/")).isEqualTo("Hello, Micronaut");
        }
        LiveChannels.shouldBe(Transports.URING.tcp(1));
    }

    @Test
    void shouldTakeAnUpload() {
        assertThat(calls.retrieve(HttpRequest.POST("/length", new byte[UPLOAD_BYTES])
                .contentType("application/octet-stream"))).isEqualTo(String.valueOf(UPLOAD_BYTES));
    }
}
