// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.nettyuring.abi.IoUringConstants.IORING_ACCEPT_MULTISHOT;
import static org.nettyuring.abi.IoUringConstants.IORING_FILE_INDEX_ALLOC;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_ACCEPT;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_BIND;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_CONNECT;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_LISTEN;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_SHUTDOWN;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_SOCKET;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_URING_CMD;
import static org.nettyuring.abi.IoUringConstants.SOCKET_URING_OP_GETSOCKNAME;

/**
 * The life of a socket. Every method writes all 64 bytes of the entry. A {@code slot} is an index in the ring's
 * {@link FileTable}; {@code IORING_FILE_INDEX_ALLOC} lets the kernel choose one and return it in {@code cqe->res}.
 */
public sealed interface SocketPreps extends RawPrep permits Sqe {
    /**
     * {@return this, prepared as {@code accept4(2)}; since 5.5}
     *
     * @param fd the listening socket
     * @param sockaddrAddress receives the peer's address; 0 for none
     * @param lengthAddress a {@code socklen_t}: room in, length out; 0 for none
     * @param acceptFlags {@code SOCK_CLOEXEC}, {@code SOCK_NONBLOCK}
     */
    default Sqe prepAccept(int fd, long sockaddrAddress, long lengthAddress, int acceptFlags) {
        return prepRw(IORING_OP_ACCEPT, fd, sockaddrAddress, 0, lengthAddress, acceptFlags);
    }

    /**
     * {@return this, prepared as {@code accept4(2)} into a slot; since 5.15}
     *
     * @param fd the listening socket
     * @param sockaddrAddress as in {@link #prepAccept}
     * @param lengthAddress as in {@link #prepAccept}
     * @param acceptFlags without {@code SOCK_CLOEXEC}, which a slot refuses
     * @param slot where the socket goes
     */
    default Sqe prepAcceptDirect(int fd, long sockaddrAddress, long lengthAddress, int acceptFlags, int slot) {
        return prepAccept(fd, sockaddrAddress, lengthAddress, acceptFlags).fileIndex(slot);
    }

    /**
     * {@return this, prepared as accepts until a CQE without {@code F_MORE}; {@code EMFILE} ends it too; since 5.19}
     *
     * @param fd the listening socket
     * @param sockaddrAddress 0: one address shared by all accepts is of no use
     * @param lengthAddress 0
     * @param acceptFlags {@code SOCK_CLOEXEC}, {@code SOCK_NONBLOCK}
     */
    default Sqe prepMultishotAccept(int fd, long sockaddrAddress, long lengthAddress, int acceptFlags) {
        return prepAccept(fd, sockaddrAddress, lengthAddress, acceptFlags).ioprio(IORING_ACCEPT_MULTISHOT);
    }

    /**
     * {@return this, prepared as {@link #prepMultishotAccept} into slots that the kernel chooses; since 5.19}
     *
     * @param fd the listening socket
     * @param sockaddrAddress 0
     * @param lengthAddress 0
     * @param acceptFlags without {@code SOCK_CLOEXEC}
     */
    default Sqe prepMultishotAcceptDirect(int fd, long sockaddrAddress, long lengthAddress, int acceptFlags) {
        return prepMultishotAccept(fd, sockaddrAddress, lengthAddress, acceptFlags).fileIndex(IORING_FILE_INDEX_ALLOC);
    }

    /**
     * {@return this, prepared as {@code connect(2)}; since 5.5}
     *
     * @param fd the socket
     * @param sockaddrAddress the peer, a {@code struct sockaddr}
     * @param sockaddrLength its length in bytes
     */
    default Sqe prepConnect(int fd, long sockaddrAddress, int sockaddrLength) {
        return prepRw(IORING_OP_CONNECT, fd, sockaddrAddress, 0, sockaddrLength, 0);
    }

    /**
     * {@return this, prepared as {@code shutdown(2)}; since 5.11. The kernel always hands it to a worker thread: the
     * plain call is cheaper}
     *
     * @param fd the socket
     * @param how {@code SHUT_*}
     */
    default Sqe prepShutdown(int fd, int how) {
        return prepRw(IORING_OP_SHUTDOWN, fd, 0, how, 0, 0);
    }

    /**
     * {@return this, prepared as {@code socket(2)}; since 5.19}
     *
     * @param domain {@code AF_*}
     * @param type {@code SOCK_*}
     * @param protocol usually 0
     * @param flags 0
     */
    default Sqe prepSocket(int domain, int type, int protocol, int flags) {
        return prepRw(IORING_OP_SOCKET, domain, 0, protocol, type, flags);
    }

    /**
     * {@return this, prepared as {@code socket(2)} into a slot; since 5.19}
     *
     * @param domain {@code AF_*}
     * @param type {@code SOCK_*} without {@code SOCK_CLOEXEC}
     * @param protocol usually 0
     * @param slot where the socket goes
     * @param flags 0
     */
    default Sqe prepSocketDirect(int domain, int type, int protocol, int slot, int flags) {
        return prepSocket(domain, type, protocol, flags).fileIndex(slot);
    }

    /**
     * {@return this, prepared as {@code bind(2)}; since 6.11}
     *
     * @param fd the socket
     * @param sockaddrAddress a {@code struct sockaddr}
     * @param sockaddrLength its length in bytes
     */
    default Sqe prepBind(int fd, long sockaddrAddress, int sockaddrLength) {
        return prepRw(IORING_OP_BIND, fd, sockaddrAddress, 0, sockaddrLength, 0);
    }

    /**
     * {@return this, prepared as {@code listen(2)}; since 6.11}
     *
     * @param fd the socket
     * @param backlog connections
     */
    default Sqe prepListen(int fd, int backlog) {
        return prepRw(IORING_OP_LISTEN, fd, 0, backlog, 0, 0);
    }

    /**
     * {@return this, prepared as a command of the file behind a descriptor; since 5.19}
     *
     * @param cmdOp the file's own command
     * @param fd the descriptor
     */
    default Sqe prepUringCmd(int cmdOp, int fd) {
        return prepRw(IORING_OP_URING_CMD, fd, 0, 0, cmdOp & 0xFFFF_FFFFL, 0);
    }

    /**
     * {@return this, prepared as a socket command; since 6.7}
     *
     * @param cmdOp {@code SOCKET_URING_OP_*}
     * @param fd the socket
     * @param level of the option; 0 for {@code SIOCINQ}, {@code SIOCOUTQ}
     * @param optname the option; 0 for {@code SIOCINQ}, {@code SIOCOUTQ}
     * @param optvalAddress the value, the kernel's until the CQE
     * @param optlen its length in bytes
     */
    default Sqe prepCmdSock(int cmdOp, int fd, int level, int optname, long optvalAddress, int optlen) {
        long levelAndOptname = level & 0xFFFF_FFFFL | (long) optname << 32;
        return prepRw(IORING_OP_URING_CMD, fd, levelAndOptname, 0, cmdOp & 0xFFFF_FFFFL, 0)
                .rawFileIndex(optlen)
                .addr3(optvalAddress);
    }

    /**
     * {@return this, prepared as {@code getsockname(2)} or {@code getpeername(2)}; since 6.19}
     *
     * @param fd the socket
     * @param sockaddrAddress receives the address, the kernel's until the CQE
     * @param lengthAddress a {@code socklen_t}: room in, length out; the kernel's until the CQE
     * @param peer 1 for the peer's address, 0 for our own
     */
    default Sqe prepCmdGetsockname(int fd, long sockaddrAddress, long lengthAddress, int peer) {
        return prepRw(IORING_OP_URING_CMD, fd, sockaddrAddress, 0, SOCKET_URING_OP_GETSOCKNAME, 0)
                .rawFileIndex(peer)
                .addr3(lengthAddress);
    }
}
