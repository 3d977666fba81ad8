// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DatagramChannelConfig;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.internal.ObjectUtil;
import io.netty.util.internal.SystemPropertyUtil;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.net.InetAddress;
import java.net.NetworkInterface;

/** The configuration of an {@link IoUringDatagramChannel}. Any thread. */
@SuppressWarnings("deprecation") // DATAGRAM_CHANNEL_ACTIVE_ON_REGISTRATION and IP_MULTICAST_ADDR are in use
public final class IoUringDatagramChannelConfig extends AbstractIoUringChannelConfig<IoUringDatagramChannelConfig>
        implements DatagramChannelConfig, Datagrams.Settings {
    private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(IoUringDatagramChannelConfig.class);
    private static final int RECEIVE_BYTES = 2048;
    /** As of {@code java.nio}: a channel receives from the groups that it joined. */
    private static final boolean IP_MULTICAST_ALL =
            SystemPropertyUtil.getBoolean("org.nettyuring.ipMulticastAll", false);

    private volatile boolean activeOnRegistration;
    private volatile int maxDatagramPayloadSize;
    /** A copy of the socket's option, which is asked for with each datagram. */
    private volatile boolean udpGro;

    IoUringDatagramChannelConfig(AbstractIoUringChannel channel) {
        super(channel, new FixedRecvByteBufAllocator(RECEIVE_BYTES));
        try {
            MulticastOptions.ALL.set(socket(), IP_MULTICAST_ALL);
        } catch (ChannelException e) {
            LOGGER.debug("IP_MULTICAST_ALL stays as it is", e);
        }
    }

    @Override
    SocketOptionTable<IoUringDatagramChannelConfig> table() {
        return DatagramOptions.INTERNET;
    }

    @Override
    public boolean isActiveOnRegistration() {
        return activeOnRegistration;
    }

    /** Sets {@code DATAGRAM_CHANNEL_ACTIVE_ON_REGISTRATION}. */
    void setActiveOnRegistration(boolean newActiveOnRegistration) {
        if (channel.isRegistered()) {
            throw new IllegalStateException("DATAGRAM_CHANNEL_ACTIVE_ON_REGISTRATION: the channel is registered");
        }
        activeOnRegistration = newActiveOnRegistration;
    }

    @Override
    public int getMaxDatagramPayloadSize() {
        return maxDatagramPayloadSize;
    }

    /**
     * Sets the bytes of the largest datagram that is expected.
     *
     * @param bytes 0 for what the receive allocator guesses
     * @return this
     */
    public IoUringDatagramChannelConfig setMaxDatagramPayloadSize(int bytes) {
        maxDatagramPayloadSize = ObjectUtil.checkPositiveOrZero(bytes, "maxDatagramPayloadSize");
        return this;
    }

    @Override
    public boolean isUdpGro() {
        return udpGro;
    }

    /**
     * Sets {@code UDP_GRO} (since 5.0).
     *
     * @param on whether the kernel may receive several datagrams at once
     * @return this
     */
    public IoUringDatagramChannelConfig setUdpGro(boolean on) {
        DatagramOptions.GRO.set(this, IoUringChannelOption.UDP_GRO, on);
        udpGro = on;
        return this;
    }

    /** {@return {@code SO_REUSEPORT}} */
    public boolean isReusePort() {
        return getOption(UnixChannelOption.SO_REUSEPORT);
    }

    /**
     * Sets {@code SO_REUSEPORT}.
     *
     * @param reusePort whether several sockets may share the address
     * @return this
     */
    public IoUringDatagramChannelConfig setReusePort(boolean reusePort) {
        setOption(UnixChannelOption.SO_REUSEPORT, reusePort);
        return this;
    }

    /** {@return {@code IP_TRANSPARENT}} */
    public boolean isIpTransparent() {
        return getOption(IoUringChannelOption.IP_TRANSPARENT);
    }

    /**
     * Sets {@code IP_TRANSPARENT}.
     *
     * @param on needs {@code CAP_NET_ADMIN}
     * @return this
     */
    public IoUringDatagramChannelConfig setIpTransparent(boolean on) {
        setOption(IoUringChannelOption.IP_TRANSPARENT, on);
        return this;
    }

    /** {@return {@code IP_FREEBIND}} */
    public boolean isFreeBind() {
        return getOption(IoUringChannelOption.IP_FREEBIND);
    }

    /**
     * Sets {@code IP_FREEBIND}.
     *
     * @param on whether to bind to an address that is not there yet
     * @return this
     */
    public IoUringDatagramChannelConfig setFreeBind(boolean on) {
        setOption(IoUringChannelOption.IP_FREEBIND, on);
        return this;
    }

    /** {@return {@code IP_RECVORIGDSTADDR}} */
    public boolean isIpRecvOrigDestAddr() {
        return getOption(IoUringChannelOption.IP_RECVORIGDSTADDR);
    }

    /**
     * Sets {@code IP_RECVORIGDSTADDR}.
     *
     * @param on whether the recipient of a packet is where it was sent to
     * @return this
     */
    public IoUringDatagramChannelConfig setIpRecvOrigDestAddr(boolean on) {
        setOption(IoUringChannelOption.IP_RECVORIGDSTADDR, on);
        return this;
    }

    /** {@return {@code IP_MULTICAST_ALL}} */
    public boolean isIpMulticastAll() {
        return getOption(IoUringChannelOption.IP_MULTICAST_ALL);
    }

    /**
     * Sets {@code IP_MULTICAST_ALL}.
     *
     * @param on whether datagrams of groups are received that other sockets joined
     * @return this
     */
    public IoUringDatagramChannelConfig setIpMulticastAll(boolean on) {
        setOption(IoUringChannelOption.IP_MULTICAST_ALL, on);
        return this;
    }

    @Override
    public int getSendBufferSize() {
        return getOption(ChannelOption.SO_SNDBUF);
    }

    @Override
    public IoUringDatagramChannelConfig setSendBufferSize(int sendBufferSize) {
        setOption(ChannelOption.SO_SNDBUF, sendBufferSize);
        return this;
    }

    @Override
    public int getReceiveBufferSize() {
        return getOption(ChannelOption.SO_RCVBUF);
    }

    @Override
    public IoUringDatagramChannelConfig setReceiveBufferSize(int receiveBufferSize) {
        setOption(ChannelOption.SO_RCVBUF, receiveBufferSize);
        return this;
    }

    @Override
    public int getTrafficClass() {
        return getOption(ChannelOption.IP_TOS);
    }

    @Override
    public IoUringDatagramChannelConfig setTrafficClass(int trafficClass) {
        setOption(ChannelOption.IP_TOS, trafficClass);
        return this;
    }

    @Override
    public boolean isReuseAddress() {
        return getOption(ChannelOption.SO_REUSEADDR);
    }

    @Override
    public IoUringDatagramChannelConfig setReuseAddress(boolean reuseAddress) {
        setOption(ChannelOption.SO_REUSEADDR, reuseAddress);
        return this;
    }

    @Override
    public boolean isBroadcast() {
        return getOption(ChannelOption.SO_BROADCAST);
    }

    @Override
    public IoUringDatagramChannelConfig setBroadcast(boolean broadcast) {
        setOption(ChannelOption.SO_BROADCAST, broadcast);
        return this;
    }

    @Override
    public boolean isLoopbackModeDisabled() {
        return getOption(ChannelOption.IP_MULTICAST_LOOP_DISABLED);
    }

    @Override
    public IoUringDatagramChannelConfig setLoopbackModeDisabled(boolean loopbackModeDisabled) {
        setOption(ChannelOption.IP_MULTICAST_LOOP_DISABLED, loopbackModeDisabled);
        return this;
    }

    @Override
    public int getTimeToLive() {
        return getOption(ChannelOption.IP_MULTICAST_TTL);
    }

    @Override
    public IoUringDatagramChannelConfig setTimeToLive(int ttl) {
        setOption(ChannelOption.IP_MULTICAST_TTL, ttl);
        return this;
    }

    @Override
    public InetAddress getInterface() {
        return getOption(ChannelOption.IP_MULTICAST_ADDR);
    }

    @Override
    public IoUringDatagramChannelConfig setInterface(InetAddress interfaceAddress) {
        setOption(ChannelOption.IP_MULTICAST_ADDR, interfaceAddress);
        return this;
    }

    @Override
    public NetworkInterface getNetworkInterface() {
        return getOption(ChannelOption.IP_MULTICAST_IF);
    }

    @Override
    public IoUringDatagramChannelConfig setNetworkInterface(NetworkInterface networkInterface) {
        setOption(ChannelOption.IP_MULTICAST_IF, networkInterface);
        return this;
    }
}
