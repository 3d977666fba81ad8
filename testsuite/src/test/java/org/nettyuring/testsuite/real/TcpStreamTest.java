// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nettyuring.stream.Blocking.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.examples.BlockingEchoServer;
import org.nettyuring.examples.StreamEchoServer;
import org.nettyuring.examples.VirtualThreads;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.stream.StreamOptions;
import org.nettyuring.stream.TcpListener;
import org.nettyuring.stream.TcpStream;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;

/**
 * Streams on the real kernel: a thousand at once in both styles, timeouts, interrupts. {@code
 * -Dorg.nettyuring.testsuite.streamSeconds=60} for longer.
 */
@ExtendWith(NoLeaks.class)
@Timeout(600)
class TcpStreamTest {
    private static final int CONNECTIONS = 1000;
    /** Connections beside on which nothing ever comes. */
    private static final int SILENT = 20;
    private static final long SECONDS = Long.getLong("org.nettyuring.testsuite.streamSeconds", 1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final StreamOptions options = StreamOptions.DEFAULT.kernel(Mode.selected().kernel());
    private IoUringEventLoopGroup group;
    private ExecutorService threads;
    private TcpListener listener;

    @BeforeEach
    void begin() throws Exception {
        group = Mode.selected().newGroup(2);
        threads = VirtualThreads.newExecutor();
        listener = await(TcpListener.bind(group, anyPort(),
                options.with(ChannelOption.SO_BACKLOG, CONNECTIONS), options));
    }

    @AfterEach
    void end() throws Exception {
        listener.close();
        await(listener.closeFuture());
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(20_000)).isTrue();
        assertThat(group.counters()).allMatch(counters -> counters.failedTurns == 0);
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private TcpStream connect() throws Exception {
        return await(TcpStream.connect(group, listener.localAddress(), options));
    }

    private static void closeAll(TcpStream... streams) throws Exception {
        for (TcpStream stream : streams) {
            stream.close();
            await(stream.closeFuture());
        }
    }

    @Test
    void shouldServeAThousandConnectionsWithFutures() throws Exception {
        StreamEchoServer.acceptFrom(listener);
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        List<CompletableFuture<Long>> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            clients.add(new StreamClients.FutureClient(group, listener, options, i, endNs).start());
        }
        List<StreamTimeouts> timeouts = watchTimeouts(endNs);
        long echoes = 0;
        for (CompletableFuture<Long> client : clients) {
            echoes += client.get(SECONDS + 60, TimeUnit.SECONDS);
        }
        StreamTimeouts.verify(timeouts);
        System.out.println("streams with futures: " + echoes + " echoes in " + SECONDS + " s");
        assertThat(echoes).isGreaterThanOrEqualTo(CONNECTIONS);
    }

    @Test
    void shouldServeAThousandConnectionsWithAThreadEach() throws Exception {
        long echoes = loadThreads();
        System.out.println("streams with threads: " + echoes + " echoes in " + SECONDS + " s");
        assertThat(echoes).isGreaterThanOrEqualTo(CONNECTIONS);
    }

    private long loadThreads() throws Exception {
        threads.submit(() -> BlockingEchoServer.serve(listener, threads));
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        List<java.util.concurrent.Future<Long>> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            int number = i;
            Callable<Long> client = () -> StreamClients.talk(connect(), number, endNs);
            clients.add(threads.submit(client));
        }
        List<StreamTimeouts> timeouts = watchTimeouts(endNs);
        long echoes = 0;
        for (java.util.concurrent.Future<Long> client : clients) {
            echoes += client.get(SECONDS + 60, TimeUnit.SECONDS);
        }
        StreamTimeouts.verify(timeouts);
        return echoes;
    }

    /** Beside those who talk. */
    private List<StreamTimeouts> watchTimeouts(long endNs) throws Exception {
        List<StreamTimeouts> timeouts = new ArrayList<>();
        for (int i = 0; i < SILENT; i++) {
            timeouts.add(new StreamTimeouts(connect(), new SplittableRandom(i), endNs));
        }
        return timeouts;
    }

    /** Java 21 to 23 hold a carrier that waits in a monitor; later ones only in native code. */
    @Test
    void shouldPinNoCarrierOfAVirtualThread(@TempDir Path folder) throws Exception {
        assertThat(PinnedCarriers.during(folder, Duration.ofMillis(1), this::loadThreads)).filteredOn(stack ->
                stack.contains("org.nettyuring.stream")).isEmpty();
    }

    @Test
    void shouldEndEachReadInItsTimeAndLoseNothing() throws Exception {
        int count = 100;
        SplittableRandom random = new SplittableRandom(1);
        List<TcpStream> near = new ArrayList<>();
        List<TcpStream> far = new ArrayList<>();
        List<Future<ByteBuf>> reads = new ArrayList<>();
        List<CompletableFuture<Long>> elapsed = new ArrayList<>();
        List<Long> asked = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            near.add(connect());
            far.add(await(listener.accept(PATIENCE)));
        }
        for (TcpStream stream : near) {
            Duration timeout = Duration.ofMillis(20 + random.nextInt(300));
            long startNs = System.nanoTime();
            CompletableFuture<Long> over = new CompletableFuture<>();
            Future<ByteBuf> read = stream.read(timeout);
            read.addListener(done -> over.complete(System.nanoTime() - startNs));
            reads.add(read);
            elapsed.add(over);
            asked.add(timeout.toNanos());
        }
        for (int i = 0; i < count; i++) {
            long took = elapsed.get(i).get(30, TimeUnit.SECONDS);
            assertThat(reads.get(i).cause()).isInstanceOf(SocketTimeoutException.class);
            assertThat(took).isGreaterThanOrEqualTo(asked.get(i)).isLessThan(asked.get(i) + StreamTimeouts.LATEST_NS);
            await(far.get(i).write(Unpooled.buffer().writeInt(i)));
            ByteBuf late = await(near.get(i).readFully(Integer.BYTES, PATIENCE));
            assertThat(late.readInt()).isEqualTo(i);
            late.release();
        }
        closeAll(near.toArray(new TcpStream[0]));
        closeAll(far.toArray(new TcpStream[0]));
    }

    @Test
    void shouldLoseNothingWhenAThreadThatWaitsIsInterrupted() throws Exception {
        TcpStream near = connect();
        TcpStream far = await(listener.accept(PATIENCE));
        AtomicReference<Throwable> caught = new AtomicReference<>();
        Thread waiter = new Thread(() -> {
            try {
                await(near.read());
            } catch (Throwable t) {
                caught.set(t);
            }
        });
        waiter.start();
        waiter.interrupt();
        waiter.join(20_000);
        assertThat(caught.get()).isInstanceOf(InterruptedException.class);
        await(far.write(Unpooled.buffer().writeByte(7)));
        ByteBuf bytes = await(near.read(PATIENCE));
        assertThat(bytes.readByte()).isEqualTo((byte) 7);
        bytes.release();
        closeAll(near, far);
    }

    @Test
    void shouldSayWhyThereIsNoConnection() throws Exception {
        TcpListener gone = await(TcpListener.bind(group, anyPort(), options, options));
        InetSocketAddress address = gone.localAddress();
        gone.close();
        await(gone.closeFuture());
        assertThatThrownBy(() -> await(TcpStream.connect(group, address, options)))
                .isInstanceOf(ConnectException.class).hasMessageContaining(String.valueOf(address.getPort()));
        assertThatThrownBy(() -> await(TcpListener.bind(group, listener.localAddress(), options, options)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldLeaveNothingBehindWhenLoopsEndUnderStreams() throws Exception {
        IoUringEventLoopGroup ending = Mode.selected().newGroup(1);
        TcpStream near = await(TcpStream.connect(ending, listener.localAddress(), options));
        TcpStream far = await(listener.accept(PATIENCE));
        await(far.write(Unpooled.buffer().writeZero(1000)));
        Future<ByteBuf> read = near.readFully(5000);
        assertThat(ending.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(20_000)).isTrue();
        assertThat(read.isDone()).isTrue();
        near.close();
        assertThat(near.read().cause()).isNotNull();
        for (LoopCounters counters : ending.counters()) {
            assertThat(counters.failedTurns).isZero();
        }
        closeAll(far);
    }
}
