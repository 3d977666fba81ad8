// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.udp.UdpClient;
import reactor.netty.udp.UdpServer;

/** Reactor Netty reads when its subscriber asks, with autoRead off. */
@ExtendWith(LeavesNothing.class)
class ReactorNettyRecipeTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int CHUNK = 64 * 1024;
    private static final int CHUNKS = 512;
    private static final long TOTAL = (long) CHUNK * CHUNKS;
    /** More than the kernel buffers of a connection, both ends of which are here, ever hold. */
    private static final long AHEAD = TOTAL / 2;
    private static final int MANY = 200;

    private final AtomicLong sent = new AtomicLong();
    private final CountDownLatch someSent = new CountDownLatch(1);
    private final Gate gate = new Gate();
    private final ConnectionProvider connections = ConnectionProvider.create("test", 1);
    private ReactorNettyRecipe loops;
    private DisposableServer server;

    private HttpClient start(Transports transport, Supplier<SocketAddress> address) {
        loops = new ReactorNettyRecipe(transport.make());
        server = HttpServer.create().bindAddress(address).runOn(loops).route(routes -> routes
                .get("/hello", (request, response) -> response.sendString(Mono.just("Hello")))
                .get("/download", (request, response) -> response.send(body()))
                .post("/upload", (request, response) -> {
                    request.receive().subscribe(gate);
                    return response.sendString(gate.bytes());
                })
                .ws("/echo", (in, out) -> out.sendString(in.receive().asString().limitRate(1)))).bindNow();
        return client(connections);
    }

    private HttpClient client(ConnectionProvider provider) {
        return HttpClient.create(provider).runOn(loops).remoteAddress(server::address);
    }

    private HttpClient start(Transports transport) {
        return start(transport, () -> new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** What is sent, counted as the other end makes room for it. */
    private Publisher<ByteBuf> body() {
        return Flux.range(0, CHUNKS).map(i -> {
            sent.addAndGet(CHUNK);
            someSent.countDown();
            return Unpooled.wrappedBuffer(new byte[CHUNK]);
        });
    }

    @AfterEach
    void stop() {
        connections.disposeLater().block(LIMIT);
        if (loops != null) {
            server.disposeNow(LIMIT);
            loops.disposeLater(Duration.ZERO, LIMIT).block(LIMIT);
            server = null; // JUnit keeps this object, and it its channels
        }
    }

    private static String hello(HttpClient client) {
        return client.get().uri("/hello").responseContent().aggregate().asString().block(LIMIT);
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnswerOnTheTransportItWasGiven(Transports transport) throws Exception {
        final HttpClient client = start(transport);
        assertThat(hello(client)).isEqualTo("Hello");
        LiveChannels.shouldBe(transport.tcp(1));
    }

    @Test
    void shouldAnswerManyRequestsOfOneConnection() throws Exception {
        final HttpClient client = start(Transports.URING);
        for (int i = 0; i < MANY; i++) {
            assertThat(hello(client)).isEqualTo("Hello");
        }
        LiveChannels.shouldBe(Transports.URING.tcp(1));
    }

    @Test
    void shouldReceiveNoMoreOfAnUploadThanTheServerAsksFor() throws Exception {
        final HttpClient client = start(Transports.URING);
        final Mono<String> answer = client(ConnectionProvider.newConnection()).post().uri("/upload").send(body())
                .responseContent().aggregate().asString().cache();
        answer.subscribe();
        shouldStayBehindWhileOthersAreServed(client);
        assertThat(answer.block(LIMIT)).isEqualTo(String.valueOf(TOTAL));
    }

    @Test
    void shouldReceiveNoMoreOfADownloadThanTheClientAsksFor() throws Exception {
        final HttpClient client = start(Transports.URING);
        client(ConnectionProvider.newConnection()).get().uri("/download").responseContent().subscribe(gate);
        shouldStayBehindWhileOthersAreServed(client);
        assertThat(gate.bytes().block(LIMIT)).isEqualTo(String.valueOf(TOTAL));
    }

    private void shouldStayBehindWhileOthersAreServed(HttpClient client) throws InterruptedException {
        assertThat(someSent.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < MANY; i++) {
            assertThat(hello(client)).isEqualTo("Hello");
        }
        assertThat(sent.get()).isLessThan(AHEAD);
        gate.open();
    }

    @Test
    void shouldEchoOverAWebSocketOneMessageAtATime() {
        final List<String> messages = IntStream.range(0, MANY).mapToObj(i -> i + "x".repeat(i)).toList();
        final List<String> echoed = start(Transports.URING).websocket().uri("/echo")
                .handle((in, out) -> out.sendString(Flux.fromIterable(messages)).then()
                        .thenMany(in.receive().asString().limitRate(1).take(MANY)))
                .collectList().block(LIMIT);
        assertThat(echoed).isEqualTo(messages);
    }

    @Test
    void shouldAnswerOnAUnixSocket(@TempDir Path directory) throws Exception {
        final HttpClient client = start(Transports.URING,
                () -> new DomainSocketAddress(directory.resolve("http").toString()));
        assertThat(hello(client)).isEqualTo("Hello");
        LiveChannels.shouldBe(
                Transports.URING.channels(Map.of("ServerDomainSocketChannel", 1, "DomainSocketChannel", 2)));
    }

    @Test
    void shouldAnswerDatagrams() throws Exception {
        start(Transports.URING);
        final Connection echo = UdpServer.create().host("127.0.0.1").port(0).runOn(loops)
                .handle((in, out) -> out.sendObject(in.receiveObject().cast(DatagramPacket.class)
                        .map(packet -> new DatagramPacket(packet.content().retain(), packet.sender())))).bindNow();
        final Connection client = UdpClient.create().remoteAddress(echo::address).runOn(loops).connectNow();
        client.outbound().sendString(Mono.just("ping")).then().subscribe();
        assertThat(client.inbound().receive().asString().blockFirst(LIMIT)).isEqualTo("ping");
        LiveChannels.shouldBe(Transports.URING.channels(Map.of("ServerSocketChannel", 1, "DatagramChannel", 2)));
        client.disposeNow();
        echo.disposeNow();
    }

    /** Asks for nothing until it is opened, then for one buffer after the other; counts their bytes. */
    private static final class Gate extends BaseSubscriber<ByteBuf> {
        private final AtomicLong received = new AtomicLong();
        private final Sinks.One<String> bytes = Sinks.one();

        Mono<String> bytes() {
            return bytes.asMono();
        }

        void open() {
            request(1);
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            // nothing is asked for
        }

        @Override
        protected void hookOnNext(ByteBuf buffer) {
            received.addAndGet(buffer.readableBytes());
            request(1);
        }

        @Override
        protected void hookOnComplete() {
            bytes.tryEmitValue(received.toString()).orThrow();
        }

        @Override
        protected void hookOnError(Throwable cause) {
            bytes.tryEmitError(cause).orThrow();
        }
    }
}
