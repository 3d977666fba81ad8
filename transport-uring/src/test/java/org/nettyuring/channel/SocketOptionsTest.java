// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.NetUtil;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.SocketConstants;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;

/** Options reach the kernel's sockets and come back from them. */
class SocketOptionsTest {
    private final IoUringSocketChannel channel = new IoUringSocketChannel();
    private final IoUringServerSocketChannel server = new IoUringServerSocketChannel();

    @AfterEach
    void close() {
        channel.unsafe().closeForcibly();
        server.unsafe().closeForcibly();
    }

    private <T> void roundTrip(ChannelOption<T> option, T value) {
        assertTrue(channel.config().setOption(option, value), option.name());
        assertEquals(value, channel.config().getOption(option), option.name());
    }

    @Test
    void shouldSetAndGetWhatTheKernelKeeps() {
        roundTrip(ChannelOption.SO_KEEPALIVE, true);
        roundTrip(ChannelOption.SO_REUSEADDR, true);
        roundTrip(UnixChannelOption.SO_REUSEPORT, true);
        roundTrip(ChannelOption.TCP_NODELAY, false);
        roundTrip(ChannelOption.IP_TOS, 0x10);
        roundTrip(IoUringChannelOption.TCP_CORK, true);
        roundTrip(IoUringChannelOption.TCP_KEEPIDLE, 77);
        roundTrip(IoUringChannelOption.TCP_KEEPINTVL, 7);
        roundTrip(IoUringChannelOption.TCP_KEEPCNT, 3);
        roundTrip(IoUringChannelOption.TCP_USER_TIMEOUT, 12_345);
        roundTrip(IoUringChannelOption.TCP_NOTSENT_LOWAT, 100_000L);
        roundTrip(IoUringChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
    }

    @Test
    void shouldTellLingerAsNettyDoes() {
        assertEquals(-1, channel.config().getSoLinger());
        assertFalse(channel.config().mayLinger());
        roundTrip(ChannelOption.SO_LINGER, 0);
        assertFalse(channel.config().mayLinger(), "a reset does not block");
        roundTrip(ChannelOption.SO_LINGER, 3);
        assertTrue(channel.config().mayLinger());
        roundTrip(ChannelOption.SO_LINGER, -1);
    }

    @Test
    void shouldSwitchNagleOffByDefault() {
        assertTrue(channel.config().isTcpNoDelay());
    }

    @Test
    void shouldKeepWhatIsOursAlone() {
        roundTrip(ChannelOption.ALLOW_HALF_CLOSURE, true);
        roundTrip(ChannelOption.TCP_FASTOPEN_CONNECT, true);
        roundTrip(IoUringChannelOption.IO_URING_WRITE_ZERO_COPY_THRESHOLD, 4096);
        roundTrip(ChannelOption.CONNECT_TIMEOUT_MILLIS, 1234);
    }

    @Test
    void shouldUnderstandTheEpollTransportsNames() {
        ChannelOption<Integer> epollKeepIdle =
                ChannelOption.valueOf("io.netty.channel.epoll.EpollChannelOption#TCP_KEEPIDLE");
        roundTrip(epollKeepIdle, 55);
        assertEquals(55, channel.config().getOption(IoUringChannelOption.TCP_KEEPIDLE));
    }

    @Test
    void shouldPassOnOptionsThatTheUserNumbers() {
        roundTrip(new IntegerUnixChannelOption(
                "keepcnt", SocketConstants.IPPROTO_TCP, SocketConstants.TCP_KEEPCNT), 4);
        RawUnixChannelOption raw = new RawUnixChannelOption(
                "raw keepcnt", SocketConstants.IPPROTO_TCP, SocketConstants.TCP_KEEPCNT, Integer.BYTES);
        ByteBuffer five = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(0, 5);
        assertTrue(channel.config().setOption(raw, five));
        assertEquals(five, channel.config().getOption(raw));
        assertEquals(5, channel.config().getOption(IoUringChannelOption.TCP_KEEPCNT));
    }

    @Test
    void shouldListEveryOptionItKnows() {
        Map<ChannelOption<?>, Object> options = channel.config().getOptions();
        assertNotNull(options.get(ChannelOption.SO_SNDBUF));
        assertNotNull(options.get(IoUringChannelOption.TCP_USER_TIMEOUT));
        assertNotNull(options.get(ChannelOption.WRITE_BUFFER_WATER_MARK));
        assertNotNull(server.config().getOptions().get(ChannelOption.SO_BACKLOG));
    }

    @Test
    void shouldKnowTheServersOptions() {
        assertTrue(server.config().isReuseAddress(), "as java.nio");
        assertTrue(server.config().setOption(ChannelOption.SO_BACKLOG, 17));
        assertEquals(17, server.config().getBacklog());
        assertTrue(server.config().setOption(IoUringChannelOption.TCP_DEFER_ACCEPT, 1));
        assertTrue(server.config().setOption(ChannelOption.TCP_FASTOPEN, 5));
        assertFalse(server.config().setOption(ChannelOption.SO_LINGER, 1), "not a server's");
    }

    @Test
    void shouldSayWhyTheKernelRefused() {
        ChannelException failure = assertThrows(ChannelException.class,
                () -> channel.config().setOption(IoUringChannelOption.TCP_KEEPCNT, -1));
        assertTrue(failure.getCause().getMessage().startsWith("setsockopt(TCP_KEEPCNT): EINVAL (22): "),
                failure.getCause().getMessage());
    }

    @Test
    void shouldNameTheOptionThatTheKernelLacks() {
        IoUringSocketChannel old = new IoUringSocketChannel(withoutTcpOptions(), null);
        assertLacks("setsockopt(TCP_MD5SIG)", () -> old.config().setTcpMd5Sig(
                Map.of(NetUtil.LOCALHOST4, new byte[] {1})));
        assertLacks("setsockopt(TCP_CORK)", () -> old.config().setTcpCork(true));
        assertLacks("getsockopt(TCP_CORK)", () -> old.config().isTcpCork());
        assertLacks("getsockopt(TCP_INFO)", old::tcpInfo);
        assertLacks("setsockopt(mine, level 6, option 99)", () -> old.config().setOption(
                new IntegerUnixChannelOption("mine", SocketConstants.IPPROTO_TCP, 99), 1));
        old.unsafe().closeForcibly();
    }

    private static void assertLacks(String call, Executable attempt) {
        String message = assertThrows(ChannelException.class, attempt).getCause().getMessage();
        assertEquals(call + ": ENOPROTOOPT (92): this kernel, or this kind of socket, does not have the option",
                message);
    }

    /** The real kernel, but that it knows only TCP_NODELAY of TCP's options. */
    private static Syscalls withoutTcpOptions() {
        Syscalls real = NativeSyscalls.get();
        return (Syscalls) Proxy.newProxyInstance(Syscalls.class.getClassLoader(), new Class<?>[] {Syscalls.class},
                (proxy, method, arguments) -> {
                    boolean ofTcp = method.getName().endsWith("sockopt")
                            && arguments[1].equals(SocketConstants.IPPROTO_TCP)
                            && !arguments[2].equals(SocketConstants.TCP_NODELAY);
                    return ofTcp ? (Object) (-Errno.ENOPROTOOPT) : method.invoke(real, arguments);
                });
    }

    @Test
    void shouldNotTouchADescriptorThatWasClosed() {
        channel.unsafe().closeForcibly();
        assertThrows(ChannelException.class, () -> channel.config().setTcpNoDelay(true));
        assertThrows(ChannelException.class, channel.config()::isKeepAlive);
    }
}
