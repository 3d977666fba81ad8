// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples.recipes;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Unary, streaming and flow-controlled calls. */
@ExtendWith(LeavesNothing.class)
class GrpcRecipeTest {
    private static final MethodDescriptor<String, String> HELLO = GrpcRecipe.method(MethodType.UNARY, "Test/Hello");
    private static final MethodDescriptor<String, String> COUNT =
            GrpcRecipe.method(MethodType.SERVER_STREAMING, "Test/Count");
    private static final MethodDescriptor<String, String> SUM =
            GrpcRecipe.method(MethodType.CLIENT_STREAMING, "Test/Sum");
    private static final MethodDescriptor<String, String> ECHO =
            GrpcRecipe.method(MethodType.BIDI_STREAMING, "Test/Echo");
    private static final MethodDescriptor<String, String> FLOOD =
            GrpcRecipe.method(MethodType.SERVER_STREAMING, "Test/Flood");
    private static final int MANY = 1_000;
    private static final int FLOOD_MESSAGES = 200;
    private static final int FLOOD_CHARS = 64 * 1024;

    private final AtomicInteger flooded = new AtomicInteger();
    private final CountDownLatch notReady = new CountDownLatch(1);
    private GrpcRecipe grpc;
    private Server server;
    private ManagedChannel client;

    private void start(Transports transport) throws IOException {
        grpc = new GrpcRecipe(transport.make());
        server = grpc.server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(ServerServiceDefinition.builder("Test")
                        .addMethod(HELLO, ServerCalls.asyncUnaryCall((name, answer) -> {
                            answer.onNext("Hello, " + name);
                            answer.onCompleted();
                        }))
                        .addMethod(COUNT, ServerCalls.asyncServerStreamingCall((to, answer) -> {
                            IntStream.range(0, Integer.parseInt(to)).mapToObj(String::valueOf).forEach(answer::onNext);
                            answer.onCompleted();
                        }))
                        .addMethod(SUM, ServerCalls.asyncClientStreamingCall(GrpcRecipeTest::sum))
                        .addMethod(ECHO, ServerCalls.asyncBidiStreamingCall(Relay::new))
                        .addMethod(FLOOD, ServerCalls.asyncServerStreamingCall(this::flood))
                        .build()).build().start();
        client = grpc.client(server.getListenSockets().get(0)).usePlaintext().build();
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (grpc == null) {
            return;
        }
        assertThat(client.shutdownNow().awaitTermination(5, SECONDS)).isTrue();
        assertThat(server.shutdownNow().awaitTermination(5, SECONDS)).isTrue();
        grpc.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnswerACallOnTheTransportItWasGiven(Transports transport) throws Exception {
        start(transport);
        assertThat(ClientCalls.blockingUnaryCall(client, HELLO, CallOptions.DEFAULT, "you")).isEqualTo("Hello, you");
        LiveChannels.shouldBe(transport.tcp(1));
    }

    @Test
    void shouldStreamInEachDirection() throws Exception {
        start(Transports.URING);
        final List<String> numbers = IntStream.range(0, MANY).mapToObj(String::valueOf).toList();

        final List<String> counted = new ArrayList<>();
        final Iterator<String> count = ClientCalls.blockingServerStreamingCall(client, COUNT, CallOptions.DEFAULT,
                String.valueOf(MANY));
        count.forEachRemaining(counted::add);
        assertThat(counted).isEqualTo(numbers);

        final Collector summed = new Collector();
        send(numbers, ClientCalls.asyncClientStreamingCall(client.newCall(SUM, CallOptions.DEFAULT), summed));
        assertThat(summed.all.get(20, SECONDS)).containsExactly(String.valueOf(MANY * (MANY - 1) / 2));

        final Collector echoed = new Collector();
        send(numbers, ClientCalls.asyncBidiStreamingCall(client.newCall(ECHO, CallOptions.DEFAULT), echoed));
        assertThat(echoed.all.get(20, SECONDS)).isEqualTo(numbers);
    }

    /** The client's window, not memory, is what stops the server. */
    @Test
    void shouldSendNoMoreThanTheClientAsksFor() throws Exception {
        start(Transports.URING);
        final Taster taster = new Taster();
        ClientCalls.asyncServerStreamingCall(client.newCall(FLOOD, CallOptions.DEFAULT), "", taster);
        assertThat(taster.next()).startsWith("0 ");
        assertThat(notReady.await(20, SECONDS)).isTrue();
        assertThat(flooded.get()).isLessThan(FLOOD_MESSAGES);
        for (int i = 1; i < FLOOD_MESSAGES; i++) {
            assertThat(taster.next()).hasSizeGreaterThan(FLOOD_CHARS).startsWith(i + " ");
        }
        assertThat(flooded.get()).isEqualTo(FLOOD_MESSAGES);
    }

    private static void send(List<String> messages, StreamObserver<String> to) {
        messages.forEach(to::onNext);
        to.onCompleted();
    }

    private static StreamObserver<String> sum(StreamObserver<String> answer) {
        final AtomicInteger sum = new AtomicInteger();
        return new Relay(answer) {
            @Override
            public void onNext(String number) {
                sum.addAndGet(Integer.parseInt(number));
            }

            @Override
            public void onCompleted() {
                answer.onNext(sum.toString());
                answer.onCompleted();
            }
        };
    }

    /** Sends while gRPC says that the client takes more. */
    private void flood(String nothing, StreamObserver<String> to) {
        final ServerCallStreamObserver<String> call = (ServerCallStreamObserver<String>) to;
        final String much = "x".repeat(FLOOD_CHARS);
        call.setOnReadyHandler(() -> {
            while (call.isReady() && flooded.get() < FLOOD_MESSAGES) {
                call.onNext(flooded.getAndIncrement() + " " + much);
                if (flooded.get() == FLOOD_MESSAGES) {
                    call.onCompleted();
                }
            }
            if (flooded.get() < FLOOD_MESSAGES) {
                notReady.countDown();
            }
        });
    }

    /** Sends back what comes. */
    private static class Relay implements StreamObserver<String> {
        private final StreamObserver<String> answer;

        Relay(StreamObserver<String> answer) {
            this.answer = answer;
        }

        @Override
        public void onNext(String message) {
            answer.onNext(message);
        }

        @Override
        public void onError(Throwable cause) {
            answer.onError(cause);
        }

        @Override
        public void onCompleted() {
            answer.onCompleted();
        }
    }

    /** Keeps all that comes. */
    private static final class Collector implements StreamObserver<String> {
        final CompletableFuture<List<String>> all = new CompletableFuture<>();
        private final List<String> received = new ArrayList<>();

        @Override
        public void onNext(String message) {
            received.add(message);
        }

        @Override
        public void onError(Throwable cause) {
            all.completeExceptionally(cause);
        }

        @Override
        public void onCompleted() {
            all.complete(received);
        }
    }

    /** Asks for one message at a time. */
    private static final class Taster implements ClientResponseObserver<String, String> {
        private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
        private ClientCallStreamObserver<String> call;

        String next() throws InterruptedException {
            call.request(1);
            return received.poll(20, SECONDS);
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<String> stream) {
            call = stream;
            call.disableAutoRequestWithInitial(0);
        }

        @Override
        public void onNext(String message) {
            received.add(message);
        }

        @Override
        public void onError(Throwable cause) {
            received.add(cause.toString());
        }

        @Override
        public void onCompleted() {}
    }
}
