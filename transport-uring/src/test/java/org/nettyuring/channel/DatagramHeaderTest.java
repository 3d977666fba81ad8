// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.nettyuring.abi.SocketConstants.AF_INET;
import static org.nettyuring.abi.SocketConstants.AF_INET6;
import static org.nettyuring.abi.SocketConstants.AF_UNIX;
import static org.nettyuring.abi.SocketConstants.IPPROTO_IP;
import static org.nettyuring.abi.SocketConstants.IPPROTO_IPV6;
import static org.nettyuring.abi.SocketConstants.IPPROTO_UDP;
import static org.nettyuring.abi.SocketConstants.IPV6_RECVORIGDSTADDR;
import static org.nettyuring.abi.SocketConstants.IP_RECVORIGDSTADDR;
import static org.nettyuring.abi.SocketConstants.SOL_SOCKET;
import static org.nettyuring.abi.SocketConstants.UDP_GRO;

import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.nettyuring.abi.RingLayouts.RecvmsgOut;
import org.nettyuring.abi.SocketLayouts.Cmsghdr;

class DatagramHeaderTest {
    private static final int OFFSET = 256;
    private static final int SO_TIMESTAMP = 29;
    private static final InetSocketAddress SENDER = new InetSocketAddress("192.0.2.7", 4711);
    private static final InetSocketAddress SENDER6 = new InetSocketAddress("2001:db8::7", 4711);
    private static final InetSocketAddress TARGET = new InetSocketAddress("192.0.2.9", 53);

    private final ByteBuffer memory = ByteBuffer.allocateDirect(1024).order(ByteOrder.nativeOrder());
    private int controlBytes;

    private DatagramHeader read(int domain) {
        DatagramHeader header = header(domain);
        header.read(memory, OFFSET);
        return header;
    }

    private void received(int domain, SocketAddress from, int payloadBytes) {
        byte[] name = from == null ? new byte[0] : SocketAddresses.encode(from, domain);
        memory.putInt(OFFSET + RecvmsgOut.NAMELEN_OFFSET, name.length);
        memory.putInt(OFFSET + RecvmsgOut.PAYLOADLEN_OFFSET, payloadBytes);
        put(OFFSET + RecvmsgOut.SIZE, name);
    }

    private void put(int at, byte... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            memory.put(at + i, bytes[i]);
        }
    }

    /** Appends a control message, as the kernel does: its length without padding, the next one aligned. */
    private void control(int domain, int level, int type, byte... data) {
        int at = OFFSET + RecvmsgOut.SIZE + header(domain).nameBytes() + controlBytes;
        memory.putLong(at + Cmsghdr.CMSG_LEN_OFFSET, Cmsghdr.SIZE + data.length);
        memory.putInt(at + Cmsghdr.CMSG_LEVEL_OFFSET, level);
        memory.putInt(at + Cmsghdr.CMSG_TYPE_OFFSET, type);
        put(at + Cmsghdr.SIZE, data);
        controlBytes += Cmsghdr.SIZE + (data.length + 7) / 8 * 8;
        memory.putInt(OFFSET + RecvmsgOut.CONTROLLEN_OFFSET, controlBytes);
    }

    private static byte[] integer(int value) {
        return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(value).array();
    }

    @Test
    void shouldHaveRoomForNameAndControlWhateverTheFamily() {
        for (int domain : new int[] {AF_INET, AF_INET6, AF_UNIX}) {
            DatagramHeader header = header(domain);
            assertEquals(DatagramHeader.BYTES, RecvmsgOut.SIZE + header.nameBytes() + header.controlBytes());
        }
        assertEquals(112, header(AF_UNIX).nameBytes()); // struct sockaddr_un is 110
    }

    @Test
    void shouldReadSenderAndLength() {
        received(AF_INET, SENDER, 1400);
        DatagramHeader header = read(AF_INET);
        assertEquals(SENDER, header.sender());
        assertEquals(1400, header.payloadBytes());
        assertEquals(0, header.segmentBytes());
        assertNull(header.originalDestination());
    }

    @Test
    void shouldReadSendersOfEachFamily() {
        received(AF_INET6, SENDER6, 1);
        assertEquals(SENDER6, read(AF_INET6).sender());
        received(AF_INET6, SENDER, 1);
        assertEquals(SENDER, read(AF_INET6).sender(), "mapped");
        DomainSocketAddress path = new DomainSocketAddress("/tmp/of-somebody");
        received(AF_UNIX, path, 1);
        assertEquals(path, read(AF_UNIX).sender());
        DomainSocketAddress longest = new DomainSocketAddress("/" + "x".repeat(106));
        received(AF_UNIX, longest, 1);
        assertEquals(longest, read(AF_UNIX).sender());
    }

    @Test
    void shouldHaveNoSenderWithoutAName() {
        received(AF_INET, null, 0);
        assertNull(read(AF_INET).sender());
    }

    @Test
    void shouldNotReadANameBeyondItsRoom() {
        received(AF_UNIX, new DomainSocketAddress("/somebody"), 1);
        memory.putInt(OFFSET + RecvmsgOut.NAMELEN_OFFSET, 100_000); // what the name would have taken
        assertEquals(new DomainSocketAddress("/somebody"), read(AF_UNIX).sender());
    }

    @Test
    void shouldReadSegmentsAndTheOriginalDestination() {
        received(AF_INET, SENDER, 1400);
        control(AF_INET, IPPROTO_UDP, UDP_GRO, integer(512));
        control(AF_INET, IPPROTO_IP, IP_RECVORIGDSTADDR, SocketAddresses.encode(TARGET, AF_INET));
        DatagramHeader header = read(AF_INET);
        assertEquals(512, header.segmentBytes());
        assertEquals(TARGET, header.originalDestination());
    }

    @Test
    void shouldReadTheOriginalDestinationOfIpv6() {
        received(AF_INET6, SENDER6, 1400);
        InetSocketAddress target = new InetSocketAddress("2001:db8::9", 53);
        control(AF_INET6, IPPROTO_IPV6, IPV6_RECVORIGDSTADDR, SocketAddresses.encode(target, AF_INET6));
        assertEquals(target, read(AF_INET6).originalDestination());
    }

    @Test
    void shouldPassOverControlMessagesThatItDoesNotKnow() {
        received(AF_INET, SENDER, 1400);
        control(AF_INET, SOL_SOCKET, SO_TIMESTAMP, new byte[13]); // followed by padding
        control(AF_INET, IPPROTO_UDP, UDP_GRO, integer(100));
        assertEquals(100, read(AF_INET).segmentBytes());
    }

    @Test
    void shouldForgetWhatTheDatagramBeforeHad() {
        received(AF_INET, SENDER, 1400);
        control(AF_INET, IPPROTO_UDP, UDP_GRO, integer(512));
        control(AF_INET, IPPROTO_IP, IP_RECVORIGDSTADDR, SocketAddresses.encode(TARGET, AF_INET));
        DatagramHeader header = header(AF_INET);
        header.read(memory, OFFSET);
        memory.putInt(OFFSET + RecvmsgOut.CONTROLLEN_OFFSET, 0);
        header.read(memory, OFFSET);
        assertEquals(0, header.segmentBytes());
        assertNull(header.originalDestination());
    }

    @Test
    void shouldNotReadControlMessagesThatWereCutOff() {
        received(AF_INET, SENDER, 1400);
        control(AF_INET, IPPROTO_UDP, UDP_GRO, integer(512));
        for (int bytes : new int[] {1, Cmsghdr.SIZE - 1, Cmsghdr.SIZE, Cmsghdr.SIZE + 3}) {
            memory.putInt(OFFSET + RecvmsgOut.CONTROLLEN_OFFSET, bytes);
            assertEquals(0, read(AF_INET).segmentBytes(), bytes + " bytes");
        }
        memory.putInt(OFFSET + RecvmsgOut.CONTROLLEN_OFFSET, Cmsghdr.SIZE + Integer.BYTES);
        assertEquals(512, read(AF_INET).segmentBytes());
    }

    /** The kernel cuts the last message to the room there is, and its length with it. */
    @Test
    void shouldNotReadHalfAValue() {
        received(AF_INET, SENDER, 1400);
        control(AF_INET, IPPROTO_UDP, UDP_GRO, integer(512));
        int at = OFFSET + RecvmsgOut.SIZE + header(AF_INET).nameBytes();
        memory.putLong(at + Cmsghdr.CMSG_LEN_OFFSET, Cmsghdr.SIZE + 2);
        assertEquals(0, read(AF_INET).segmentBytes());
        control(AF_INET, IPPROTO_IP, IP_RECVORIGDSTADDR, SocketAddresses.encode(TARGET, AF_INET));
        at += Cmsghdr.SIZE + Long.BYTES;
        memory.putLong(at + Cmsghdr.CMSG_LEN_OFFSET, Cmsghdr.SIZE + 6);
        assertNull(read(AF_INET).originalDestination());
    }

    @Test
    void shouldEndAtALengthThatMakesNoSense() {
        received(AF_INET, SENDER, 1400);
        control(AF_INET, IPPROTO_UDP, UDP_GRO, integer(512));
        int at = OFFSET + RecvmsgOut.SIZE + header(AF_INET).nameBytes();
        for (long length : new long[] {0, Cmsghdr.SIZE - 1, 1000}) {
            memory.putLong(at + Cmsghdr.CMSG_LEN_OFFSET, length);
            assertEquals(0, read(AF_INET).segmentBytes());
        }
    }

    private static DatagramHeader header(int domain) {
        return new DatagramHeader(domain, new PeerAddresses(domain));
    }
}
