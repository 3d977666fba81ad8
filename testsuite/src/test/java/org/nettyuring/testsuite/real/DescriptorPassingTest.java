// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannel;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.channel.IoUringDomainSocketChannel;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.OpenFiles;
import org.nettyuring.testsuite.TransportUnderTest;
import org.nettyuring.testsuite.UnixNames;

/** Descriptors over Unix domain sockets: in order, to and from others, and none left open. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class DescriptorPassingTest {
    private final EventLoopGroup group = TransportUnderTest.URING.newGroup(1);
    private final List<IoUringDomainSocketChannel> passed = new ArrayList<>();
    private final DomainSocketAddress path = UnixNames.path();
    private final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private DomainSocketReadMode mode = DomainSocketReadMode.FILE_DESCRIPTORS;
    private boolean autoRead = true;
    private Channel server;

    @BeforeEach
    void listen() throws InterruptedException {
        server = TransportUnderTest.URING.unixServerBootstrap(group).childHandler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel ch) {
                ch.config().setOption(UnixChannelOption.DOMAIN_SOCKET_READ_MODE, mode);
                ch.config().setAutoRead(autoRead);
                ch.pipeline().addLast(new Recorder());
                accepted.add(ch);
            }
        }).bind(path).sync().channel();
    }

    @AfterEach
    void end() throws InterruptedException {
        server.close().sync();
        passed.forEach(channel -> channel.unsafe().closeForcibly());
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS).await();
    }

    /** Writes down what comes: bytes as text, descriptors as what they are of; closes them. */
    private final class Recorder extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) throws IOException {
            if (msg instanceof FileDescriptor descriptor) {
                String what = target(descriptor.intValue());
                descriptor.close();
                assertThat(descriptor.isOpen()).isFalse();
                descriptor.close(); // again does nothing
                events.add(what);
            } else {
                ByteBuf bytes = (ByteBuf) msg;
                String text = bytes.toString(StandardCharsets.US_ASCII);
                bytes.release();
                events.add(text);
                switchMode(ctx, text);
            }
        }

        /** A word of the test's protocol: the peer goes on when it is answered. */
        private void switchMode(ChannelHandlerContext ctx, String text) {
            if (text.equals("?")) {
                ctx.channel().config().setOption(
                        UnixChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.FILE_DESCRIPTORS);
                ctx.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {'!'}));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            events.add("inactive");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            events.add(cause.toString());
        }
    }

    @Test
    void shouldPassDescriptorsInTurnWithBytes() throws Exception {
        Channel client = connect();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            client.write(Unpooled.wrappedBuffer(new byte[] {'a', 'b'}));
            expected.add("a");
            expected.add("b");
            expected.add(write(client));
        }
        client.flush();
        assertThat(next(expected.size())).isEqualTo(expected);
        client.close().sync();
        assertThat(events.take()).isEqualTo("inactive");
    }

    @Test
    void shouldDeliverADescriptorForEachReadWithoutAutoRead() throws Exception {
        autoRead = false;
        Channel client = connect();
        String first = write(client);
        String second = write(client);
        client.flush();
        Channel child = accepted.take();
        assertThat(events.poll(100, TimeUnit.MILLISECONDS)).as("without a read()").isNull(); // clock: nothing comes
        child.read();
        assertThat(events.take()).isEqualTo(first);
        assertThat(events.poll(100, TimeUnit.MILLISECONDS)).as("after one read()").isNull(); // clock: nothing comes
        child.read();
        assertThat(events.take()).isEqualTo(second);
        client.close().sync();
        child.close().sync();
    }

    @Test
    void shouldLoseNothingWhenTheReadModeIsSwitchedToAndFro() throws Exception {
        mode = DomainSocketReadMode.BYTES;
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        Channel client = TransportUnderTest.URING.unixBootstrap(group).handler(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object msg) {
                answers.add(((ByteBuf) msg).toString(StandardCharsets.US_ASCII));
                ((ByteBuf) msg).release();
            }
        }).connect(path).sync().channel();
        Channel child = accepted.take();
        for (int i = 0; i < 100; i++) {
            client.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {'?'}));
            assertThat(answers.take()).isEqualTo("!");
            String what = write(client);
            client.flush();
            assertThat(next(2)).containsExactly("?", what);
            child.config().setOption(UnixChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.BYTES);
        }
        client.close().sync();
        assertThat(events.take()).isEqualTo("inactive");
    }

    @Test
    void shouldCloseDescriptorsThatNobodyTook() throws Exception {
        Channel client = connect();
        Channel child = accepted.take();
        int before = OpenFiles.count();
        child.config().setAutoRead(false); // a receive is armed by then: what it brings is kept, and unwanted
        write(client);
        client.flush();
        Await.until("received", () -> OpenFiles.count() > before + 1); // the one passed, and its duplicate
        child.close().sync();
        Await.until("closed", () -> OpenFiles.count() < before + 1);
        client.close().sync();
        assertThat(events).containsExactly("inactive");
    }

    @Test
    void shouldFailToPassWhatIsNotOpen() throws Exception {
        Channel client = connect();
        ChannelFuture write = client.writeAndFlush(new FileDescriptor(1 << 20)).await();
        assertThat(write.cause()).isInstanceOf(IOException.class).hasMessageContaining("EBADF");
        client.closeFuture().sync(); // as with epoll
        assertThat(events.take()).isEqualTo("inactive");
    }

    @Test
    void shouldAdoptAConnectionThatWasPassed() throws Exception {
        Channel client = connect();
        Channel child = accepted.take();
        BlockingQueue<Channel> adopted = new LinkedBlockingQueue<>();
        child.pipeline().replace(Recorder.class, "adopt", new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object msg) {
                Channel channel = new IoUringDomainSocketChannel(((FileDescriptor) msg).intValue());
                channel.pipeline().addLast(new Recorder());
                ctx.channel().eventLoop().register(channel).addListener(future -> adopted.add(channel));
            }
        });
        mode = DomainSocketReadMode.BYTES;
        Channel second = connect();
        Channel secondChild = accepted.take();
        client.writeAndFlush(((UnixChannel) second).fd()).sync();
        Channel adoptedChannel = adopted.take();
        second.close().sync(); // the duplicate goes on
        assertThat(adoptedChannel.isActive()).isTrue();
        adoptedChannel.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {'h', 'i'})).sync();
        assertThat(events.take()).isEqualTo("hi");
        secondChild.close().sync();
        adoptedChannel.closeFuture().sync();
        client.close().sync();
        child.close().sync();
    }

    @Test
    void shouldReceiveSeveralDescriptorsOfOneMessageFromPython() throws Exception {
        run("""
                import os, socket, sys
                s = socket.socket(socket.AF_UNIX)
                s.connect(sys.argv[1])
                files = [os.open("/proc/self/" + name, os.O_RDONLY) for name in ("maps", "stat", "status")]
                socket.send_fds(s, [b"xyz"], files)
                s.sendall(b"w")
                s.close()
                """);
        List<String> received = next(7);
        assertThat(received.subList(0, 3)).zipSatisfy(List.of("/maps", "/stat", "/status"),
                (target, end) -> assertThat(target).startsWith("/proc/").endsWith(end));
        assertThat(received.subList(3, 7)).as("the bytes that carried none").containsExactly("y", "z", "w", "inactive");
    }

    @Test
    void shouldPassADescriptorToPython() throws Exception {
        mode = DomainSocketReadMode.BYTES;
        Process python = start("""
                import os, socket, sys
                s = socket.socket(socket.AF_UNIX)
                s.connect(sys.argv[1])
                data, fds, flags, address = socket.recv_fds(s, 1, 10)
                assert len(data) == 1 and len(fds) == 1, (data, fds)
                s.sendall(os.readlink("/proc/self/fd/%d" % fds[0]).encode())
                rest = b""
                while len(rest) < 3:
                    more = s.recv(10)
                    assert more, rest
                    rest += more
                assert rest == b"bye", rest
                """);
        Channel child = accepted.take();
        String what = write(child);
        child.write(Unpooled.wrappedBuffer(new byte[] {'b', 'y', 'e'}));
        child.flush();
        assertThat(events.take()).isEqualTo(what);
        assertThat(python.waitFor()).as("exit code").isZero();
        assertThat(events.take()).isEqualTo("inactive");
    }

    private void run(String script) throws Exception {
        assertThat(start(script).waitFor()).as("exit code").isZero();
    }

    private Process start(String script) throws Exception {
        assumeTrue(hasPython(), "python3 with send_fds (3.9) is not here");
        return new ProcessBuilder("python3", "-c", script, path.path()).inheritIO().start();
    }

    private static boolean hasPython() throws Exception {
        try {
            return new ProcessBuilder("python3", "-c", "import socket; socket.send_fds").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Channel connect() throws InterruptedException {
        return TransportUnderTest.URING.unixBootstrap(group).handler(new ChannelInboundHandlerAdapter())
                .option(ChannelOption.ALLOW_HALF_CLOSURE, false).connect(path).sync().channel();
    }

    /** Writes a descriptor of a socket of its own; returns what it is. */
    private String write(Channel channel) {
        IoUringDomainSocketChannel socket = new IoUringDomainSocketChannel();
        passed.add(socket);
        channel.write(socket.fd());
        return target(socket.fd().intValue());
    }

    private List<String> next(int count) throws InterruptedException {
        List<String> next = new ArrayList<>();
        while (next.size() < count) {
            String event = events.poll(20, TimeUnit.SECONDS);
            assertThat(event).as("event after %s", next).isNotNull();
            next.add(event);
        }
        return next;
    }

    private static String target(int fd) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
