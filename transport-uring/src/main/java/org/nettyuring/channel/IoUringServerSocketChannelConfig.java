// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.ChannelOption;
import io.netty.channel.unix.UnixChannelOption;
import java.net.InetAddress;
import java.util.Map;

/** The configuration of an {@link IoUringServerSocketChannel}. Any thread. */
public final class IoUringServerSocketChannelConfig
        extends AbstractIoUringServerChannelConfig<IoUringServerSocketChannelConfig> {
    final TcpMd5Keys md5Keys = new TcpMd5Keys();

    IoUringServerSocketChannelConfig(AbstractIoUringChannel channel) {
        super(channel, TcpOptions.SERVER);
        setReuseAddress(true); // as java.nio does
    }

    /** {@return whether listeners with the option share an address} */
    public boolean isReusePort() {
        return getOption(UnixChannelOption.SO_REUSEPORT);
    }

    /** Sets {@link UnixChannelOption#SO_REUSEPORT}. */
    public IoUringServerSocketChannelConfig setReusePort(boolean reusePort) {
        setOption(UnixChannelOption.SO_REUSEPORT, reusePort);
        return this;
    }

    /** {@return whether addresses that are not there yet may be bound to} */
    public boolean isFreeBind() {
        return getOption(IoUringChannelOption.IP_FREEBIND);
    }

    /** Sets {@link IoUringChannelOption#IP_FREEBIND}. */
    public IoUringServerSocketChannelConfig setFreeBind(boolean freeBind) {
        setOption(IoUringChannelOption.IP_FREEBIND, freeBind);
        return this;
    }

    /** {@return whether foreign addresses may be bound to} */
    public boolean isIpTransparent() {
        return getOption(IoUringChannelOption.IP_TRANSPARENT);
    }

    /** Sets {@link IoUringChannelOption#IP_TRANSPARENT}. */
    public IoUringServerSocketChannelConfig setIpTransparent(boolean transparent) {
        setOption(IoUringChannelOption.IP_TRANSPARENT, transparent);
        return this;
    }

    /** {@return the seconds that the kernel waits for data before a connection is accepted} */
    public int getTcpDeferAccept() {
        return getOption(IoUringChannelOption.TCP_DEFER_ACCEPT);
    }

    /** Sets {@link IoUringChannelOption#TCP_DEFER_ACCEPT}. */
    public IoUringServerSocketChannelConfig setTcpDeferAccept(int deferAccept) {
        setOption(IoUringChannelOption.TCP_DEFER_ACCEPT, deferAccept);
        return this;
    }

    /** {@return how many connections with early data may wait for their handshake to end} */
    public int getTcpFastopen() {
        return getOption(ChannelOption.TCP_FASTOPEN);
    }

    /** Sets {@link ChannelOption#TCP_FASTOPEN}. */
    public IoUringServerSocketChannelConfig setTcpFastopen(int pendingFastOpenRequestsThreshold) {
        setOption(ChannelOption.TCP_FASTOPEN, pendingFastOpenRequestsThreshold);
        return this;
    }

    /** Sets {@link IoUringChannelOption#TCP_MD5SIG}: these keys and no others; accepted connections inherit them. */
    public IoUringServerSocketChannelConfig setTcpMd5Sig(Map<InetAddress, byte[]> keys) {
        setOption(IoUringChannelOption.TCP_MD5SIG, keys);
        return this;
    }
}
