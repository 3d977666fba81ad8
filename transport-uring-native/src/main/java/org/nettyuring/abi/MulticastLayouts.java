// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.abi;

/**
 * Arguments of the multicast socket options, see ip(7), on 64-bit Linux.
 *
 * <p>One nested class per structure; offsets and sizes in bytes.
 */
public final class MulticastLayouts {
    private MulticastLayouts() {}

    /**
     * {@code struct ip_mreqn}.
     *
     * <pre>{@code
     * struct ip_mreqn {
     *     struct in_addr imr_multiaddr;
     *     struct in_addr imr_address;
     *     int imr_ifindex;
     * };
     * }</pre>
     */
    public static final class IpMreqn {
        public static final int IMR_MULTIADDR_OFFSET = 0;
        public static final int IMR_ADDRESS_OFFSET = 4;
        public static final int IMR_IFINDEX_OFFSET = 8;
        public static final int SIZE = 12;

        private IpMreqn() {}
    }

    /**
     * {@code struct ip_mreq_source}.
     *
     * <pre>{@code
     * struct ip_mreq_source {
     *     struct in_addr imr_multiaddr;
     *     struct in_addr imr_interface;
     *     struct in_addr imr_sourceaddr;
     * };
     * }</pre>
     */
    public static final class IpMreqSource {
        public static final int IMR_MULTIADDR_OFFSET = 0;
        public static final int IMR_INTERFACE_OFFSET = 4;
        public static final int IMR_SOURCEADDR_OFFSET = 8;
        public static final int SIZE = 12;

        private IpMreqSource() {}
    }

    /**
     * {@code struct ipv6_mreq}.
     *
     * <pre>{@code
     * struct ipv6_mreq {
     *     struct in6_addr ipv6mr_multiaddr;
     *     unsigned int ipv6mr_interface;
     * };
     * }</pre>
     */
    public static final class Ipv6Mreq {
        public static final int IPV6MR_MULTIADDR_OFFSET = 0;
        public static final int IPV6MR_INTERFACE_OFFSET = 16;
        public static final int SIZE = 20;

        private Ipv6Mreq() {}
    }

    /**
     * {@code struct group_req}.
     *
     * <pre>{@code
     * struct group_req {
     *     uint32_t gr_interface;
     *     struct sockaddr_storage gr_group;
     * };
     * }</pre>
     */
    public static final class GroupReq {
        public static final int GR_INTERFACE_OFFSET = 0;
        public static final int GR_GROUP_OFFSET = 8;
        public static final int SIZE = 136;

        private GroupReq() {}
    }

    /**
     * {@code struct group_source_req}.
     *
     * <pre>{@code
     * struct group_source_req {
     *     uint32_t gsr_interface;
     *     struct sockaddr_storage gsr_group;
     *     struct sockaddr_storage gsr_source;
     * };
     * }</pre>
     */
    public static final class GroupSourceReq {
        public static final int GSR_INTERFACE_OFFSET = 0;
        public static final int GSR_GROUP_OFFSET = 8;
        public static final int GSR_SOURCE_OFFSET = 136;
        public static final int SIZE = 264;

        private GroupSourceReq() {}
    }
}
