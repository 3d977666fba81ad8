// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.SocketConstants.IPPROTO_TCP;
import static org.nettyuring.abi.SocketConstants.TCP_INFO;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nettyuring.abi.TcpLayouts.TcpInfo;

/**
 * What the kernel knows of a TCP connection: {@code struct tcp_info} of one moment. Made by
 * {@link IoUringSocketChannel#tcpInfo()}, filled again by {@link IoUringSocketChannel#tcpInfo(IoUringTcpInfo)}. Not for
 * several threads at once.
 */
public final class IoUringTcpInfo {
    static final SocketOption<ByteBuffer> OPTION =
            new SocketOption<>("TCP_INFO", IPPROTO_TCP, TCP_INFO, OptionFormat.raw(TcpInfo.SIZE));
    private static final int BITS_PER_WSCALE = 4;
    private static final int WSCALE_MASK = 0xF;

    private ByteBuffer info = ByteBuffer.allocate(TcpInfo.SIZE);

    /** Makes an empty one, to be filled. */
    public IoUringTcpInfo() {}

    /** Takes over what {@code getsockopt(2)} put. */
    void set(ByteBuffer newInfo) {
        info = newInfo.order(ByteOrder.nativeOrder());
    }

    private int unsignedByte(int offset) {
        return Byte.toUnsignedInt(info.get(offset));
    }

    private long unsignedInt(int offset) {
        return Integer.toUnsignedLong(info.getInt(offset));
    }

    /** {@return the connection's state, as {@code TCP_ESTABLISHED} (1) and its neighbours} */
    public int state() {
        return unsignedByte(TcpInfo.TCPI_STATE_OFFSET);
    }

    /** {@return the state of congestion control} */
    public int caState() {
        return unsignedByte(TcpInfo.TCPI_CA_STATE_OFFSET);
    }

    /** {@return retransmissions of the segment that is lost now} */
    public int retransmits() {
        return unsignedByte(TcpInfo.TCPI_RETRANSMITS_OFFSET);
    }

    /** {@return unanswered window probes or keep-alive probes} */
    public int probes() {
        return unsignedByte(TcpInfo.TCPI_PROBES_OFFSET);
    }

    /** {@return how often the retransmission timeout was doubled} */
    public int backoff() {
        return unsignedByte(TcpInfo.TCPI_BACKOFF_OFFSET);
    }

    /** {@return {@code TCPI_OPT_} bits: what both sides agreed on} */
    public int options() {
        return unsignedByte(TcpInfo.TCPI_OPTIONS_OFFSET);
    }

    /** {@return the window scale that the peer asked for} */
    public int sndWscale() {
        // C gives the first bit field the low bits on little-endian machines, the high bits on big-endian ones.
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? lowWscale() : highWscale();
    }

    /** {@return the window scale that this side asked for} */
    public int rcvWscale() {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? highWscale() : lowWscale();
    }

    private int lowWscale() {
        return unsignedByte(TcpInfo.TCPI_WSCALES_OFFSET) & WSCALE_MASK;
    }

    private int highWscale() {
        return unsignedByte(TcpInfo.TCPI_WSCALES_OFFSET) >>> BITS_PER_WSCALE;
    }

    /** {@return retransmission timeout, in microseconds} */
    public long rto() {
        return unsignedInt(TcpInfo.TCPI_RTO_OFFSET);
    }

    /** {@return delayed-acknowledgement timeout, in microseconds} */
    public long ato() {
        return unsignedInt(TcpInfo.TCPI_ATO_OFFSET);
    }

    /** {@return largest segment sent, in bytes} */
    public long sndMss() {
        return unsignedInt(TcpInfo.TCPI_SND_MSS_OFFSET);
    }

    /** {@return largest segment received, as estimated, in bytes} */
    public long rcvMss() {
        return unsignedInt(TcpInfo.TCPI_RCV_MSS_OFFSET);
    }

    /** {@return segments sent and not acknowledged; of a listener, connections to be accepted} */
    public long unacked() {
        return unsignedInt(TcpInfo.TCPI_UNACKED_OFFSET);
    }

    /** {@return segments acknowledged selectively; of a listener, its backlog} */
    public long sacked() {
        return unsignedInt(TcpInfo.TCPI_SACKED_OFFSET);
    }

    /** {@return segments held to be lost} */
    public long lost() {
        return unsignedInt(TcpInfo.TCPI_LOST_OFFSET);
    }

    /** {@return segments being retransmitted} */
    public long retrans() {
        return unsignedInt(TcpInfo.TCPI_RETRANS_OFFSET);
    }

    /** {@return always 0 since Linux 4.15} */
    public long fackets() {
        return unsignedInt(TcpInfo.TCPI_FACKETS_OFFSET);
    }

    /** {@return milliseconds since data was sent} */
    public long lastDataSent() {
        return unsignedInt(TcpInfo.TCPI_LAST_DATA_SENT_OFFSET);
    }

    /** {@return always 0: Linux does not keep it} */
    public long lastAckSent() {
        return unsignedInt(TcpInfo.TCPI_LAST_ACK_SENT_OFFSET);
    }

    /** {@return milliseconds since data was received} */
    public long lastDataRecv() {
        return unsignedInt(TcpInfo.TCPI_LAST_DATA_RECV_OFFSET);
    }

    /** {@return milliseconds since an acknowledgement was received} */
    public long lastAckRecv() {
        return unsignedInt(TcpInfo.TCPI_LAST_ACK_RECV_OFFSET);
    }

    /** {@return path MTU, in bytes} */
    public long pmtu() {
        return unsignedInt(TcpInfo.TCPI_PMTU_OFFSET);
    }

    /** {@return limit of the receive window, in bytes} */
    public long rcvSsthresh() {
        return unsignedInt(TcpInfo.TCPI_RCV_SSTHRESH_OFFSET);
    }

    /** {@return smoothed round-trip time, in microseconds} */
    public long rtt() {
        return unsignedInt(TcpInfo.TCPI_RTT_OFFSET);
    }

    /** {@return its variance, in microseconds} */
    public long rttvar() {
        return unsignedInt(TcpInfo.TCPI_RTTVAR_OFFSET);
    }

    /** {@return slow-start threshold, in segments} */
    public long sndSsthresh() {
        return unsignedInt(TcpInfo.TCPI_SND_SSTHRESH_OFFSET);
    }

    /** {@return congestion window, in segments} */
    public long sndCwnd() {
        return unsignedInt(TcpInfo.TCPI_SND_CWND_OFFSET);
    }

    /** {@return advertised largest segment, in bytes} */
    public long advmss() {
        return unsignedInt(TcpInfo.TCPI_ADVMSS_OFFSET);
    }

    /** {@return how far segments overtake each other, in segments} */
    public long reordering() {
        return unsignedInt(TcpInfo.TCPI_REORDERING_OFFSET);
    }

    /** {@return the receiver's round-trip time, in microseconds} */
    public long rcvRtt() {
        return unsignedInt(TcpInfo.TCPI_RCV_RTT_OFFSET);
    }

    /** {@return the receive buffer's target, in bytes} */
    public long rcvSpace() {
        return unsignedInt(TcpInfo.TCPI_RCV_SPACE_OFFSET);
    }

    /** {@return segments retransmitted so far} */
    public long totalRetrans() {
        return unsignedInt(TcpInfo.TCPI_TOTAL_RETRANS_OFFSET);
    }
}
