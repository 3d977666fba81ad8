// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples.recipes;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests, WebSockets, files, datagrams, Unix sockets; a server that does not read for a while. */
@ExtendWith(LeavesNothing.class)
class VertxRecipeTest {
    private static final int LIMIT_S = 20;
    /** Vert.x asks for names on a channel of its own. */
    private static final int DNS = 1;
    private static final int MANY = 200;
    private static final int FILE_BYTES = 3_000_000;
    private static final int UPLOAD_BYTES = 32 * 1024 * 1024;

    private final CountDownLatch held = new CountDownLatch(1);
    private final AtomicLong received = new AtomicLong();
    private HttpServerRequest upload;
    private Vertx vertx;
    private SocketAddress server;
    private HttpClient client;
    @TempDir
    private Path directory;

    private void start(Transports transport, SocketAddress address) {
        vertx = Vertx.builder().withTransport(new VertxRecipe(transport.make())).build();
        final HttpServer http = await(vertx.createHttpServer().requestHandler(this::answer)
                .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage)).listen(address));
        server = address.isDomainSocket() ? address : SocketAddress.inetSocketAddress(http.actualPort(), "127.0.0.1");
        client = vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(1));
    }

    private void start(Transports transport) {
        start(transport, SocketAddress.inetSocketAddress(0, "127.0.0.1"));
    }

    private void answer(HttpServerRequest request) {
        switch (request.path()) {
            case "/file" -> request.response().sendFile(directory.resolve("file").toString());
            case "/upload" -> {
                upload = request.pause();
                upload.handler(part -> received.addAndGet(part.length()));
                upload.endHandler(end -> request.response().end(received.toString()));
                held.countDown();
            }
            default -> request.response().end("Hello");
        }
    }

    @AfterEach
    void stop() {
        if (vertx != null) {
            await(vertx.close());
            vertx = null; // JUnit keeps this object, and it its channels
            client = null;
            upload = null;
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(LIMIT_S, SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** Asks for the body where the response comes, on the loop: this thread may be too late for it. */
    private Buffer get(String path) {
        return await(client.request(new RequestOptions().setServer(server).setURI(path))
                .compose(request -> request.send().compose(HttpClientResponse::body)));
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnswerOnTheTransportItWasGiven(Transports transport) throws Exception {
        start(transport);
        assertThat(get("/hello")).hasToString("Hello");
        LiveChannels.shouldBe(transport.channels(
                Map.of("ServerSocketChannel", 1, "SocketChannel", 2, "DatagramChannel", DNS)));
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnswerOnAUnixSocket(Transports transport) throws Exception {
        start(transport, SocketAddress.domainSocketAddress(directory.resolve("http").toString()));
        assertThat(get("/hello")).hasToString("Hello");
        LiveChannels.shouldBe(transport.channels(
                Map.of("ServerDomainSocketChannel", 1, "DomainSocketChannel", 2, "DatagramChannel", DNS)));
    }

    @Test
    void shouldSendAFile() throws Exception {
        start(Transports.URING);
        final byte[] content = new byte[FILE_BYTES];
        new Random(7).nextBytes(content);
        Files.write(directory.resolve("file"), content);
        assertThat(get("/file").getBytes()).isEqualTo(content);
    }

    @Test
    void shouldAnswerManyRequestsOfOneConnection() throws Exception {
        start(Transports.URING);
        for (int i = 0; i < MANY; i++) {
            assertThat(get("/hello")).hasToString("Hello");
        }
        LiveChannels.shouldBe(Transports.URING.channels(
                Map.of("ServerSocketChannel", 1, "SocketChannel", 2, "DatagramChannel", DNS)));
    }

    /** Paused, the server stops reading: the client's end fills up, and drains when it goes on. */
    @Test
    void shouldNotReadWhilePaused() throws Exception {
        start(Transports.URING);
        final HttpClient uploads = vertx.createHttpClient();
        final var request = await(uploads.request(
                new RequestOptions().setMethod(HttpMethod.POST).setServer(server).setURI("/upload")));
        request.setChunked(true);
        final Future<Buffer> answer = request.response().compose(HttpClientResponse::body);
        final Future<Void> sent = request.end(Buffer.buffer(new byte[UPLOAD_BYTES]));
        assertThat(held.await(LIMIT_S, SECONDS)).isTrue();
        for (int i = 0; i < MANY; i++) {
            assertThat(get("/hello")).hasToString("Hello");
        }
        assertThat(sent.isComplete()).isFalse();
        assertThat(received).hasValue(0);
        upload.resume();
        assertThat(await(answer)).hasToString(String.valueOf(UPLOAD_BYTES));
        await(sent);
    }

    @Test
    void shouldEchoOverAWebSocket() {
        start(Transports.URING);
        final List<String> messages = IntStream.range(0, MANY).mapToObj(i -> i + "x".repeat(i)).toList();
        final List<String> echoed = new ArrayList<>();
        final Promise<Void> all = Promise.promise();
        final WebSocket socket = await(vertx.createWebSocketClient().connect(
                new WebSocketConnectOptions().setServer(server).setURI("/echo")));
        socket.textMessageHandler(message -> {
            echoed.add(message);
            if (echoed.size() == MANY) {
                all.complete();
            }
        });
        messages.forEach(socket::writeTextMessage);
        await(all.future());
        assertThat(echoed).isEqualTo(messages);
    }

    @Test
    void shouldAnswerDatagrams() throws Exception {
        start(Transports.URING);
        final DatagramSocket echo = await(vertx.createDatagramSocket().listen(0, "127.0.0.1"));
        echo.handler(packet -> echo.send(packet.data(), packet.sender().port(), packet.sender().host()));
        final DatagramSocket socket = await(vertx.createDatagramSocket().listen(0, "127.0.0.1"));
        final Promise<String> answer = Promise.promise();
        socket.handler(packet -> answer.complete(packet.data().toString()));
        await(socket.send("ping", echo.localAddress().port(), "127.0.0.1"));
        assertThat(await(answer.future())).isEqualTo("ping");
        LiveChannels.shouldBe(Transports.URING.channels(
                Map.of("ServerSocketChannel", 1, "DatagramChannel", 2 + DNS)));
    }
}
