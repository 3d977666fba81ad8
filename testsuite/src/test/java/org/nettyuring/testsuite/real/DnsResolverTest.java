// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DefaultDnsResponse;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.handler.codec.dns.TcpDnsQueryDecoder;
import io.netty.handler.codec.dns.TcpDnsResponseEncoder;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/**
 * Netty's DNS resolver on the transport's datagram channel, against a server on loopback that answers every {@code A}
 * query: over UDP unless the name begins with "large", which it answers with the truncation bit, so that the resolver
 * asks again over TCP.
 */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class DnsResolverTest {
    private static final int QUESTION_OFFSET = 12;
    private static final byte[] UDP_ANSWER = {10, 0, 0, 1};
    private static final byte[] TCP_ANSWER = {10, 0, 0, 2};

    private final TransportUnderTest transport = TransportUnderTest.selected();
    private EventLoopGroup group;
    private EventLoopGroup serverGroup;
    private DatagramSocket udpServer;
    private Thread udpThread;
    private Channel tcpServer;
    private DnsNameResolver resolver;

    @BeforeEach
    void open() throws Exception {
        group = transport.newGroup(1);
        serverGroup = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        openServers();
        InetSocketAddress address = (InetSocketAddress) udpServer.getLocalSocketAddress();
        udpThread = new Thread(this::serveUdp, "dns");
        udpThread.start();
        resolver = new DnsNameResolverBuilder(group.next())
                .datagramChannelFactory(() -> transport.datagramChannel(SocketProtocolFamily.INET))
                .socketChannelType(transport.socketChannel())
                .nameServerProvider(new SingletonDnsServerAddressStreamProvider(address))
                .resolvedAddressTypes(ResolvedAddressTypes.IPV4_ONLY)
                .build();
    }

    /** Both on one port, which somebody else may have for UDP. */
    private void openServers() throws Exception {
        while (udpServer == null) {
            tcpServer = bindTcp();
            try {
                udpServer = new DatagramSocket(tcpServer.localAddress());
            } catch (BindException e) {
                tcpServer.close().sync();
            }
        }
    }

    private Channel bindTcp() throws InterruptedException {
        return new ServerBootstrap().group(serverGroup).channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel ch) {
                        ch.pipeline().addLast(new TcpDnsQueryDecoder(), new TcpDnsResponseEncoder(), new TcpAnswer());
                    }
                }).bind(new InetSocketAddress(NetUtil.LOCALHOST4, 0)).sync().channel();
    }

    @AfterEach
    void close() throws Exception {
        resolver.close();
        udpServer.close();
        udpThread.join();
        tcpServer.close().sync();
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly(20, TimeUnit.SECONDS);
        serverGroup.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly(20, TimeUnit.SECONDS);
    }

    private void serveUdp() {
        byte[] buffer = new byte[2048];
        try {
            while (true) {
                DatagramPacket query = new DatagramPacket(buffer, buffer.length);
                udpServer.receive(query);
                byte[] answer = answer(Arrays.copyOf(buffer, query.getLength()));
                udpServer.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
            }
        } catch (SocketException e) {
            // closed: the test is over
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Header, question, and a record that names it by a pointer. */
    private static byte[] answer(byte... query) {
        int end = QUESTION_OFFSET;
        while (query[end] != 0) {
            end += 1 + query[end];
        }
        end += 1 + 2 * Short.BYTES;
        String firstLabel = new String(
                query, QUESTION_OFFSET + 1, query[QUESTION_OFFSET], StandardCharsets.US_ASCII);
        boolean unknown = firstLabel.startsWith("unknown");
        boolean truncated = firstLabel.startsWith("large");
        byte[] record = {(byte) 0xC0, QUESTION_OFFSET, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4,
            UDP_ANSWER[0], UDP_ANSWER[1], UDP_ANSWER[2], UDP_ANSWER[3]};
        boolean answers = !unknown && !truncated;
        byte[] response = Arrays.copyOf(query, end + (answers ? record.length : 0));
        response[2] = (byte) (truncated ? 0x87 : 0x85);
        response[3] = (byte) (unknown ? 0x83 : 0x80);
        response[7] = (byte) (answers ? 1 : 0);
        response[9] = 0;
        response[11] = 0;
        if (answers) {
            System.arraycopy(record, 0, response, end, record.length);
        }
        return response;
    }

    private static final class TcpAnswer extends SimpleChannelInboundHandler<DnsQuery> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DnsQuery query) {
            DefaultDnsQuestion question = query.recordAt(DnsSection.QUESTION);
            DefaultDnsResponse response = new DefaultDnsResponse(query.id());
            response.addRecord(DnsSection.QUESTION, question);
            response.addRecord(DnsSection.ANSWER, new DefaultDnsRawRecord(
                    question.name(), DnsRecordType.A, 60, Unpooled.wrappedBuffer(TCP_ANSWER)));
            ctx.writeAndFlush(response);
        }
    }

    @Test
    void shouldResolveManyNamesAtOnce() throws Exception {
        List<Future<InetAddress>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(resolver.resolve("host" + i + ".example."));
        }
        for (Future<InetAddress> answer : answers) {
            assertThat(answer.sync().getNow().getAddress()).isEqualTo(UDP_ANSWER);
        }
    }

    @Test
    void shouldAskAgainOverTcpWhenTheAnswerIsTruncated() throws Exception {
        assertThat(resolver.resolve("large.example.").sync().getNow().getAddress()).isEqualTo(TCP_ANSWER);
    }

    @Test
    void shouldSayThatANameDoesNotExist() {
        assertThatThrownBy(() -> resolver.resolve("unknown.example.").sync()).isInstanceOf(UnknownHostException.class);
    }
}
