// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.sys;

/**
 * Socket system calls. Each returns the call's value, which is {@code >= 0}, or {@code -errno}; none throws. Addresses
 * are native and must stay valid for the call. Any thread.
 */
public interface SocketSyscalls {
    /**
     * {@code socket(2)}.
     *
     * @param domain {@code AF_*}
     * @param type {@code SOCK_*}, with {@code SOCK_CLOEXEC} as wanted
     * @param protocol usually 0
     * @return a descriptor or {@code -errno}
     */
    int socket(int domain, int type, int protocol);

    /**
     * {@code socketpair(2)}.
     *
     * @param domain {@code AF_UNIX}
     * @param type {@code SOCK_*}
     * @param protocol usually 0
     * @param fdsAddress receives two {@code int}s
     * @return 0 or {@code -errno}
     */
    int socketpair(int domain, int type, int protocol, long fdsAddress);

    /**
     * {@code bind(2)}.
     *
     * @param fd the socket
     * @param sockaddrAddress a {@code struct sockaddr}
     * @param sockaddrLength its length in bytes
     * @return 0 or {@code -errno}
     */
    int bind(int fd, long sockaddrAddress, int sockaddrLength);

    /**
     * {@code listen(2)}.
     *
     * @param fd the socket
     * @param backlog connections, clamped by {@code net.core.somaxconn}
     * @return 0 or {@code -errno}
     */
    int listen(int fd, int backlog);

    /**
     * {@code connect(2)}; blocks on a blocking stream socket. For datagram sockets and tests.
     *
     * @param fd the socket
     * @param sockaddrAddress a {@code struct sockaddr}; {@code AF_UNSPEC} dissolves an association
     * @param sockaddrLength its length in bytes
     * @return 0 or {@code -errno}
     */
    int connect(int fd, long sockaddrAddress, int sockaddrLength);

    /**
     * {@code shutdown(2)}; does not block.
     *
     * @param fd the socket
     * @param how {@code SHUT_RD}, {@code SHUT_WR} or {@code SHUT_RDWR}
     * @return 0 or {@code -errno}
     */
    int shutdown(int fd, int how);

    /**
     * {@code send(2)}. Blocks where there is no room, unless the flags or the socket say otherwise.
     *
     * @param fd a connected socket
     * @param address first byte, the kernel's for the call only
     * @param lengthBytes bytes
     * @param flags {@code MSG_*}
     * @return bytes taken or {@code -errno}
     */
    long send(int fd, long address, long lengthBytes, int flags);

    /**
     * {@code recv(2)}. Blocks where there is nothing, unless the flags or the socket say otherwise.
     *
     * @param fd a connected socket
     * @param address where the bytes go, the kernel's for the call only
     * @param lengthBytes room
     * @param flags {@code MSG_*}
     * @return bytes received, 0 at the end of the stream, or {@code -errno}
     */
    long recv(int fd, long address, long lengthBytes, int flags);

    /**
     * {@code setsockopt(2)}.
     *
     * @param fd the socket
     * @param level {@code SOL_SOCKET}, {@code IPPROTO_*}
     * @param option option name
     * @param valueAddress the value
     * @param valueLength its length in bytes
     * @return 0 or {@code -errno}
     */
    int setsockopt(int fd, int level, int option, long valueAddress, int valueLength);

    /**
     * {@code getsockopt(2)}.
     *
     * @param fd the socket
     * @param level {@code SOL_SOCKET}, {@code IPPROTO_*}
     * @param option option name
     * @param valueAddress receives the value
     * @param lengthAddress an {@code int}: room in, length out
     * @return 0 or {@code -errno}
     */
    int getsockopt(int fd, int level, int option, long valueAddress, long lengthAddress);

    /**
     * {@code getsockname(2)}.
     *
     * @param fd the socket
     * @param sockaddrAddress receives a {@code struct sockaddr}
     * @param lengthAddress an {@code int}: room in, length out
     * @return 0 or {@code -errno}
     */
    int getsockname(int fd, long sockaddrAddress, long lengthAddress);

    /**
     * {@code getpeername(2)}.
     *
     * @param fd the socket
     * @param sockaddrAddress receives a {@code struct sockaddr}
     * @param lengthAddress an {@code int}: room in, length out
     * @return 0 or {@code -errno}
     */
    int getpeername(int fd, long sockaddrAddress, long lengthAddress);
}
