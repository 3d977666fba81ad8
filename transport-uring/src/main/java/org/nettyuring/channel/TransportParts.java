// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainDatagramChannel;
import io.netty.util.Version;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nettyuring.loop.IoUringIoHandler;

/** What a transport's name stands for: its I/O handlers, and its class for each kind of channel. Any thread. */
record TransportParts(
        IoHandlerFactory handlers,
        Class<? extends ServerSocketChannel> server,
        Class<? extends SocketChannel> client,
        Class<? extends DatagramChannel> datagram,
        Class<? extends ServerChannel> unixServer,
        Class<? extends DuplexChannel> unixClient,
        @Nullable Class<? extends DomainDatagramChannel> unixDatagram) {
    /** {@return those of a transport that is available} Loads nothing of the others. */
    static TransportParts of(String name) {
        return switch (name) {
            case TransportChoice.URING -> new TransportParts(IoUringIoHandler.newFactory(),
                    IoUringServerSocketChannel.class, IoUringSocketChannel.class, IoUringDatagramChannel.class,
                    IoUringServerDomainSocketChannel.class, IoUringDomainSocketChannel.class,
                    IoUringDomainDatagramChannel.class);
            case TransportChoice.EPOLL -> OfEpoll.parts();
            default -> new TransportParts(NioIoHandler.newFactory(),
                    NioServerSocketChannel.class, NioSocketChannel.class, NioDatagramChannel.class,
                    NioServerDomainSocketChannel.class, NioDomainSocketChannel.class, null);
        };
    }

    /** {@return why a transport does not work in this process; null if it does} */
    static @Nullable Throwable unavailabilityCause(String name) {
        return switch (name) {
            case TransportChoice.URING -> IoUring.unavailabilityCause();
            case TransportChoice.EPOLL -> whyNotEpoll();
            default -> null;
        };
    }

    private static @Nullable Throwable whyNotEpoll() {
        try {
            return OfEpoll.unavailabilityCause();
        } catch (NoClassDefFoundError e) {
            return new UnsupportedOperationException("netty-transport-classes-epoll is not on the class path", e);
        } catch (LinkageError e) {
            return e;
        }
    }

    /** All that needs epoll's classes, which are an optional dependency: loaded only when epoll is considered. */
    private static final class OfEpoll {
        private static final String CLASSES = "netty-transport-classes-epoll";
        private static final String NATIVES = "netty-transport-native-epoll";

        static TransportParts parts() {
            return new TransportParts(EpollIoHandler.newFactory(), EpollServerSocketChannel.class,
                    EpollSocketChannel.class, EpollDatagramChannel.class, EpollServerDomainSocketChannel.class,
                    EpollDomainSocketChannel.class, EpollDomainDatagramChannel.class);
        }

        static @Nullable Throwable unavailabilityCause() {
            Throwable cause = Epoll.unavailabilityCause();
            return cause != null ? cause : differentVersions();
        }

        /** Natives of another version load, and break later, with an {@code UnsatisfiedLinkError} on connect. */
        private static @Nullable Throwable differentVersions() {
            Map<String, Version> versions = Version.identify(Epoll.class.getClassLoader());
            Version classes = versions.get(CLASSES);
            Version natives = versions.get(NATIVES);
            if (classes == null || natives == null || classes.artifactVersion().equals(natives.artifactVersion())) {
                return null;
            }
            return new UnsupportedOperationException(CLASSES + " is " + classes.artifactVersion() + ", but " + NATIVES
                    + " is " + natives.artifactVersion() + ": give both the same version");
        }
    }
}
