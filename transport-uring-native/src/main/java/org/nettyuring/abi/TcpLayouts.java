// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.abi;

/**
 * Structures of {@code tcp(7)}'s options, on 64-bit Linux.
 *
 * <p>One nested class per structure; offsets and sizes in bytes.
 */
public final class TcpLayouts {
    private TcpLayouts() {}

    /**
     * {@code struct tcp_info}, as far as every kernel that has io_uring fills it.
     *
     * <pre>{@code
     * struct tcp_info {
     *     uint8_t tcpi_state;
     *     uint8_t tcpi_ca_state;
     *     uint8_t tcpi_retransmits;
     *     uint8_t tcpi_probes;
     *     uint8_t tcpi_backoff;
     *     uint8_t tcpi_options;
     *     uint8_t tcpi_snd_wscale : 4, tcpi_rcv_wscale : 4;
     *     uint32_t tcpi_rto;
     *     uint32_t tcpi_ato;
     *     uint32_t tcpi_snd_mss;
     *     uint32_t tcpi_rcv_mss;
     *     uint32_t tcpi_unacked;
     *     uint32_t tcpi_sacked;
     *     uint32_t tcpi_lost;
     *     uint32_t tcpi_retrans;
     *     uint32_t tcpi_fackets;
     *     uint32_t tcpi_last_data_sent;
     *     uint32_t tcpi_last_ack_sent;
     *     uint32_t tcpi_last_data_recv;
     *     uint32_t tcpi_last_ack_recv;
     *     uint32_t tcpi_pmtu;
     *     uint32_t tcpi_rcv_ssthresh;
     *     uint32_t tcpi_rtt;
     *     uint32_t tcpi_rttvar;
     *     uint32_t tcpi_snd_ssthresh;
     *     uint32_t tcpi_snd_cwnd;
     *     uint32_t tcpi_advmss;
     *     uint32_t tcpi_reordering;
     *     uint32_t tcpi_rcv_rtt;
     *     uint32_t tcpi_rcv_space;
     *     uint32_t tcpi_total_retrans;
     * };
     * }</pre>
     */
    public static final class TcpInfo {
        public static final int TCPI_STATE_OFFSET = 0;
        public static final int TCPI_CA_STATE_OFFSET = 1;
        public static final int TCPI_RETRANSMITS_OFFSET = 2;
        public static final int TCPI_PROBES_OFFSET = 3;
        public static final int TCPI_BACKOFF_OFFSET = 4;
        public static final int TCPI_OPTIONS_OFFSET = 5;
        /** Two fields of four bits, which C does not give an offset: the byte before the padding. */
        public static final int TCPI_WSCALES_OFFSET = 6;
        public static final int TCPI_RTO_OFFSET = 8;
        public static final int TCPI_ATO_OFFSET = 12;
        public static final int TCPI_SND_MSS_OFFSET = 16;
        public static final int TCPI_RCV_MSS_OFFSET = 20;
        public static final int TCPI_UNACKED_OFFSET = 24;
        public static final int TCPI_SACKED_OFFSET = 28;
        public static final int TCPI_LOST_OFFSET = 32;
        public static final int TCPI_RETRANS_OFFSET = 36;
        public static final int TCPI_FACKETS_OFFSET = 40;
        public static final int TCPI_LAST_DATA_SENT_OFFSET = 44;
        public static final int TCPI_LAST_ACK_SENT_OFFSET = 48;
        public static final int TCPI_LAST_DATA_RECV_OFFSET = 52;
        public static final int TCPI_LAST_ACK_RECV_OFFSET = 56;
        public static final int TCPI_PMTU_OFFSET = 60;
        public static final int TCPI_RCV_SSTHRESH_OFFSET = 64;
        public static final int TCPI_RTT_OFFSET = 68;
        public static final int TCPI_RTTVAR_OFFSET = 72;
        public static final int TCPI_SND_SSTHRESH_OFFSET = 76;
        public static final int TCPI_SND_CWND_OFFSET = 80;
        public static final int TCPI_ADVMSS_OFFSET = 84;
        public static final int TCPI_REORDERING_OFFSET = 88;
        public static final int TCPI_RCV_RTT_OFFSET = 92;
        public static final int TCPI_RCV_SPACE_OFFSET = 96;
        public static final int TCPI_TOTAL_RETRANS_OFFSET = 100;
        public static final int SIZE = 104;

        private TcpInfo() {}
    }

    /**
     * {@code struct tcp_md5sig}: the key of one peer, or its removal.
     *
     * <pre>{@code
     * struct tcp_md5sig {
     *     struct sockaddr_storage tcpm_addr;
     *     uint8_t tcpm_flags;
     *     uint8_t tcpm_prefixlen;
     *     uint16_t tcpm_keylen;
     *     int tcpm_ifindex;
     *     uint8_t tcpm_key[80];
     * };
     * }</pre>
     */
    public static final class TcpMd5sig {
        public static final int TCPM_ADDR_OFFSET = 0;
        public static final int TCPM_FLAGS_OFFSET = 128;
        public static final int TCPM_PREFIXLEN_OFFSET = 129;
        public static final int TCPM_KEYLEN_OFFSET = 130;
        public static final int TCPM_KEY_OFFSET = 136;
        public static final int SIZE = 216;

        private TcpMd5sig() {}
    }
}
