// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.util.concurrent.BlockingOperationException;
import io.netty.util.concurrent.Future;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.stream.Blocking;
import org.nettyuring.stream.StreamOptions;
import org.nettyuring.stream.TcpListener;
import org.nettyuring.stream.TcpStream;
import org.nettyuring.testsuite.kernel.PeerListener;
import org.nettyuring.testsuite.kernel.PeerSocket;

/** What reads, writes and accepts of streams come to, case by case, on a kernel that does as it is told. */
class TcpStreamRowsTest {
    private static final int CAPACITY = 64;

    private final LoopRig rig = new LoopRig(IoUringIoHandlerConfig.builder().ringSize(16).cqSize(32).buffers(16, 64));
    private final PeerListener listener = rig.kernel.peers().listen();
    private final StreamOptions options = StreamOptions.DEFAULT.kernel(rig.kernel);
    private final StreamOptions streamOptions = options.with(ChannelOption.ALLOCATOR, rig.kernel.allocator());
    private TcpStream stream;
    private PeerSocket peer;

    private InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private <T> T done(Future<T> future) {
        rig.await("done", future::isDone);
        assertThat(future.cause()).isNull();
        return future.getNow();
    }

    private Throwable failed(Future<?> future) {
        rig.await("done", future::isDone);
        assertThat(future.isSuccess()).isFalse();
        return future.cause();
    }

    private ByteBuf bytes(int... values) {
        ByteBuf bytes = rig.kernel.allocator().directBuffer();
        for (int value : values) {
            bytes.writeByte(value);
        }
        return bytes;
    }

    private void arrives(Future<ByteBuf> read, int... values) {
        ByteBuf got = done(read);
        ByteBuf expected = bytes(values);
        assertThat(got).isEqualTo(expected);
        got.release();
        expected.release();
    }

    private void send(int... values) {
        for (int value : values) {
            assertThat(peer.write((byte) value)).isOne();
        }
    }

    @BeforeEach
    void connect() {
        stream = done(TcpStream.connect(rig.loop.eventLoop(), address(listener.port()), streamOptions));
        peer = listener.accept();
        peer.receiveCapacity(CAPACITY);
    }

    @AfterEach
    void end() {
        stream.close();
        rig.await("closed", () -> stream.closeFuture().isDone());
        peer.close();
        listener.close();
        rig.close();
    }

    @Test
    void shouldServeReadsInTheirOrder() {
        Future<ByteBuf> first = stream.read();
        Future<ByteBuf> second = stream.readFully(2);
        Future<ByteBuf> third = stream.read();
        rig.turns(3);
        assertThat(first.isDone()).isFalse();

        send(1);
        arrives(first, 1);
        send(2);
        rig.turns(3);
        assertThat(second.isDone()).isFalse();
        send(3, 4);

        arrives(second, 2, 3);
        arrives(third, 4);
        arrives(stream.readFully(0));
    }

    @Test
    void shouldLeaveWithTheKernelWhatNobodyAsksFor() {
        rig.kernel.peers().receiveCapacity(stream.channel().fd().intValue(), 4);
        send(1, 2, 3, 4);
        rig.turns(10);
        assertThat(peer.write((byte) 5)).as("its window is closed").isZero();

        arrives(stream.readFully(4), 1, 2, 3, 4);
        assertThat(peer.write((byte) 5)).isOne();
        arrives(stream.read(), 5);
    }

    @Test
    void shouldLoseNothingWhenAReadTimesOut() {
        Future<ByteBuf> late = stream.read(Duration.ofMillis(50));
        assertThat(failed(late)).isInstanceOf(SocketTimeoutException.class).hasMessageStartingWith("read(")
                .hasMessageEndingWith("not within PT0.05S");
        Future<ByteBuf> part = stream.readFully(3, Duration.ofMillis(50));
        send(1, 2);
        assertThat(failed(part)).isInstanceOf(SocketTimeoutException.class).hasMessageStartingWith("readFully(");
        send(3, 4);

        arrives(stream.readFully(4), 1, 2, 3, 4);
    }

    @Test
    void shouldLoseNothingWhenAReadIsCancelled() {
        Future<ByteBuf> cancelled = stream.read();
        Future<ByteBuf> next = stream.readFully(2);
        rig.turns(2);
        assertThat(cancelled.cancel(false)).isTrue();
        send(1, 2);
        arrives(next, 1, 2);
    }

    @Test
    void shouldTellTheEndOfTheStreamToEveryReadBehindTheLastByte() {
        Future<ByteBuf> whole = stream.readFully(3);
        send(1, 2);
        peer.shutdownOutput();

        assertThat(failed(whole)).isInstanceOf(EOFException.class)
                .hasMessage("readFully(3): the stream ended after 2 bytes");
        arrives(stream.readFully(2), 1, 2);
        assertThat(done(stream.read())).isNull();
        assertThat(done(stream.read())).isNull();
        done(stream.write(bytes(9)));
        assertThat(peer.read(9)).as("the other direction is open").containsExactly(9);
    }

    @Test
    void shouldFailReadsOfAConnectionThatWasReset() {
        Future<ByteBuf> read = stream.read();
        rig.turns(2);
        peer.reset();
        assertThat(failed(read)).isInstanceOf(IOException.class);
        assertThat(failed(stream.readFully(1))).isInstanceOf(IOException.class);
        rig.await("closed by itself", () -> stream.closeFuture().isDone());
    }

    @Test
    void shouldWriteInOrderAndTellWhenTheKernelHasIt() {
        Future<Void> first = stream.write(bytes(1));
        Future<Void> second = stream.writeAll(bytes(2), bytes(3, 4), bytes(5));
        Future<Void> nothing = stream.writeAll();
        done(first);
        done(second);
        done(nothing);
        assertThat(peer.read(10)).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void shouldEndTheOutputBehindWhatAStalledPeerHasNotTaken() {
        ByteBuf much = rig.kernel.allocator().directBuffer().writeZero(3 * CAPACITY);
        Future<Void> written = stream.write(much);
        Future<Void> ended = stream.shutdownOutput();
        rig.turns(10);
        assertThat(written.isDone()).isFalse();
        assertThat(ended.isDone()).isFalse();
        int read = 0;
        for (int i = 0; i < 100 && read < 3 * CAPACITY; i++) {
            read += peer.read(CAPACITY).length;
            rig.turns(2);
        }
        done(written);
        done(ended);
        assertThat(read).isEqualTo(3 * CAPACITY);
        assertThat(peer.isAtEnd()).isTrue();
        send(7);
        arrives(stream.read(), 7);
    }

    @Test
    void shouldFailAWriteThatTakesTooLongAndStillSendItsBytes() {
        ByteBuf much = rig.kernel.allocator().directBuffer().writeZero(2 * CAPACITY);
        Future<Void> written = stream.write(much, Duration.ofMillis(20));
        assertThat(failed(written)).isInstanceOf(SocketTimeoutException.class).hasMessageStartingWith("write(");
        int read = 0;
        for (int i = 0; i < 100 && read < 2 * CAPACITY; i++) {
            read += peer.read(CAPACITY).length;
            rig.turns(2);
        }
        assertThat(read).isEqualTo(2 * CAPACITY);
    }

    @Test
    void shouldFailWhatWaitsWhenItIsClosed() {
        Future<ByteBuf> read = stream.read();
        rig.turns(2);
        stream.close();
        assertThat(failed(read)).isInstanceOf(ClosedChannelException.class);
        assertThat(failed(stream.read())).isInstanceOf(ClosedChannelException.class);
        assertThat(failed(stream.write(bytes(1)))).isInstanceOf(ClosedChannelException.class);
        assertThat(failed(stream.shutdownOutput())).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void shouldGiveBackWhatNobodyReadWhenItIsClosed() {
        Future<ByteBuf> read = stream.readFully(3, Duration.ofMillis(50));
        send(1, 2);
        assertThat(failed(read)).isInstanceOf(SocketTimeoutException.class);
        stream.close(); // the rig sees what is left
    }

    @Test
    void shouldEndAnAttemptToConnectThatTakesTooLongOrIsCancelled() {
        int nowhere = 1;
        rig.kernel.peers().blackhole(nowhere);
        Future<TcpStream> late = TcpStream.connect(rig.loop.eventLoop(), address(nowhere),
                streamOptions.connectTimeout(Duration.ofMillis(30)));
        assertThat(failed(late)).isInstanceOf(ConnectTimeoutException.class);
        Future<TcpStream> cancelled = TcpStream.connect(rig.loop.eventLoop(), address(nowhere), streamOptions);
        rig.turns(2);
        assertThat(cancelled.cancel(false)).isTrue();
        rig.waitLong();
    }

    @Test
    void shouldNotBlockALoop() {
        Future<ByteBuf> read = stream.read();
        Future<?> task = rig.loop.eventLoop().submit(() -> Blocking.await(read));
        assertThat(failed(task)).isInstanceOf(BlockingOperationException.class).hasMessageContaining("event loop");
        assertThat(read.isDone()).isFalse();
    }

    @Test
    void shouldAcceptInOrderWhoeverCame() throws Exception {
        TcpListener server = done(TcpListener.bind(rig.loop.eventLoop(), address(0), options, streamOptions));
        Future<TcpStream> none = server.accept(Duration.ofMillis(20));
        assertThat(failed(none)).isInstanceOf(SocketTimeoutException.class).hasMessageStartingWith("accept(");
        Future<TcpStream> cancelled = server.accept();
        rig.turns(1);
        cancelled.cancel(false);
        Future<TcpStream> first = server.accept();
        Future<TcpStream> second = server.accept();
        int port = server.localAddress().getPort();
        PeerSocket one = rig.kernel.peers().connect(port);
        one.write((byte) 1);
        TcpStream accepted = done(first);
        arrives(accepted.read(), 1);
        assertThat(second.isDone()).isFalse();
        PeerSocket two = rig.kernel.peers().connect(port);
        TcpStream other = done(second);

        Future<TcpStream> third = server.accept();
        server.close();
        assertThat(failed(third)).isInstanceOf(ClosedChannelException.class);
        rig.await("listener closed", () -> server.closeFuture().isDone());
        done(other.write(bytes(2)));
        assertThat(two.read(2)).containsExactly(2);

        accepted.close();
        other.close();
        rig.await("closed", () -> accepted.closeFuture().isDone() && other.closeFuture().isDone());
        one.close();
        two.close();
    }

    @Test
    void shouldSendAwayWhoWasAcceptedAndNotAskedFor() throws Exception {
        TcpListener server = done(TcpListener.bind(rig.loop.eventLoop(), address(0), options, streamOptions));
        Future<TcpStream> late = server.accept(Duration.ofMillis(20));
        assertThat(failed(late)).isInstanceOf(SocketTimeoutException.class); // the kernel still has the accept
        PeerSocket visitor = rig.kernel.peers().connect(server.localAddress().getPort());
        rig.turns(5);
        server.close();
        rig.await("listener closed", () -> server.closeFuture().isDone());
        rig.await("sent away", () -> visitor.isAtEnd() || visitor.isReset());
        visitor.close();
    }

    @Test
    void shouldRefuseSettingsThatAreNotTheCallers() {
        assertThatThrownBy(() -> options.with(ChannelOption.AUTO_READ, true))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("upon demand");
        assertThatThrownBy(() -> stream.read(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> stream.readFully(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
