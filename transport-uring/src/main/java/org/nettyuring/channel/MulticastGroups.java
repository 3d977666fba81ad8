// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.SocketConstants.AF_INET;
import static org.nettyuring.abi.SocketConstants.AF_INET6;
import static org.nettyuring.abi.SocketConstants.IPPROTO_IP;
import static org.nettyuring.abi.SocketConstants.IPPROTO_IPV6;
import static org.nettyuring.abi.SocketConstants.MCAST_BLOCK_SOURCE;
import static org.nettyuring.abi.SocketConstants.MCAST_JOIN_GROUP;
import static org.nettyuring.abi.SocketConstants.MCAST_JOIN_SOURCE_GROUP;
import static org.nettyuring.abi.SocketConstants.MCAST_LEAVE_GROUP;
import static org.nettyuring.abi.SocketConstants.MCAST_LEAVE_SOURCE_GROUP;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelPromise;
import io.netty.util.internal.ObjectUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.nettyuring.abi.MulticastLayouts.GroupReq;
import org.nettyuring.abi.MulticastLayouts.GroupSourceReq;

/** Joins and leaves multicast groups, by the options that IPv4 and IPv6 share ({@code MCAST_*}). Any thread. */
final class MulticastGroups {
    private final AbstractIoUringChannel channel;

    /** A group, as one interface has it. */
    private record Membership(InetAddress group, NetworkInterface device, InetAddress source) {
        Membership {
            ObjectUtil.checkNotNull(group, "multicastAddress");
            ObjectUtil.checkNotNull(device, "networkInterface");
            if (source != null && source.getClass() != group.getClass()) {
                throw new IllegalArgumentException("source: " + source + " (expected: of the family of " + group + ")");
            }
        }
    }

    /** Changes a membership. */
    private enum Change {
        JOIN(MCAST_JOIN_GROUP, MCAST_JOIN_SOURCE_GROUP),
        LEAVE(MCAST_LEAVE_GROUP, MCAST_LEAVE_SOURCE_GROUP),
        BLOCK(MCAST_BLOCK_SOURCE, MCAST_BLOCK_SOURCE);

        final int ofAll;
        final int ofSource;

        Change(int ofAll, int ofSource) {
            this.ofAll = ofAll;
            this.ofSource = ofSource;
        }
    }

    MulticastGroups(AbstractIoUringChannel channel) {
        this.channel = channel;
    }

    /**
     * Joins a group.
     *
     * @param source whose datagrams are wanted; null for everybody's
     */
    ChannelPromise join(InetAddress group, NetworkInterface device, InetAddress source, ChannelPromise promise) {
        return change(Change.JOIN, new Membership(group, device, source), promise);
    }

    /** Leaves a group that was joined with the same arguments. */
    ChannelPromise leave(InetAddress group, NetworkInterface device, InetAddress source, ChannelPromise promise) {
        return change(Change.LEAVE, new Membership(group, device, source), promise);
    }

    /** Refuses one source of a group that was joined for everybody's. */
    ChannelPromise block(InetAddress group, NetworkInterface device, InetAddress source, ChannelPromise promise) {
        ObjectUtil.checkNotNull(source, "sourceToBlock");
        return change(Change.BLOCK, new Membership(group, device, source), promise);
    }

    /** As {@link #join}, on the interface of {@code IP_MULTICAST_IF} or else of the local address. */
    ChannelPromise join(InetAddress group, ChannelPromise promise) {
        return onOwnDevice(promise, true, device -> join(group, device, null, promise));
    }

    /** As {@link #leave}, on the interface of {@code IP_MULTICAST_IF} or else of the local address. */
    ChannelPromise leave(InetAddress group, ChannelPromise promise) {
        return onOwnDevice(promise, true, device -> leave(group, device, null, promise));
    }

    /** As {@link #block}, on the interface of the local address. */
    ChannelPromise block(InetAddress group, InetAddress source, ChannelPromise promise) {
        return onOwnDevice(promise, false, device -> block(group, device, source, promise));
    }

    private ChannelPromise onOwnDevice(
            ChannelPromise promise, boolean configured, Function<NetworkInterface, ChannelPromise> change) {
        NetworkInterface device = configured ? MulticastOptions.networkInterface(channel.socket) : null;
        if (device == null) {
            try {
                device = NetworkInterface.getByInetAddress(((InetSocketAddress) channel.localAddress()).getAddress());
            } catch (SocketException e) {
                return promise.setFailure(e);
            }
        }
        return change.apply(device);
    }

    private ChannelPromise change(Change change, Membership membership, ChannelPromise promise) {
        if (channel.eventLoop().inEventLoop()) {
            changeNow(change, membership, promise);
        } else {
            channel.eventLoop().execute(() -> changeNow(change, membership, promise));
        }
        return promise;
    }

    private void changeNow(Change change, Membership membership, ChannelPromise promise) {
        try {
            channel.socket.setOption(option(change, membership), membership);
            promise.setSuccess();
        } catch (ChannelException e) {
            promise.setFailure(e.getCause() != null ? e.getCause() : e);
        }
    }

    private static SocketOption<Membership> option(Change change, Membership membership) {
        int level = membership.group instanceof Inet6Address ? IPPROTO_IPV6 : IPPROTO_IP;
        boolean ofSource = membership.source != null;
        String name = "MCAST_" + change + (ofSource ? "_SOURCE_GROUP of " : "_GROUP of ") + membership;
        return new SocketOption<>(name, level, ofSource ? change.ofSource : change.ofAll, new OptionFormat<>(
                ofSource ? GroupSourceReq.SIZE : GroupReq.SIZE, value -> null, MulticastGroups::put));
    }

    /** {@code struct group_req}, which {@code struct group_source_req} begins as. */
    private static void put(ByteBuffer value, Membership membership) {
        for (int i = 0; i < GroupSourceReq.SIZE; i++) {
            value.put(i, (byte) 0);
        }
        value.putInt(GroupReq.GR_INTERFACE_OFFSET, membership.device.getIndex());
        put(value, GroupReq.GR_GROUP_OFFSET, membership.group);
        if (membership.source != null) {
            put(value, GroupSourceReq.GSR_SOURCE_OFFSET, membership.source);
        }
    }

    private static void put(ByteBuffer value, int offset, InetAddress address) {
        int domain = address instanceof Inet6Address ? AF_INET6 : AF_INET;
        byte[] sockaddr = SocketAddresses.encode(new InetSocketAddress(address, 0), domain);
        for (int i = 0; i < sockaddr.length; i++) {
            value.put(offset + i, sockaddr[i]);
        }
    }
}
