// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.abi;

/**
 * Structures of the socket system calls, on 64-bit Linux.
 *
 * <p>One nested class per structure; offsets and sizes in bytes.
 */
public final class SocketLayouts {
    private SocketLayouts() {}

    /**
     * {@code struct sockaddr_in}.
     *
     * <pre>{@code
     * struct sockaddr_in {
     *     sa_family_t sin_family;
     *     in_port_t sin_port;
     *     struct in_addr sin_addr;
     *     unsigned char sin_zero[8];
     * };
     * }</pre>
     */
    public static final class SockaddrIn {
        public static final int SIN_FAMILY_OFFSET = 0;
        public static final int SIN_PORT_OFFSET = 2;
        public static final int SIN_ADDR_OFFSET = 4;
        public static final int SIZE = 16;

        private SockaddrIn() {}
    }

    /**
     * {@code struct sockaddr_in6}.
     *
     * <pre>{@code
     * struct sockaddr_in6 {
     *     sa_family_t sin6_family;
     *     in_port_t sin6_port;
     *     uint32_t sin6_flowinfo;
     *     struct in6_addr sin6_addr;
     *     uint32_t sin6_scope_id;
     * };
     * }</pre>
     */
    public static final class SockaddrIn6 {
        public static final int SIN6_FAMILY_OFFSET = 0;
        public static final int SIN6_PORT_OFFSET = 2;
        public static final int SIN6_FLOWINFO_OFFSET = 4;
        public static final int SIN6_ADDR_OFFSET = 8;
        public static final int SIN6_SCOPE_ID_OFFSET = 24;
        public static final int SIZE = 28;

        private SockaddrIn6() {}
    }

    /**
     * {@code struct sockaddr_un}.
     *
     * <pre>{@code
     * struct sockaddr_un {
     *     sa_family_t sun_family;
     *     char sun_path[108];
     * };
     * }</pre>
     */
    public static final class SockaddrUn {
        public static final int SUN_FAMILY_OFFSET = 0;
        public static final int SUN_PATH_OFFSET = 2;
        public static final int SIZE = 110;

        private SockaddrUn() {}
    }

    /**
     * {@code struct sockaddr_storage}.
     *
     * <pre>{@code
     * struct sockaddr_storage {
     *     sa_family_t ss_family;
     *     char padding[118];
     *     unsigned long align;
     * };
     * }</pre>
     */
    public static final class SockaddrStorage {
        public static final int SS_FAMILY_OFFSET = 0;
        public static final int SIZE = 128;

        private SockaddrStorage() {}
    }

    /**
     * {@code struct iovec}.
     *
     * <pre>{@code
     * struct iovec {
     *     void *iov_base;
     *     size_t iov_len;
     * };
     * }</pre>
     */
    public static final class Iovec {
        public static final int IOV_BASE_OFFSET = 0;
        public static final int IOV_LEN_OFFSET = 8;
        public static final int SIZE = 16;

        private Iovec() {}
    }

    /**
     * {@code struct msghdr}.
     *
     * <pre>{@code
     * struct msghdr {
     *     void *msg_name;
     *     socklen_t msg_namelen;
     *     struct iovec *msg_iov;
     *     size_t msg_iovlen;
     *     void *msg_control;
     *     size_t msg_controllen;
     *     int msg_flags;
     * };
     * }</pre>
     */
    public static final class Msghdr {
        public static final int MSG_NAME_OFFSET = 0;
        public static final int MSG_NAMELEN_OFFSET = 8;
        public static final int MSG_IOV_OFFSET = 16;
        public static final int MSG_IOVLEN_OFFSET = 24;
        public static final int MSG_CONTROL_OFFSET = 32;
        public static final int MSG_CONTROLLEN_OFFSET = 40;
        public static final int MSG_FLAGS_OFFSET = 48;
        public static final int SIZE = 56;

        private Msghdr() {}
    }

    /**
     * {@code struct cmsghdr}.
     *
     * <pre>{@code
     * struct cmsghdr {
     *     size_t cmsg_len;
     *     int cmsg_level;
     *     int cmsg_type;
     * };
     * }</pre>
     */
    public static final class Cmsghdr {
        public static final int CMSG_LEN_OFFSET = 0;
        public static final int CMSG_LEVEL_OFFSET = 8;
        public static final int CMSG_TYPE_OFFSET = 12;
        public static final int SIZE = 16;

        private Cmsghdr() {}
    }

    /**
     * {@code struct linger}.
     *
     * <pre>{@code
     * struct linger {
     *     int l_onoff;
     *     int l_linger;
     * };
     * }</pre>
     */
    public static final class Linger {
        public static final int L_ONOFF_OFFSET = 0;
        public static final int L_LINGER_OFFSET = 4;
        public static final int SIZE = 8;

        private Linger() {}
    }

    /**
     * {@code struct timeval}.
     *
     * <pre>{@code
     * struct timeval {
     *     time_t tv_sec;
     *     suseconds_t tv_usec;
     * };
     * }</pre>
     */
    public static final class Timeval {
        public static final int TV_SEC_OFFSET = 0;
        public static final int TV_USEC_OFFSET = 8;
        public static final int SIZE = 16;

        private Timeval() {}
    }

    /**
     * {@code struct ucred}.
     *
     * <pre>{@code
     * struct ucred {
     *     pid_t pid;
     *     uid_t uid;
     *     gid_t gid;
     * };
     * }</pre>
     */
    public static final class Ucred {
        public static final int PID_OFFSET = 0;
        public static final int UID_OFFSET = 4;
        public static final int GID_OFFSET = 8;
        public static final int SIZE = 12;

        private Ucred() {}
    }

    /**
     * {@code struct in_pktinfo}.
     *
     * <pre>{@code
     * struct in_pktinfo {
     *     int ipi_ifindex;
     *     struct in_addr ipi_spec_dst;
     *     struct in_addr ipi_addr;
     * };
     * }</pre>
     */
    public static final class InPktinfo {
        public static final int IPI_IFINDEX_OFFSET = 0;
        public static final int IPI_SPEC_DST_OFFSET = 4;
        public static final int IPI_ADDR_OFFSET = 8;
        public static final int SIZE = 12;

        private InPktinfo() {}
    }

    /**
     * {@code struct in6_pktinfo}.
     *
     * <pre>{@code
     * struct in6_pktinfo {
     *     struct in6_addr ipi6_addr;
     *     unsigned int ipi6_ifindex;
     * };
     * }</pre>
     */
    public static final class In6Pktinfo {
        public static final int IPI6_ADDR_OFFSET = 0;
        public static final int IPI6_IFINDEX_OFFSET = 16;
        public static final int SIZE = 20;

        private In6Pktinfo() {}
    }

    /**
     * {@code struct sock_filter}.
     *
     * <pre>{@code
     * struct sock_filter {
     *     __u16 code;
     *     __u8 jt;
     *     __u8 jf;
     *     __u32 k;
     * };
     * }</pre>
     */
    public static final class SockFilter {
        public static final int CODE_OFFSET = 0;
        public static final int JT_OFFSET = 2;
        public static final int JF_OFFSET = 3;
        public static final int K_OFFSET = 4;
        public static final int SIZE = 8;

        private SockFilter() {}
    }

    /**
     * {@code struct sock_fprog}.
     *
     * <pre>{@code
     * struct sock_fprog {
     *     unsigned short len;
     *     struct sock_filter *filter;
     * };
     * }</pre>
     */
    public static final class SockFprog {
        public static final int LEN_OFFSET = 0;
        public static final int FILTER_OFFSET = 8;
        public static final int SIZE = 16;

        private SockFprog() {}
    }
}
