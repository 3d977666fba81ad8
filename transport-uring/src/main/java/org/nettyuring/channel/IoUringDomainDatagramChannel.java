// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.ChannelMetadata;
import io.netty.channel.unix.DomainDatagramChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.PeerCredentials;
import java.io.IOException;
import java.net.SocketAddress;
import org.nettyuring.abi.SocketConstants;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;

/**
 * A Unix domain datagram socket on the ring, connected or not. A path that begins with a zero character is a name in
 * the abstract namespace.
 *
 * <p>Reads {@link io.netty.channel.unix.DomainDatagramPacket}s; writes those,
 * {@link io.netty.channel.AddressedEnvelope}s and, connected, {@link io.netty.buffer.ByteBuf}s. Datagrams of such
 * sockets are neither lost nor reordered, and wait for a receiver that is slow.
 */
public final class IoUringDomainDatagramChannel extends AbstractIoUringChannel implements DomainDatagramChannel {
    /** Of several in the kernel a later one could find room that came after an earlier one was refused. */
    static final int SEND_WINDOW = 1;

    /** A disconnect is a close, as with the epoll transport. */
    private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

    private final IoUringDomainDatagramChannelConfig config;
    private final Datagrams datagrams;

    /** Makes an unbound channel. */
    public IoUringDomainDatagramChannel() {
        this(NativeSyscalls.get());
    }

    /**
     * Makes an unbound channel on a kernel of the caller's, for tests.
     *
     * @param syscalls the kernel, the same as the event loop's
     */
    public IoUringDomainDatagramChannel(Syscalls syscalls) {
        this(Socket.unix(syscalls, SocketConstants.SOCK_DGRAM), false);
    }

    /**
     * Makes a channel of a socket that was made, and bound or connected, elsewhere.
     *
     * @param fd the descriptor, blocking, from now on the channel's to close
     */
    public IoUringDomainDatagramChannel(int fd) {
        this(Socket.adopt(NativeSyscalls.get(), fd), true);
        datagrams.adopted();
    }

    private IoUringDomainDatagramChannel(Socket socket, boolean active) {
        super(null, socket, active);
        config = new IoUringDomainDatagramChannelConfig(this);
        datagrams = new Datagrams(this, config, new DomainPackets(this), SEND_WINDOW);
    }

    @Override
    ChannelRole role() {
        return datagrams;
    }

    @Override
    public IoUringDomainDatagramChannelConfig config() {
        return config;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    public boolean isActive() {
        return datagrams != null && datagrams.isActive(super.isActive());
    }

    @Override
    public boolean isConnected() {
        return datagrams.isConnected();
    }

    @Override
    public DomainSocketAddress localAddress() {
        return (DomainSocketAddress) super.localAddress();
    }

    @Override
    public DomainSocketAddress remoteAddress() {
        return (DomainSocketAddress) super.remoteAddress();
    }

    /**
     * Who is at the other end, of a socket that was made with its peer ({@code socketpair(2)}): the process, and its
     * user and group at that time. Any thread; one system call.
     *
     * @return process, user and one group; process 0 if there is no such peer
     * @throws IOException if the kernel refuses, or the channel is closed
     * @throws UnsupportedOperationException if Netty's classes are in a module that is closed to this one
     */
    public PeerCredentials peerCredentials() throws IOException {
        return PeerCredentialsFactory.of(socket);
    }

    @Override
    protected void doBind(SocketAddress localAddress) throws Exception {
        super.doBind(localAddress);
        setActive();
    }
}
