// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples.recipes;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.netty.channel.EventLoopGroup;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.nettyuring.channel.NettyTransport;

/** gRPC: {@link #main} starts a server, calls it, and prints its answer. */
public final class GrpcRecipe implements AutoCloseable {
    private final NettyTransport transport;
    private final EventLoopGroup group;

    /** Makes the loops that the server and the client share. */
    public GrpcRecipe(NettyTransport transport) {
        this.transport = transport;
        group = transport.newGroup();
    }

    /** {@return a server to add services to; gRPC wants all three of the transport's settings, or none} */
    public NettyServerBuilder server(SocketAddress address) {
        return NettyServerBuilder.forAddress(address)
                .bossEventLoopGroup(group)
                .workerEventLoopGroup(group)
                .channelType(transport.serverSocketChannel());
    }

    /** {@return a client of that server} */
    public NettyChannelBuilder client(SocketAddress server) {
        return NettyChannelBuilder.forAddress(server)
                .eventLoopGroup(group)
                .channelType(transport.socketChannel());
    }

    /** gRPC ends neither loops nor channels that it was given. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Needs no generated code: a method whose messages are text. */
    static MethodDescriptor<String, String> method(MethodType type, String name) {
        final Marshaller<String> text = new Marshaller<>() {
            @Override
            public InputStream stream(String message) {
                return new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public String parse(InputStream message) {
                try {
                    return new String(message.readAllBytes(), StandardCharsets.UTF_8);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        return MethodDescriptor.newBuilder(text, text).setType(type).setFullMethodName(name).build();
    }

    /** Says what answered, and on which transport. */
    public static void main(String[] args) throws Exception {
        final MethodDescriptor<String, String> hello = method(MethodType.UNARY, "Greeter/Hello");
        try (GrpcRecipe grpc = new GrpcRecipe(NettyTransport.best())) {
            final Server server = grpc.server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(ServerServiceDefinition.builder("Greeter")
                            .addMethod(hello, ServerCalls.asyncUnaryCall((name, answer) -> {
                                answer.onNext("Hello, " + name);
                                answer.onCompleted();
                            })).build()).build().start();
            final ManagedChannel client = grpc.client(server.getListenSockets().get(0)).usePlaintext().build();
            System.out.println(ClientCalls.blockingUnaryCall(client, hello, CallOptions.DEFAULT, "gRPC") + " on "
                    + grpc.transport.name());
            client.shutdown().awaitTermination(5, TimeUnit.SECONDS);
            server.shutdown().awaitTermination(5, TimeUnit.SECONDS);
        }
    }
}
