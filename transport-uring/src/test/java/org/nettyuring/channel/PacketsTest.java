// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nettyuring.abi.SocketConstants.AF_INET;
import static org.nettyuring.abi.SocketConstants.AF_UNIX;
import static org.nettyuring.abi.SocketConstants.IPPROTO_IP;
import static org.nettyuring.abi.SocketConstants.IPPROTO_UDP;
import static org.nettyuring.abi.SocketConstants.IP_RECVORIGDSTADDR;
import static org.nettyuring.abi.SocketConstants.UDP_GRO;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.DefaultAddressedEnvelope;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.RingLayouts.RecvmsgOut;
import org.nettyuring.abi.SocketLayouts.Cmsghdr;

/** What datagrams are in Java: what is written, what was received, what is told of failures. */
class PacketsTest {
    private static final InetSocketAddress SENDER = new InetSocketAddress("192.0.2.7", 4711);
    private static final InetSocketAddress TARGET = new InetSocketAddress("192.0.2.9", 53);
    private static final DomainSocketAddress PATH = new DomainSocketAddress("/tmp/somebody");

    private final IoUringDatagramChannel udp = new IoUringDatagramChannel(SocketProtocolFamily.INET);
    private final IoUringDomainDatagramChannel unix = new IoUringDomainDatagramChannel();
    private final Packets internet = new InternetPackets(udp);
    private final Packets domain = new DomainPackets(unix);
    private final ByteBuffer memory = ByteBuffer.allocateDirect(1024).order(ByteOrder.nativeOrder());
    private final List<Object> arrived = new ArrayList<>();

    @AfterEach
    void close() {
        udp.unsafe().closeForcibly();
        unix.unsafe().closeForcibly();
    }

    private static ByteBuf direct(int bytes) {
        return Unpooled.directBuffer(bytes).writeZero(bytes);
    }

    private static ByteBuf heap(int bytes) {
        return Unpooled.buffer(bytes).writeZero(bytes);
    }

    @Test
    void shouldTakeWhatCanBeAddressedAsItIs() {
        ByteBuf bytes = direct(5);
        assertThat(internet.filter(bytes)).isSameAs(bytes);
        DatagramPacket packet = new DatagramPacket(bytes, TARGET);
        assertThat(internet.filter(packet)).isSameAs(packet);
        AddressedEnvelope<ByteBuf, SocketAddress> envelope = new DefaultAddressedEnvelope<>(bytes, TARGET);
        assertThat(internet.filter(envelope)).isSameAs(envelope);
        assertThat(internet.payload(envelope)).isSameAs(bytes);
        assertThat(internet.recipient(envelope)).isEqualTo(TARGET);
        assertThat(internet.recipient(bytes)).isNull();
        bytes.release();
    }

    @Test
    void shouldCopyHeapMemoryAndReleaseIt() {
        ByteBuf bytes = heap(5).setByte(4, 9);
        ByteBuf copy = (ByteBuf) internet.filter(bytes);
        assertThat(bytes.refCnt()).isZero();
        assertThat(copy.isDirect()).isTrue();
        assertThat(ByteBufUtil.getBytes(copy)).containsExactly(0, 0, 0, 0, 9);
        copy.release();
    }

    @Test
    void shouldKeepTheRecipientOfWhatItCopies() {
        DatagramPacket packet = (DatagramPacket) internet.filter(new DatagramPacket(heap(5), TARGET));
        assertThat(packet.recipient()).isEqualTo(TARGET);
        assertThat(packet.content().isDirect()).isTrue();
        Object envelope = internet.filter(new DefaultAddressedEnvelope<>(heap(5), TARGET));
        assertThat(internet.recipient(envelope)).isEqualTo(TARGET);
        assertThat(internet.payload(envelope).isDirect()).isTrue();
        Object toPath = domain.filter(new DomainDatagramPacket(heap(5), PATH));
        assertThat(domain.recipient(toPath)).isEqualTo(PATH);
        packet.release();
        internet.payload(envelope).release();
        domain.payload(toPath).release();
    }

    @Test
    void shouldKeepTheSegmentsOfWhatItCopies() {
        SegmentedDatagramPacket packet =
                (SegmentedDatagramPacket) internet.filter(new SegmentedDatagramPacket(heap(50), 20, TARGET));
        assertThat(packet.segmentSize()).isEqualTo(20);
        assertThat(internet.segmentBytes(packet)).isEqualTo(20);
        packet.release();
    }

    @Test
    void shouldCopyWhatIsInTooManyPieces() {
        CompositeByteBuf pieces = Unpooled.compositeBuffer(100);
        for (int i = 0; i < 16; i++) {
            pieces.addComponent(true, direct(1));
        }
        assertThat(internet.filter(pieces)).isSameAs(pieces);
        pieces.addComponent(true, direct(1));
        ByteBuf copy = (ByteBuf) internet.filter(pieces);
        assertThat(copy.nioBufferCount()).isEqualTo(1);
        assertThat(copy.readableBytes()).isEqualTo(17);
        assertThat(pieces.refCnt()).isZero();
        copy.release();
    }

    @Test
    void shouldCutOnlyWhatIsLongerThanASegment() {
        assertThat(internet.segmentBytes(new SegmentedDatagramPacket(heap(21), 20, TARGET))).isEqualTo(20);
        assertThat(internet.segmentBytes(new SegmentedDatagramPacket(heap(20), 20, TARGET))).isZero();
        assertThat(internet.segmentBytes(new DatagramPacket(heap(21), TARGET))).isZero();
        assertThat(domain.segmentBytes(new DomainDatagramPacket(heap(21), PATH))).isZero();
    }

    @Test
    void shouldRefuseWhatIsNoDatagramAndSayWhatIs() {
        assertThatThrownBy(() -> internet.filter("text")).isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("unsupported message type: String (expected: DatagramPacket, "
                        + "AddressedEnvelope<ByteBuf, InetSocketAddress>, ByteBuf)");
        assertThatThrownBy(() -> domain.filter(new DatagramPacket(Unpooled.EMPTY_BUFFER, TARGET)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("DatagramPacket (expected: DomainDatagramPacket");
        assertThatThrownBy(() -> internet.filter(new DefaultAddressedEnvelope<>("text", TARGET)))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> internet.filter(new DefaultAddressedEnvelope<>(Unpooled.EMPTY_BUFFER, PATH)))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void shouldRefuseAddressesThatNothingCanBeSentTo() {
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("nowhere.invalid", 53);
        assertThatThrownBy(() -> internet.filter(new DatagramPacket(Unpooled.EMPTY_BUFFER, unresolved)))
                .isInstanceOf(UnresolvedAddressException.class);
        DomainSocketAddress tooLong = new DomainSocketAddress("/" + "x".repeat(108));
        assertThatThrownBy(() -> domain.filter(new DomainDatagramPacket(Unpooled.EMPTY_BUFFER, tooLong)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("109 bytes");
    }

    private DatagramHeader header(int family, SocketAddress from) {
        byte[] name = from == null ? new byte[0] : SocketAddresses.encode(from, family);
        memory.putInt(RecvmsgOut.NAMELEN_OFFSET, name.length);
        put(RecvmsgOut.SIZE, name);
        return read(family);
    }

    private DatagramHeader read(int family) {
        DatagramHeader header = new DatagramHeader(family, new PeerAddresses(family));
        header.read(memory, 0);
        return header;
    }

    private void put(int at, byte... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            memory.put(at + i, bytes[i]);
        }
    }

    private DatagramHeader withControl(int level, int type, byte... data) {
        int at = RecvmsgOut.SIZE + new DatagramHeader(AF_INET, new PeerAddresses(AF_INET)).nameBytes();
        memory.putLong(at + Cmsghdr.CMSG_LEN_OFFSET, Cmsghdr.SIZE + data.length);
        memory.putInt(at + Cmsghdr.CMSG_LEVEL_OFFSET, level);
        memory.putInt(at + Cmsghdr.CMSG_TYPE_OFFSET, type);
        put(at + Cmsghdr.SIZE, data);
        memory.putInt(RecvmsgOut.CONTROLLEN_OFFSET, Cmsghdr.SIZE + data.length);
        return read(AF_INET);
    }

    private static byte[] integer(int value) {
        return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(value).array();
    }

    @Test
    void shouldTellSenderAndRecipient() throws Exception {
        udp.doBind(new InetSocketAddress(NetUtil.LOCALHOST4, 0));
        internet.received(direct(5), header(AF_INET, SENDER), arrived::add);
        DatagramPacket packet = (DatagramPacket) arrived.get(0);
        assertThat(packet.sender()).isEqualTo(SENDER);
        assertThat(packet.recipient()).isEqualTo(udp.localAddress());
        assertThat(packet.content().readableBytes()).isEqualTo(5);
        packet.release();
    }

    @Test
    void shouldTellWhereADatagramWasSentToIfTheKernelDid() {
        header(AF_INET, SENDER);
        internet.received(direct(5),
                withControl(IPPROTO_IP, IP_RECVORIGDSTADDR, SocketAddresses.encode(TARGET, AF_INET)), arrived::add);
        assertThat(((DatagramPacket) arrived.get(0)).recipient()).isEqualTo(TARGET);
        ((DatagramPacket) arrived.get(0)).release();
    }

    @Test
    void shouldCutWhatTheKernelHasJoined() {
        header(AF_INET, SENDER);
        ByteBuf payload = direct(50);
        for (int i = 0; i < 50; i++) {
            payload.setByte(i, i);
        }
        internet.received(payload, withControl(IPPROTO_UDP, UDP_GRO, integer(20)), arrived::add);
        assertThat(arrived).extracting(packet -> ((DatagramPacket) packet).content().readableBytes())
                .containsExactly(20, 20, 10);
        assertThat(((DatagramPacket) arrived.get(2)).content().getByte(((DatagramPacket) arrived.get(2)).content()
                .readerIndex())).isEqualTo((byte) 40);
        assertThat(payload.refCnt()).as("kept by the pieces only").isEqualTo(3);
        arrived.forEach(packet -> ((DatagramPacket) packet).release());
        assertThat(payload.refCnt()).isZero();
    }

    @Test
    void shouldNotCutOneDatagram() {
        header(AF_INET, SENDER);
        for (int segment : new int[] {5, 6, 0, -1}) {
            internet.received(direct(5), withControl(IPPROTO_UDP, UDP_GRO, integer(segment)), arrived::add);
        }
        assertThat(arrived).hasSize(4);
        arrived.forEach(packet -> ((DatagramPacket) packet).release());
    }

    @Test
    void shouldDropWhatIsNoDatagram() {
        ByteBuf payload = direct(0);
        internet.received(payload, header(AF_INET, null), arrived::add);
        assertThat(arrived).isEmpty();
        assertThat(payload.refCnt()).isZero();
    }

    @Test
    void shouldTellUnixSendersWithAndWithoutAName() {
        domain.received(direct(5), header(AF_UNIX, PATH), arrived::add);
        domain.received(direct(5), header(AF_UNIX, null), arrived::add);
        assertThat(((DomainDatagramPacket) arrived.get(0)).sender()).isEqualTo(PATH);
        assertThat(((DomainDatagramPacket) arrived.get(1)).sender().path()).isEmpty();
        arrived.forEach(packet -> ((DomainDatagramPacket) packet).release());
    }

    @Test
    void shouldNameTheRecipientOfAFailure() {
        IOException failure = internet.failure("sendmsg", TARGET, -Errno.EMSGSIZE);
        assertThat(failure).hasMessageContaining("sendmsg(").hasMessageContaining("192.0.2.9")
                .hasMessageContaining("EMSGSIZE");
        assertThat(internet.failure("sendmsg", TARGET, -Errno.ECONNREFUSED)).as("not connected there")
                .isNotInstanceOf(PortUnreachableException.class);
        assertThat(internet.failure("recvmsg", null, -Errno.ECONNREFUSED)).as("not connected at all")
                .isNotInstanceOf(PortUnreachableException.class);
    }
}
