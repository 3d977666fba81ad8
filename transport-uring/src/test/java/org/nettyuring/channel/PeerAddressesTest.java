// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nettyuring.abi.SocketConstants.AF_INET;
import static org.nettyuring.abi.SocketConstants.AF_INET6;
import static org.nettyuring.abi.SocketConstants.AF_UNIX;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerAddressesTest {
    private static final int OFFSET = 16;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(256).order(ByteOrder.nativeOrder());

    @Test
    void shouldSayTheSameAsWithoutMemory() throws UnknownHostException {
        for (int domain : new int[] {AF_INET, AF_INET6}) {
            PeerAddresses peers = new PeerAddresses(domain);
            for (InetSocketAddress address : addresses(domain, 1000)) {
                for (int again = 0; again < 2; again++) {
                    byte[] sockaddr = peers.encode(address);
                    assertThat(sockaddr).isEqualTo(SocketAddresses.encode(address, domain));
                    SocketAddress decoded = decode(peers, sockaddr);
                    assertThat(decoded).isEqualTo(address);
                    assertThat(scope(decoded)).isEqualTo(scope(address));
                }
            }
        }
    }

    @Test
    void shouldKnowFewPeersAgain() throws UnknownHostException {
        for (int domain : new int[] {AF_INET, AF_INET6}) {
            PeerAddresses peers = new PeerAddresses(domain);
            List<byte[]> sockaddrs = new ArrayList<>();
            for (InetSocketAddress address : addresses(domain, 64)) {
                sockaddrs.add(SocketAddresses.encode(address, domain));
            }
            int knownAgain = 0;
            for (int round = 0; round < 100; round++) {
                for (byte[] sockaddr : sockaddrs) {
                    SocketAddress first = decode(peers, sockaddr);
                    byte[] answer = peers.encode(first);
                    knownAgain += decode(peers, sockaddr) == first && peers.encode(first) == answer ? 1 : 0;
                }
            }
            assertThat(knownAgain).as("of domain " + domain).isGreaterThan(64 * 100 * 9 / 10);
            SocketAddress peer = decode(peers, sockaddrs.get(0));
            byte[] answer = peers.encode(peer);
            assertThat(decode(peers, sockaddrs.get(0))).isSameAs(peer);
            assertThat(peers.encode(peer)).isSameAs(answer);
        }
    }

    @Test
    void shouldTellScopesApart() throws UnknownHostException {
        PeerAddresses peers = new PeerAddresses(AF_INET6);
        byte[] linkLocal = InetAddress.getByName("fe80::1").getAddress();
        for (int scope = 1; scope < 50; scope++) {
            InetSocketAddress address = new InetSocketAddress(Inet6Address.getByAddress(null, linkLocal, scope), 7);
            byte[] sockaddr = peers.encode(address);
            assertThat(sockaddr).isEqualTo(SocketAddresses.encode(address, AF_INET6));
            assertThat(scope(decode(peers, sockaddr))).isEqualTo(scope);
        }
    }

    @Test
    void shouldLeaveOtherNamesToOthers() {
        PeerAddresses peers = new PeerAddresses(AF_UNIX);
        memory.putShort(OFFSET, (short) AF_UNIX);
        assertThat(peers.decode(memory, OFFSET, Short.BYTES)).isEqualTo(SocketAddresses.decodeAt(memory, OFFSET, 2));
        assertThat(peers.decode(memory, OFFSET, 0)).isNull();
    }

    @Test
    void shouldRefuseWhatHasNoAddressEachTime() {
        PeerAddresses peers = new PeerAddresses(AF_INET);
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("nobody.invalid", 1);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> peers.encode(unresolved)).isInstanceOf(UnresolvedAddressException.class);
        }
    }

    private SocketAddress decode(PeerAddresses peers, byte[] sockaddr) {
        memory.put(OFFSET, sockaddr);
        return peers.decode(memory, OFFSET, sockaddr.length);
    }

    private static int scope(SocketAddress address) {
        return ((InetSocketAddress) address).getAddress() instanceof Inet6Address ipv6 ? ipv6.getScopeId() : 0;
    }

    /** Mostly of neighbours, as clients are; on an IPv6 socket every other one is a mapped one. */
    private static List<InetSocketAddress> addresses(int domain, int count) throws UnknownHostException {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] ip = domain == AF_INET6 && i % 2 == 0
                    ? InetAddress.getByName("2001:db8::" + Integer.toHexString(i)).getAddress()
                    : new byte[] {10, 0, (byte) (i >> Byte.SIZE), (byte) i};
            addresses.add(new InetSocketAddress(InetAddress.getByAddress(ip), 1 + (40_000 + 7 * i) % 65_535));
        }
        return addresses;
    }
}
