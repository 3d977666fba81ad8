// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;

/**
 * A UDP socket on the ring, connected or not, of IPv4, IPv6, or both.
 *
 * <p>Reads {@link io.netty.channel.socket.DatagramPacket}s; writes those,
 * {@link io.netty.channel.unix.SegmentedDatagramPacket}s, {@link io.netty.channel.AddressedEnvelope}s and, connected,
 * {@link io.netty.buffer.ByteBuf}s. Each write succeeds or fails for itself. A datagram larger than the receive
 * allocator's guess (2048 bytes unless it is set) loses its end, as on the epoll transport.
 */
public final class IoUringDatagramChannel extends AbstractIoUringChannel implements DatagramChannel {
    /** Datagrams in the kernel at a time: as many as an enter carries well. */
    static final int SEND_WINDOW = 64;

    private static final ChannelMetadata METADATA = new ChannelMetadata(true, 16);

    private final IoUringDatagramChannelConfig config;
    private final Datagrams datagrams;
    private final MulticastGroups groups;

    /** Makes an unbound channel for IPv4 and, where the machine has it, IPv6. */
    public IoUringDatagramChannel() {
        this((SocketProtocolFamily) null);
    }

    /**
     * Makes an unbound channel.
     *
     * @param family {@code INET} or {@code INET6}; null for both
     */
    public IoUringDatagramChannel(SocketProtocolFamily family) {
        this(NativeSyscalls.get(), family);
    }

    /**
     * Makes an unbound channel on a kernel of the caller's, for tests.
     *
     * @param syscalls the kernel, the same as the event loop's
     * @param family {@code INET} or {@code INET6}; null for both
     */
    public IoUringDatagramChannel(Syscalls syscalls, SocketProtocolFamily family) {
        this(Socket.udp(syscalls, family), false);
    }

    /**
     * Makes a channel of a socket that was made, and bound or connected, elsewhere.
     *
     * @param fd the descriptor, blocking, from now on the channel's to close
     */
    public IoUringDatagramChannel(int fd) {
        this(Socket.adopt(NativeSyscalls.get(), fd), true);
        datagrams.adopted();
    }

    private IoUringDatagramChannel(Socket socket, boolean active) {
        super(null, socket, active);
        config = new IoUringDatagramChannelConfig(this);
        datagrams = new Datagrams(this, config, new InternetPackets(this), SEND_WINDOW);
        groups = new MulticastGroups(this);
    }

    /** {@return whether the kernel can cut one {@code SegmentedDatagramPacket} into datagrams; since 4.18} */
    public static boolean isSegmentedDatagramPacketSupported() {
        return IoUring.isAvailable() && SegmentationProbe.SUPPORTED;
    }

    @Override
    ChannelRole role() {
        return datagrams;
    }

    @Override
    public IoUringDatagramChannelConfig config() {
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
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) super.localAddress();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return (InetSocketAddress) super.remoteAddress();
    }

    @Override
    protected void doBind(SocketAddress localAddress) throws Exception {
        super.doBind(localAddress);
        setActive();
    }

    @Override
    protected void doDisconnect() throws Exception {
        datagrams.disconnect();
    }

    @Override
    public ChannelFuture joinGroup(InetAddress group) {
        return joinGroup(group, newPromise());
    }

    /** Joins on the interface of {@code IP_MULTICAST_IF} or else of the local address. */
    @Override
    public ChannelFuture joinGroup(InetAddress group, ChannelPromise promise) {
        return groups.join(group, promise);
    }

    @Override
    public ChannelFuture joinGroup(InetSocketAddress group, NetworkInterface device) {
        return joinGroup(group, device, newPromise());
    }

    @Override
    public ChannelFuture joinGroup(InetSocketAddress group, NetworkInterface device, ChannelPromise promise) {
        return groups.join(group.getAddress(), device, null, promise);
    }

    @Override
    public ChannelFuture joinGroup(InetAddress group, NetworkInterface device, InetAddress source) {
        return groups.join(group, device, source, newPromise());
    }

    @Override
    public ChannelFuture joinGroup(
            InetAddress group, NetworkInterface device, InetAddress source, ChannelPromise promise) {
        return groups.join(group, device, source, promise);
    }

    @Override
    public ChannelFuture leaveGroup(InetAddress group) {
        return leaveGroup(group, newPromise());
    }

    @Override
    public ChannelFuture leaveGroup(InetAddress group, ChannelPromise promise) {
        return groups.leave(group, promise);
    }

    @Override
    public ChannelFuture leaveGroup(InetSocketAddress group, NetworkInterface device) {
        return leaveGroup(group, device, newPromise());
    }

    @Override
    public ChannelFuture leaveGroup(InetSocketAddress group, NetworkInterface device, ChannelPromise promise) {
        return groups.leave(group.getAddress(), device, null, promise);
    }

    @Override
    public ChannelFuture leaveGroup(InetAddress group, NetworkInterface device, InetAddress source) {
        return groups.leave(group, device, source, newPromise());
    }

    @Override
    public ChannelFuture leaveGroup(
            InetAddress group, NetworkInterface device, InetAddress source, ChannelPromise promise) {
        return groups.leave(group, device, source, promise);
    }

    @Override
    public ChannelFuture block(InetAddress group, NetworkInterface device, InetAddress source) {
        return groups.block(group, device, source, newPromise());
    }

    /** Refuses one source of a group that was joined; the epoll transport cannot. */
    @Override
    public ChannelFuture block(
            InetAddress group, NetworkInterface device, InetAddress source, ChannelPromise promise) {
        return groups.block(group, device, source, promise);
    }

    @Override
    public ChannelFuture block(InetAddress group, InetAddress source) {
        return block(group, source, newPromise());
    }

    @Override
    public ChannelFuture block(InetAddress group, InetAddress source, ChannelPromise promise) {
        return groups.block(group, source, promise);
    }
}
