// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.LinuxConstants.F_SETFL;
import static org.nettyuring.abi.LinuxConstants.O_NONBLOCK;
import static org.nettyuring.abi.SocketConstants.AF_UNIX;
import static org.nettyuring.abi.SocketConstants.SHUT_RD;
import static org.nettyuring.abi.SocketConstants.SHUT_WR;
import static org.nettyuring.abi.SocketConstants.SOCK_CLOEXEC;
import static org.nettyuring.abi.SocketConstants.SOCK_DGRAM;
import static org.nettyuring.abi.SocketConstants.SOCK_STREAM;
import static org.nettyuring.abi.SocketConstants.SOL_SOCKET;
import static org.nettyuring.abi.SocketConstants.SO_ACCEPTCONN;
import static org.nettyuring.abi.SocketConstants.SO_DOMAIN;

import io.netty.channel.ChannelException;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.SocketLayouts.SockaddrStorage;
import org.nettyuring.sys.Syscalls;

/**
 * A socket's descriptor and the system calls that do not go through the ring. It is blocking, as the ring wants it.
 *
 * <p>Any thread may ask for addresses and options; a descriptor that was closed is never used again, because its number
 * may be somebody else's by then.
 */
final class Socket {
    private static final SocketOption<Integer> DOMAIN =
            new SocketOption<>("SO_DOMAIN", SOL_SOCKET, SO_DOMAIN, OptionFormat.INTEGER);
    private static final SocketOption<Boolean> ACCEPTCONN =
            new SocketOption<>("SO_ACCEPTCONN", SOL_SOCKET, SO_ACCEPTCONN, OptionFormat.BOOLEAN);

    private final Syscalls syscalls;
    private final int fd;
    private final int domain;
    /** Guarded by this; volatile for {@link #isOpen()}. */
    private volatile boolean open = true;
    private volatile boolean inputShutdown;
    private volatile boolean outputShutdown;

    Socket(Syscalls syscalls, int fd, int domain) {
        this.syscalls = syscalls;
        this.fd = fd;
        this.domain = domain;
    }

    /**
     * Makes a TCP socket.
     *
     * @param syscalls the kernel
     * @param family null for both, if the machine has both
     */
    static Socket tcp(Syscalls syscalls, SocketProtocolFamily family) {
        return open(syscalls, SocketDomain.of(syscalls, family), SOCK_STREAM);
    }

    /**
     * Makes a UDP socket.
     *
     * @param syscalls the kernel
     * @param family null for both, if the machine has both
     */
    static Socket udp(Syscalls syscalls, SocketProtocolFamily family) {
        return open(syscalls, SocketDomain.of(syscalls, family), SOCK_DGRAM);
    }

    /**
     * Makes a Unix domain socket.
     *
     * @param syscalls the kernel
     * @param type {@code SOCK_STREAM} or {@code SOCK_DGRAM}
     */
    static Socket unix(Syscalls syscalls, int type) {
        return open(syscalls, AF_UNIX, type);
    }

    private static Socket open(Syscalls syscalls, int domain, int type) {
        int fd = syscalls.socket(domain, type | SOCK_CLOEXEC, 0);
        if (fd < 0) {
            throw new ChannelException(SocketErrors.of("socket", SocketDomain.nameOf(domain), fd));
        }
        return new Socket(syscalls, fd, domain);
    }

    /**
     * Takes over a descriptor that was made elsewhere.
     *
     * @param syscalls the kernel
     * @param fd a socket, from now on this object's to close
     * @throws ChannelException if it is not a socket
     */
    static Socket adopt(Syscalls syscalls, int fd) {
        return new Socket(syscalls, fd, new Socket(syscalls, fd, 0).getOption(DOMAIN));
    }

    /** {@return a socket that this one accepted} */
    Socket accepted(int acceptedFd) {
        return new Socket(syscalls, acceptedFd, domain);
    }

    Syscalls syscalls() {
        return syscalls;
    }

    int fd() {
        return fd;
    }

    int domain() {
        return domain;
    }

    boolean isOpen() {
        return open;
    }

    boolean isInputShutdown() {
        return inputShutdown;
    }

    boolean isOutputShutdown() {
        return outputShutdown;
    }

    /** {@return whether {@code listen(2)} was called on it} */
    boolean isListening() {
        return getOption(ACCEPTCONN);
    }

    /** {@code bind(2)}. At a Unix path, a socket that is there, perhaps left by a process that died, is replaced. */
    void bind(SocketAddress address) throws IOException {
        byte[] sockaddr = SocketAddresses.encodeForBind(address, domain);
        if (domain == AF_UNIX) {
            UnixAddresses.deleteFile((DomainSocketAddress) address);
        }
        int result;
        synchronized (this) {
            checkOpen();
            result = syscalls.bind(fd, copied(sockaddr), sockaddr.length);
        }
        SocketErrors.throwIfNegative("bind", address, result);
    }

    /**
     * {@code connect(2)} of a datagram socket, which does not block.
     *
     * @return 0 or {@code -errno}; {@code -EBADF} if closed
     */
    synchronized int connect(byte[] sockaddr) {
        return open ? syscalls.connect(fd, copied(sockaddr), sockaddr.length) : -Errno.EBADF;
    }

    /**
     * Dissolves the connection of a datagram socket.
     *
     * @return 0 or {@code -errno}; {@code -EBADF} if closed
     */
    int disconnect() {
        return connect(new byte[SockaddrStorage.SIZE]); // AF_UNSPEC
    }

    private long copied(byte[] sockaddr) {
        Scratch scratch = Scratch.get(syscalls);
        for (int i = 0; i < sockaddr.length; i++) {
            scratch.buffer().put(i, sockaddr[i]);
        }
        return scratch.address();
    }

    synchronized void listen(int backlog) throws IOException {
        checkOpen();
        SocketErrors.throwIfNegative("listen", this, syscalls.listen(fd, backlog));
    }

    /**
     * Has the loop's own system calls fail with {@code EAGAIN} instead of waiting. Operations of the ring wait all the
     * same.
     */
    synchronized void setNonBlocking() throws IOException {
        checkOpen();
        SocketErrors.throwIfNegative("fcntl", this, syscalls.fcntl(fd, F_SETFL, O_NONBLOCK));
    }

    /**
     * {@code shutdown(2)} of one direction; does not block.
     *
     * @return 0 or {@code -errno}; {@code -EBADF} if closed
     */
    synchronized int shutdownInput() {
        if (!open) {
            return -Errno.EBADF;
        }
        inputShutdown = true;
        return syscalls.shutdown(fd, SHUT_RD);
    }

    /**
     * {@code shutdown(2)} of one direction; does not block.
     *
     * @return 0 or {@code -errno}; {@code -EBADF} if closed
     */
    synchronized int shutdownOutput() {
        if (!open) {
            return -Errno.EBADF;
        }
        outputShutdown = true;
        return syscalls.shutdown(fd, SHUT_WR);
    }

    /** {@return the local address, null if there is none to tell. One system call} */
    synchronized SocketAddress localAddress() {
        return open ? address(false) : null;
    }

    /** {@return the peer's address, null if there is none to tell. One system call} */
    synchronized SocketAddress remoteAddress() {
        return open ? address(true) : null;
    }

    private SocketAddress address(boolean ofPeer) {
        Scratch scratch = Scratch.get(syscalls);
        long lengthAddress = scratch.lengthAddress(SockaddrStorage.SIZE);
        int result = ofPeer
                ? syscalls.getpeername(fd, scratch.address(), lengthAddress)
                : syscalls.getsockname(fd, scratch.address(), lengthAddress);
        return result < 0 ? null : SocketAddresses.decode(scratch.buffer(), scratch.length());
    }

    /**
     * {@code setsockopt(2)}.
     *
     * @throws ChannelException if the kernel refuses, naming the option, or the socket is closed
     */
    synchronized <T> void setOption(SocketOption<T> option, T value) {
        checkOpenUnchecked();
        Scratch scratch = Scratch.get(syscalls);
        OptionFormat<T> format = option.format();
        format.writer().accept(scratch.buffer(), value);
        int result = syscalls.setsockopt(fd, option.level(), option.number(), scratch.address(), format.length());
        if (result < 0) {
            throw new ChannelException(SocketErrors.ofOption("setsockopt", option, result));
        }
    }

    /**
     * {@code getsockopt(2)}.
     *
     * @throws ChannelException if the kernel refuses, naming the option, or the socket is closed
     */
    synchronized <T> T getOption(SocketOption<T> option) {
        checkOpenUnchecked();
        Scratch scratch = Scratch.get(syscalls);
        OptionFormat<T> format = option.format();
        long lengthAddress = scratch.lengthAddress(format.length());
        int result = syscalls.getsockopt(fd, option.level(), option.number(), scratch.address(), lengthAddress);
        if (result < 0) {
            throw new ChannelException(SocketErrors.ofOption("getsockopt", option, result));
        }
        return format.reader().apply(scratch.buffer());
    }

    /** Closes the descriptor once; it may block with {@code SO_LINGER}. No operation may be in the kernel. */
    void close() throws IOException {
        synchronized (this) {
            if (!open) {
                return;
            }
            open = false;
            inputShutdown = true;
            outputShutdown = true;
        }
        int result = syscalls.close(fd);
        if (result < 0 && result != -Errno.EINTR) {
            throw SocketErrors.of("close", this, result);
        }
    }

    private void checkOpen() throws ClosedChannelException {
        if (!open) {
            throw new ClosedChannelException();
        }
    }

    private void checkOpenUnchecked() {
        if (!open) {
            throw new ChannelException(new ClosedChannelException());
        }
    }

    @Override
    public String toString() {
        return "fd " + fd;
    }
}
