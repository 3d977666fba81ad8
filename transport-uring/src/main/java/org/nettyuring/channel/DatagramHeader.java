// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.SocketConstants.AF_UNIX;
import static org.nettyuring.abi.SocketConstants.IPPROTO_IP;
import static org.nettyuring.abi.SocketConstants.IPPROTO_IPV6;
import static org.nettyuring.abi.SocketConstants.IPPROTO_UDP;
import static org.nettyuring.abi.SocketConstants.IPV6_RECVORIGDSTADDR;
import static org.nettyuring.abi.SocketConstants.IP_RECVORIGDSTADDR;
import static org.nettyuring.abi.SocketConstants.UDP_GRO;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.nettyuring.abi.RingLayouts.RecvmsgOut;
import org.nettyuring.abi.SocketLayouts.Cmsghdr;
import org.nettyuring.abi.SocketLayouts.SockaddrIn;
import org.nettyuring.abi.SocketLayouts.SockaddrIn6;

/**
 * What the kernel tells of a datagram beside its payload: who sent it, how long it is, and the control messages that
 * the channels know. Everything is read at once, because the memory may be the kernel's again afterwards.
 *
 * <pre>
 *   0     struct io_uring_recvmsg_out
 *   16    sockaddr: 32 bytes, or 112 of AF_UNIX
 *   48    control: 80 bytes, or none
 *   128   (payload)
 * </pre>
 */
final class DatagramHeader {
    /** Bytes of a header, whatever the address family. */
    static final int BYTES = 128;

    private static final int INTERNET_NAME_BYTES = 32;
    private static final int UNIX_NAME_BYTES = BYTES - RecvmsgOut.SIZE;

    private final int nameBytes;
    private final PeerAddresses peers;
    private int payloadBytes;
    private int segmentBytes;
    private SocketAddress sender;
    private SocketAddress originalDestination;

    /**
     * Makes an empty header.
     *
     * @param domain the socket's {@code AF_*}
     * @param peers knows the senders of lately
     */
    DatagramHeader(int domain, PeerAddresses peers) {
        this.peers = peers;
        nameBytes = domain == AF_UNIX ? UNIX_NAME_BYTES : INTERNET_NAME_BYTES;
    }

    /** {@return room for the sender's address} */
    int nameBytes() {
        return nameBytes;
    }

    /** {@return room for control messages: of the size of segments, and of the original destination} */
    int controlBytes() {
        return BYTES - RecvmsgOut.SIZE - nameBytes;
    }

    /**
     * Reads a header.
     *
     * @param memory in native byte order
     * @param offset where the header begins
     */
    void read(ByteBuffer memory, int offset) {
        payloadBytes = memory.getInt(offset + RecvmsgOut.PAYLOADLEN_OFFSET);
        int name = offset + RecvmsgOut.SIZE;
        sender = peers.decode(
                memory, name, Math.min(nameBytes, memory.getInt(offset + RecvmsgOut.NAMELEN_OFFSET)));
        segmentBytes = 0;
        originalDestination = null;
        int control = name + nameBytes;
        readControl(memory, control,
                control + Math.min(controlBytes(), memory.getInt(offset + RecvmsgOut.CONTROLLEN_OFFSET)));
    }

    private void readControl(ByteBuffer memory, int start, int end) {
        int at = start;
        while (end - at >= Cmsghdr.SIZE) {
            int length = (int) memory.getLong(at + Cmsghdr.CMSG_LEN_OFFSET);
            if (length < Cmsghdr.SIZE || length > end - at) {
                return;
            }
            readMessage(memory, at, length - Cmsghdr.SIZE);
            at += length + Long.BYTES - 1 & -Long.BYTES;
        }
    }

    /** What does not have all its bytes was cut by the kernel, for want of room. */
    private void readMessage(ByteBuffer memory, int at, int dataBytes) {
        int level = memory.getInt(at + Cmsghdr.CMSG_LEVEL_OFFSET);
        int type = memory.getInt(at + Cmsghdr.CMSG_TYPE_OFFSET);
        int data = at + Cmsghdr.SIZE;
        if (level == IPPROTO_UDP && type == UDP_GRO && dataBytes >= Integer.BYTES) {
            segmentBytes = memory.getInt(data);
        } else if (level == IPPROTO_IP && type == IP_RECVORIGDSTADDR && dataBytes >= SockaddrIn.SIZE
                || level == IPPROTO_IPV6 && type == IPV6_RECVORIGDSTADDR && dataBytes >= SockaddrIn6.SIZE) {
            originalDestination = SocketAddresses.decodeAt(memory, data, dataBytes);
        }
    }

    /** {@return bytes that were received; more may have been sent} */
    int payloadBytes() {
        return payloadBytes;
    }

    /** {@return the sender; null if it has no name} */
    SocketAddress sender() {
        return sender;
    }

    /** {@return bytes of each datagram but the last, of those that the kernel has joined ({@code UDP_GRO}); or 0} */
    int segmentBytes() {
        return segmentBytes;
    }

    /** {@return where the datagram was sent to; null if that was not asked for} */
    SocketAddress originalDestination() {
        return originalDestination;
    }
}
