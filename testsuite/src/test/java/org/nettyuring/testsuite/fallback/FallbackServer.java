// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.fallback;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.nettyuring.channel.NettyTransport;

/**
 * The child process of {@link FallbackTest}: a server that knows no transport by name, with echo over TCP, a Unix
 * socket and UDP, and a client of each that is the JDK's. It prints what it runs on and what came back.
 */
final class FallbackServer {
    private static final int BYTES = 200_000;
    private static final int DATAGRAM_BYTES = 1_000;
    private static final int PATIENCE_MS = 20_000;

    private FallbackServer() {}

    /**
     * Runs.
     *
     * @param args none
     */
    public static void main(String[] args) throws Exception {
        NettyTransport transport = NettyTransport.best();
        System.out.println("transport: " + transport.name());
        System.out.println("reason: " + transport.reason());
        EventLoopGroup group = transport.newGroup(1);
        Path directory = Files.createTempDirectory("fallback");
        Path path = directory.resolve("socket");
        Channel tcp = new ServerBootstrap().group(group).channel(transport.serverSocketChannel())
                .childHandler(new Echoes()).bind(NetUtil.LOCALHOST4, 0).sync().channel();
        Channel unix = new ServerBootstrap().group(group).channel(transport.serverDomainSocketChannel())
                .childHandler(new Echoes()).bind(transport.domainSocketAddress(path)).sync().channel();
        Channel udp = new Bootstrap().group(group).channel(transport.datagramChannel())
                .handler(new Echoes()).bind(NetUtil.LOCALHOST4, 0).sync().channel();
        try (SocketChannel client = SocketChannel.open(tcp.localAddress())) {
            System.out.println("TCP: " + exchange(client));
        }
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(path));
            System.out.println("Unix: " + exchange(client));
        }
        System.out.println("UDP: " + exchange((InetSocketAddress) udp.localAddress()));
        for (Channel channel : new Channel[] {tcp, unix, udp}) {
            channel.close().sync();
        }
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
        Files.deleteIfExists(path);
        Files.delete(directory);
        System.out.println("ended");
    }

    /** {@return how many bytes came back as they were sent} */
    private static int exchange(SocketChannel client) throws IOException {
        byte[] sent = pattern(BYTES);
        Thread writer = new Thread(() -> {
            try {
                for (ByteBuffer rest = ByteBuffer.wrap(sent); rest.hasRemaining();) {
                    client.write(rest);
                }
                client.shutdownOutput();
            } catch (IOException e) {
                System.out.println("failed: " + e);
            }
        });
        writer.start();
        ByteBuffer back = ByteBuffer.allocate(BYTES + 1);
        int read = 0;
        while (read >= 0 && back.position() < BYTES) {
            read = client.read(back);
        }
        return Arrays.equals(sent, 0, BYTES, back.array(), 0, BYTES) ? back.position() : -1;
    }

    private static int exchange(InetSocketAddress server) throws IOException {
        byte[] sent = pattern(DATAGRAM_BYTES);
        try (DatagramSocket client = new DatagramSocket(new InetSocketAddress(NetUtil.LOCALHOST4, 0))) {
            client.setSoTimeout(PATIENCE_MS);
            client.send(new java.net.DatagramPacket(sent, sent.length, server));
            byte[] room = new byte[2 * DATAGRAM_BYTES];
            java.net.DatagramPacket back = new java.net.DatagramPacket(room, room.length);
            client.receive(back);
            return Arrays.equals(sent, 0, sent.length, back.getData(), 0, back.getLength()) ? back.getLength() : -1;
        }
    }

    private static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 ^ i >> 8);
        }
        return bytes;
    }

    private static final class Echoes extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline().addLast(new Echo());
        }
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ctx.write(msg instanceof DatagramPacket packet
                    ? new DatagramPacket(packet.content(), packet.sender()) : msg);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            ctx.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            System.out.println("failed: " + cause);
            ctx.close();
        }
    }
}
