// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.nettyuring.abi.IoUringConstants.IORING_OP_RECV;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_RECVMSG;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_RECV_ZC;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_SEND;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_SENDMSG;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_SENDMSG_ZC;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_SEND_ZC;
import static org.nettyuring.abi.IoUringConstants.IORING_RECVSEND_BUNDLE;
import static org.nettyuring.abi.IoUringConstants.IORING_RECVSEND_FIXED_BUF;
import static org.nettyuring.abi.IoUringConstants.IORING_RECV_MULTISHOT;
import static org.nettyuring.abi.IoUringConstants.IORING_SEND_VECTORIZED;

/**
 * Sends and receives. Every method writes all 64 bytes of the entry. Buffers belong to the kernel until the terminal
 * CQE; msghdrs, iovecs and socket addresses until the enter that consumed the entry returned.
 */
public sealed interface TransferPreps extends RawPrep permits Sqe {
    /**
     * {@return this, prepared as {@code recv(2)}; since 5.6}
     *
     * @param fd the socket
     * @param address receives the bytes; 0 with {@link Sqe#bufferSelect(int)}
     * @param lengthBytes room; with buffer select the most to take from a buffer, 0 for all of it
     * @param msgFlags {@code MSG_*}
     */
    default Sqe prepRecv(int fd, long address, int lengthBytes, int msgFlags) {
        return prepRw(IORING_OP_RECV, fd, address, lengthBytes, 0, msgFlags);
    }

    /**
     * {@return this, prepared as receives until a CQE without {@code F_MORE}; needs {@link Sqe#bufferSelect(int)} and
     * no {@code MSG_WAITALL}; since 6.0}
     *
     * @param fd the socket
     * @param address 0
     * @param lengthBytes most bytes per CQE (since 6.17), 0 for whole buffers
     * @param msgFlags {@code MSG_*}
     */
    default Sqe prepRecvMultishot(int fd, long address, int lengthBytes, int msgFlags) {
        return prepRecv(fd, address, lengthBytes, msgFlags).ioprio(IORING_RECV_MULTISHOT);
    }

    /**
     * {@return this, prepared as {@code recvmsg(2)}; since 5.3}
     *
     * @param fd the socket
     * @param msghdrAddress a {@code struct msghdr}, written at completion: the kernel's until the CQE
     * @param msgFlags {@code MSG_*}
     */
    default Sqe prepRecvmsg(int fd, long msghdrAddress, int msgFlags) {
        return prepRw(IORING_OP_RECVMSG, fd, msghdrAddress, 1, 0, msgFlags);
    }

    /**
     * {@return this, prepared as {@code recvmsg(2)} until a CQE without {@code F_MORE}; each buffer begins with a
     * {@code struct io_uring_recvmsg_out}; needs {@link Sqe#bufferSelect(int)}; since 6.0}
     *
     * @param fd the socket
     * @param msghdrAddress a {@code struct msghdr} of which only {@code namelen} and {@code controllen} count
     * @param msgFlags {@code MSG_*}
     */
    default Sqe prepRecvmsgMultishot(int fd, long msghdrAddress, int msgFlags) {
        return prepRecvmsg(fd, msghdrAddress, msgFlags).ioprio(IORING_RECV_MULTISHOT);
    }

    /**
     * {@return this, prepared as multishot zero-copy receives from a registered queue of the network card; since 6.15}
     *
     * @param fd the socket
     * @param lengthBytes bytes in total, 0 for no limit
     * @param zcrxIfqIndex the interface queue's id
     */
    default Sqe prepRecvZc(int fd, int lengthBytes, int zcrxIfqIndex) {
        return prepRw(IORING_OP_RECV_ZC, fd, 0, lengthBytes, 0, 0)
                .ioprio(IORING_RECV_MULTISHOT)
                .rawFileIndex(zcrxIfqIndex);
    }

    /**
     * {@return this, prepared as {@code send(2)}; since 5.6}
     *
     * @param fd the socket
     * @param address the bytes
     * @param lengthBytes how many
     * @param msgFlags {@code MSG_*}; {@code MSG_WAITALL} lets the kernel finish a short send
     */
    default Sqe prepSend(int fd, long address, int lengthBytes, int msgFlags) {
        return prepRw(IORING_OP_SEND, fd, address, lengthBytes, 0, msgFlags);
    }

    /**
     * {@return this, prepared as one send of several provided buffers; needs {@link Sqe#bufferSelect(int)}; since 6.10}
     *
     * @param fd the socket
     * @param lengthBytes most bytes to send, 0 for all that is there
     * @param msgFlags {@code MSG_*}
     */
    default Sqe prepSendBundle(int fd, int lengthBytes, int msgFlags) {
        return prepSend(fd, 0, lengthBytes, msgFlags).ioprio(IORING_RECVSEND_BUNDLE);
    }

    /**
     * {@return this, prepared as {@code sendto(2)}; since 6.1}
     *
     * @param fd the socket
     * @param address the bytes
     * @param lengthBytes how many
     * @param msgFlags {@code MSG_*}
     * @param sockaddrAddress the destination, a {@code struct sockaddr}; copied while the SQE is consumed
     * @param sockaddrLength its length in bytes
     */
    default Sqe prepSendto(
            int fd, long address, int lengthBytes, int msgFlags, long sockaddrAddress, int sockaddrLength) {
        return prepRw(IORING_OP_SEND, fd, address, lengthBytes, sockaddrAddress, msgFlags)
                .rawFileIndex(sockaddrLength & 0xFFFF);
    }

    /**
     * {@return this, prepared as a vectored send without a msghdr; since 6.17}
     *
     * @param fd the socket
     * @param iovecsAddress {@code struct iovec[]}
     * @param iovecs how many
     * @param msgFlags {@code MSG_*}
     */
    default Sqe prepSendVectorized(int fd, long iovecsAddress, int iovecs, int msgFlags) {
        return prepSend(fd, iovecsAddress, iovecs, msgFlags).ioprio(IORING_SEND_VECTORIZED);
    }

    /**
     * {@return this, prepared as {@code sendmsg(2)}; since 5.3}
     *
     * @param fd the socket
     * @param msghdrAddress a {@code struct msghdr}
     * @param msgFlags {@code MSG_*}
     */
    default Sqe prepSendmsg(int fd, long msghdrAddress, int msgFlags) {
        return prepRw(IORING_OP_SENDMSG, fd, msghdrAddress, 1, 0, msgFlags);
    }

    /**
     * {@return this, prepared as a send without copying: a CQE with the result and, if that has {@code F_MORE}, one
     * with {@code F_NOTIF}, until which the bytes are the kernel's; since 6.0}
     *
     * @param fd the socket
     * @param address the bytes
     * @param lengthBytes how many
     * @param msgFlags {@code MSG_*}
     * @param zcFlags {@code IORING_RECVSEND_*}, {@code IORING_SEND_ZC_REPORT_USAGE}
     */
    default Sqe prepSendZc(int fd, long address, int lengthBytes, int msgFlags, int zcFlags) {
        return prepRw(IORING_OP_SEND_ZC, fd, address, lengthBytes, 0, msgFlags).ioprio(zcFlags);
    }

    /**
     * {@return this, prepared as {@link #prepSendZc} from a registered buffer; since 6.0}
     *
     * @param fd the socket
     * @param address the bytes, inside the registered buffer
     * @param lengthBytes how many
     * @param msgFlags {@code MSG_*}
     * @param zcFlags as in {@link #prepSendZc}
     * @param bufIndex the registered buffer
     */
    default Sqe prepSendZcFixed(int fd, long address, int lengthBytes, int msgFlags, int zcFlags, int bufIndex) {
        return prepSendZc(fd, address, lengthBytes, msgFlags, zcFlags | IORING_RECVSEND_FIXED_BUF).bufIndex(bufIndex);
    }

    /**
     * {@return this, prepared as {@code sendmsg(2)} without copying; CQEs as of {@link #prepSendZc}; since 6.1}
     *
     * @param fd the socket
     * @param msghdrAddress a {@code struct msghdr}
     * @param msgFlags {@code MSG_*}
     */
    default Sqe prepSendmsgZc(int fd, long msghdrAddress, int msgFlags) {
        return prepRw(IORING_OP_SENDMSG_ZC, fd, msghdrAddress, 1, 0, msgFlags);
    }

    /**
     * {@return this, prepared as {@link #prepSendmsgZc} from one registered buffer; since 6.15}
     *
     * @param fd the socket
     * @param msghdrAddress a {@code struct msghdr} whose iovecs lie in the registered buffer
     * @param msgFlags {@code MSG_*}
     * @param bufIndex the registered buffer
     */
    default Sqe prepSendmsgZcFixed(int fd, long msghdrAddress, int msgFlags, int bufIndex) {
        return prepSendmsgZc(fd, msghdrAddress, msgFlags).ioprio(IORING_RECVSEND_FIXED_BUF).bufIndex(bufIndex);
    }
}
