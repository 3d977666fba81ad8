// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.budget;

import com.sun.management.ThreadMXBean;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.examples.EchoServer;
import org.nettyuring.examples.HttpHello;
import org.nettyuring.examples.Transport;
import org.nettyuring.metrics.LoopCounters;

/**
 * An example server on one loop of this JVM, and blocking connections to it that send in step: the loop is held until
 * every request of a round is in its sockets, so that what a round costs does not depend on who was faster. Where each
 * request has a connection of its own, the last round's are closed and the next round's opened meanwhile.
 */
final class CountedServer implements AutoCloseable {
    private static final byte[] MESSAGE = new byte[64];
    private static final byte[] GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final long PAUSE_NS = 20_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Semaphore held = new Semaphore(0);
    private final List<SocketChannel> connections = new ArrayList<>();
    private final EventLoopGroup group;
    private final EventLoop loop;
    private final long loopThread;
    private final Channel server;
    private final Budget budget;
    private final ByteBuffer request;
    private final ByteBuffer response;
    private volatile boolean hold;

    CountedServer(String transportName, Budget budget) throws Exception {
        this.budget = budget;
        final Transport transport = Transport.of(transportName);
        group = transport.group().apply(1);
        loop = group.next();
        loopThread = loop.submit(() -> Thread.currentThread().getId()).get();
        server = budget.server().equals("http")
                ? HttpHello.start(transport, group, 0) : EchoServer.start(transport, group, 0, null);
        final byte[] one = budget.server().equals("http") ? GET : MESSAGE;
        request = ByteBuffer.allocateDirect(one.length * budget.pipelined());
        for (int i = 0; i < budget.pipelined(); i++) {
            request.put(one);
        }
        connect();
        response = ByteBuffer.allocateDirect(learnResponseLength(ByteBuffer.wrap(one)) * budget.pipelined());
    }

    private void connect() throws IOException {
        final int port = ((InetSocketAddress) server.localAddress()).getPort();
        for (int i = 0; i < budget.connections(); i++) {
            connections.add(SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        }
    }

    private void disconnect() throws IOException {
        for (SocketChannel connection : connections) {
            connection.close();
        }
        connections.clear();
    }

    /** {@return what each request cost, of so many rounds} */
    Budget.Costs measure(int rounds) throws IOException, InterruptedException {
        final double requests = (double) rounds * budget.connections() * budget.pipelined();
        final LoopCounters counters = group instanceof IoUringEventLoopGroup rings ? rings.counters().get(0) : null;
        final long[] before = counts(counters);
        for (int i = 0; i < rounds; i++) {
            round();
        }
        final long[] after = counts(counters);
        return new Budget.Costs((after[0] - before[0]) / requests, (after[1] - before[1]) / requests,
                (after[2] - before[2]) / requests, (after[3] - before[3]) / requests);
    }

    @Override
    public void close() throws IOException {
        disconnect();
        server.close().syncUninterruptibly();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** On the loop, so that nothing is under way meanwhile. */
    private long[] counts(LoopCounters counters) throws InterruptedException {
        final long[] counts = new long[4];
        final Semaphore done = new Semaphore(0);
        loop.execute(() -> {
            counts[0] = threads.getThreadAllocatedBytes(loopThread);
            if (counters != null) {
                counts[1] = counters.enters;
                counts[2] = counters.sqes;
                counts[3] = counters.cqes;
            }
            done.release();
        });
        done.acquire();
        return counts;
    }

    private void round() throws IOException, InterruptedException {
        final boolean together = connections.size() > 1;
        if (together) {
            hold = true;
            loop.execute(this::stayUntilLetGo);
            held.acquire();
        }
        if (budget.anew()) {
            disconnect();
            connect();
        }
        for (SocketChannel connection : connections) {
            request.clear();
            while (request.hasRemaining()) {
                connection.write(request);
            }
        }
        if (together) {
            hold = false;
        }
        for (SocketChannel connection : connections) {
            response.clear();
            readFully(connection, response);
        }
    }

    /** Without a lock, whose queue would be counted as the loop's allocation. */
    private void stayUntilLetGo() {
        held.release();
        while (hold) {
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    private static void readFully(SocketChannel connection, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (connection.read(buffer) < 0) {
                throw new EOFException("the server closed " + connection);
            }
        }
    }

    private int learnResponseLength(ByteBuffer one) throws IOException {
        final SocketChannel connection = connections.get(0);
        connection.write(one);
        if (budget.server().equals("echo")) {
            readFully(connection, ByteBuffer.allocate(MESSAGE.length));
            return MESSAGE.length;
        }
        final ByteBuffer received = ByteBuffer.allocate(4096);
        while (!text(received).endsWith("Hello, World!")) {
            if (connection.read(received) < 0) {
                throw new EOFException("the server closed after: " + text(received));
            }
        }
        return received.position();
    }

    private static String text(ByteBuffer received) {
        return StandardCharsets.US_ASCII.decode(received.duplicate().flip()).toString();
    }
}
