// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.SocketConstants.IPPROTO_TCP;
import static org.nettyuring.abi.SocketConstants.TCP_NODELAY;

import io.netty.channel.ChannelOption;
import io.netty.channel.unix.GenericUnixChannelOption;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.internal.PlatformDependent;
import java.net.InetAddress;
import java.util.Map;

/** The configuration of an {@link IoUringServerSocketChannel}. Any thread. */
public final class IoUringServerSocketChannelConfig
        extends AbstractIoUringServerChannelConfig<IoUringServerSocketChannelConfig> {
    /** Null until there were some. Guarded by this. */
    private TcpMd5Keys md5Keys;
    /** Accepted sockets have {@code TCP_NODELAY} from the listener: one system call less for each. */
    private volatile boolean handsDownNoDelay;
    /** Whether one of them was looked at. Loop thread. */
    private boolean looked;

    IoUringServerSocketChannelConfig(AbstractIoUringChannel channel) {
        super(channel);
        setReuseAddress(true); // as java.nio does
    }

    @Override
    SocketOptionTable<IoUringServerSocketChannelConfig> table() {
        return TcpOptions.SERVER;
    }

    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
        if (option instanceof GenericUnixChannelOption<?> numbered && numbered.level() == IPPROTO_TCP
                && numbered.optname() == TCP_NODELAY) {
            handsDownNoDelay = false; // whatever it becomes: what is accepted from now on is told itself
        }
        return super.setOption(option, value);
    }

    /** Has accepted sockets begin with {@code TCP_NODELAY}. The socket is nobody else's, and does not listen yet. */
    void handDownNoDelay() {
        if (PlatformDependent.canEnableTcpNoDelayByDefault()) {
            socket().setOption(TcpOptions.NODELAY, true);
            handsDownNoDelay = true;
        }
    }

    /**
     * {@return whether an accepted socket is known to have {@code TCP_NODELAY}} The first is asked: Linux hands it
     * down, POSIX does not say so.
     */
    boolean handsDownNoDelay(Socket accepted) {
        if (handsDownNoDelay && !looked) {
            if (!accepted.getOption(TcpOptions.NODELAY)) {
                handsDownNoDelay = false;
            }
            looked = true;
        }
        return handsDownNoDelay;
    }

    synchronized TcpMd5Keys md5Keys() {
        if (md5Keys == null) {
            md5Keys = new TcpMd5Keys();
        }
        return md5Keys;
    }

    /** The kernel did so with the keys; we, with their addresses. */
    synchronized void handDownMd5Keys(IoUringSocketChannelConfig accepted) {
        if (md5Keys != null) {
            accepted.md5Keys().inherit(md5Keys);
        }
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
