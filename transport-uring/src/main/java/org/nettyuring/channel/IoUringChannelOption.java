// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.ChannelOption;
import io.netty.channel.unix.UnixChannelOption;
import java.net.InetAddress;
import java.util.Map;
import org.nettyuring.op.IoPriority;

/**
 * Options of this transport's channels beyond {@link ChannelOption} and {@link UnixChannelOption}. The options of the
 * same names of the epoll transport and of Netty's io_uring transport are understood as well, so that a bootstrap can
 * keep them when it changes the transport; so are {@link io.netty.channel.unix.IntegerUnixChannelOption} and
 * {@link io.netty.channel.unix.RawUnixChannelOption}. {@code EPOLL_MODE} and {@code IO_URING_BUFFER_GROUP_ID} may be
 * set and mean nothing here.
 *
 * @param <T> the option's type
 */
public final class IoUringChannelOption<T> extends UnixChannelOption<T> {
    /** {@code TCP_CORK}: hold back partial segments. */
    public static final ChannelOption<Boolean> TCP_CORK = valueOf(IoUringChannelOption.class, "TCP_CORK");
    /** {@code TCP_NOTSENT_LOWAT}: unsent bytes below which the socket is writable. */
    public static final ChannelOption<Long> TCP_NOTSENT_LOWAT =
            valueOf(IoUringChannelOption.class, "TCP_NOTSENT_LOWAT");
    /** {@code TCP_KEEPIDLE}: seconds of silence before the first keep-alive probe. */
    public static final ChannelOption<Integer> TCP_KEEPIDLE = valueOf(IoUringChannelOption.class, "TCP_KEEPIDLE");
    /** {@code TCP_KEEPINTVL}: seconds between keep-alive probes. */
    public static final ChannelOption<Integer> TCP_KEEPINTVL = valueOf(IoUringChannelOption.class, "TCP_KEEPINTVL");
    /** {@code TCP_KEEPCNT}: unanswered keep-alive probes before the connection is given up. */
    public static final ChannelOption<Integer> TCP_KEEPCNT = valueOf(IoUringChannelOption.class, "TCP_KEEPCNT");
    /** {@code TCP_USER_TIMEOUT}: milliseconds that sent data may stay unacknowledged. */
    public static final ChannelOption<Integer> TCP_USER_TIMEOUT =
            valueOf(IoUringChannelOption.class, "TCP_USER_TIMEOUT");
    /** {@code TCP_QUICKACK}: acknowledge at once. */
    public static final ChannelOption<Boolean> TCP_QUICKACK = valueOf(IoUringChannelOption.class, "TCP_QUICKACK");
    /** {@code TCP_DEFER_ACCEPT}: seconds to wait for data before a connection is accepted. Servers. */
    public static final ChannelOption<Integer> TCP_DEFER_ACCEPT =
            valueOf(IoUringChannelOption.class, "TCP_DEFER_ACCEPT");
    /** {@code IP_FREEBIND}: bind to an address that is not there yet. */
    public static final ChannelOption<Boolean> IP_FREEBIND = valueOf("IP_FREEBIND");
    /** {@code IP_TRANSPARENT}: transparent proxying; needs {@code CAP_NET_ADMIN}. */
    public static final ChannelOption<Boolean> IP_TRANSPARENT = valueOf("IP_TRANSPARENT");
    /** {@code IP_BIND_ADDRESS_NO_PORT}: choose the local port at connect. */
    public static final ChannelOption<Boolean> IP_BIND_ADDRESS_NO_PORT = valueOf("IP_BIND_ADDRESS_NO_PORT");
    /** {@code IP_MULTICAST_ALL}: receive from groups that other sockets joined, too. Off in channels of this kind. */
    public static final ChannelOption<Boolean> IP_MULTICAST_ALL = valueOf("IP_MULTICAST_ALL");
    /** {@code IP_RECVORIGDSTADDR}: the recipient of a received packet is where it was sent to. */
    public static final ChannelOption<Boolean> IP_RECVORIGDSTADDR = valueOf("IP_RECVORIGDSTADDR");
    /**
     * Bytes of the largest datagram that is expected; 0, the default, for what the receive allocator guesses. The rest
     * of a larger one is lost.
     */
    public static final ChannelOption<Integer> MAX_DATAGRAM_PAYLOAD_SIZE = valueOf("MAX_DATAGRAM_PAYLOAD_SIZE");
    /**
     * {@code UDP_GRO}: the kernel may receive several datagrams of one sender at once (since 5.0). They arrive one by
     * one nevertheless; the receive allocator must have room for all of them, which are 64 KiB at most.
     */
    public static final ChannelOption<Boolean> UDP_GRO = valueOf("UDP_GRO");
    /**
     * {@code TCP_MD5SIG}: keys of 1 to 80 bytes with which segments from and to these peers are signed (RFC 2385). Has
     * no value to be read.
     */
    public static final ChannelOption<Map<InetAddress, byte[]>> TCP_MD5SIG = valueOf("TCP_MD5SIG");
    /** {@code SO_BUSY_POLL}: microseconds to poll the device before blocking. */
    public static final ChannelOption<Integer> SO_BUSY_POLL = valueOf(IoUringChannelOption.class, "SO_BUSY_POLL");
    /**
     * Single buffers of at least this many bytes are sent with {@code IORING_OP_SEND_ZC}; negative, the default, for
     * never. It pays from some KiB on a network card, and never on loopback, where the kernel copies anyway.
     */
    public static final ChannelOption<Integer> IO_URING_WRITE_ZERO_COPY_THRESHOLD =
            valueOf(IoUringChannelOption.class, "IO_URING_WRITE_ZERO_COPY_THRESHOLD");

    /**
     * How urgent the channel is on its loop; {@link IoPriority#NORMAL} by default. What comes for it is delivered, and
     * what it sends thereupon is submitted, before what comes for less urgent channels in the same turn; of
     * {@link IoPriority#LOW} a turn delivers a few. May be changed at any time.
     */
    public static final ChannelOption<IoPriority> IO_PRIORITY = valueOf(IoUringChannelOption.class, "IO_PRIORITY");

    private IoUringChannelOption() {}
}
