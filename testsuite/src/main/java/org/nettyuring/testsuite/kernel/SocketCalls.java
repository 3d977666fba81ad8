// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.ToIntFunction;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.SocketConstants;

/** The socket system calls. Their memory is the caller's for the call only. Used under the kernel's lock. */
final class SocketCalls {
    private static final int ENOTSOCK = 88;
    private static final int TYPE_MASK = 0xF;

    private final FakeKernel kernel;

    SocketCalls(FakeKernel kernel) {
        this.kernel = kernel;
    }

    int socket(int domain, int type) {
        boolean played = domain == SocketConstants.AF_INET || domain == SocketConstants.AF_INET6
                || domain == SocketConstants.AF_UNIX;
        boolean datagrams = (type & TYPE_MASK) == SocketConstants.SOCK_DGRAM;
        if (!played || !datagrams && (type & TYPE_MASK) != SocketConstants.SOCK_STREAM) {
            throw kernel.failure("not played: socket(" + domain + ", " + type + ")");
        }
        if (kernel.descriptors().isFull()) {
            return -Errno.EMFILE;
        }
        return kernel.descriptors().add(
                datagrams ? new FakeDatagramSocket(kernel, domain) : new FakeSocket(kernel, domain));
    }

    int connect(int fd, long sockaddr, int lengthBytes) {
        if (kernel.descriptors().get(fd) instanceof FakeDatagramSocket socket) {
            return socket.connect(kernel.memory().read(sockaddr, lengthBytes));
        }
        throw kernel.failure("not played: connect(2) of a stream, which blocks");
    }

    int socketpair(int domain, int type, long fdsAddress) {
        FakeSocket a = new FakeSocket(kernel, domain);
        FakeSocket b = new FakeSocket(kernel, domain);
        if (domain != SocketConstants.AF_UNIX || (type & TYPE_MASK) != SocketConstants.SOCK_STREAM) {
            throw kernel.failure("not played: socketpair(" + domain + ", " + type + ")");
        }
        FakeSocket.pair(a, b);
        kernel.memory().putInt(fdsAddress, kernel.descriptors().add(a));
        kernel.memory().putInt(fdsAddress + Integer.BYTES, kernel.descriptors().add(b));
        return 0;
    }

    int bind(int fd, long sockaddr, int lengthBytes) {
        return onAny(fd, socket -> {
            byte[] name = kernel.memory().read(sockaddr, lengthBytes);
            return SocketName.family(name) == socket.family ? kernel.network().bind(socket, name) : -Errno.EINVAL;
        });
    }

    int listen(int fd) {
        return on(fd, socket -> {
            if (socket.family != SocketConstants.AF_UNIX && SocketName.port(socket.localName) == 0) {
                kernel.network().bind(socket, SocketName.loopback(socket.family, 0));
            }
            socket.listen();
            return 0;
        });
    }

    int shutdown(int fd, int how) {
        return on(fd, socket -> socket.shutdown(how));
    }

    int setsockopt(int fd, long key, long value, int lengthBytes) {
        return onAny(fd, socket -> {
            socket.options.put(key, kernel.memory().read(value, lengthBytes));
            socket.optionSet(key);
            return 0;
        });
    }

    int getsockopt(int fd, long key, long value, long lengthAddress) {
        return onAny(fd, socket -> {
            int room = kernel.memory().getInt(lengthAddress);
            byte[] stored = socket.options.getOrDefault(key, new byte[Integer.BYTES]);
            if (key == key(SocketConstants.SOL_SOCKET, SocketConstants.SO_ERROR)) {
                stored = new byte[Integer.BYTES];
                ByteBuffer.wrap(stored).order(ByteOrder.nativeOrder()).putInt(socket.takePendingError());
            }
            int length = Math.min(room, stored.length);
            kernel.memory().write(value, stored, 0, length);
            kernel.memory().putInt(lengthAddress, length);
            return 0;
        });
    }

    static long key(int level, int option) {
        return (long) level << 32 | option;
    }

    int getsockname(int fd, long sockaddr, long lengthAddress) {
        return onAny(fd, socket -> writeName(socket.localName, sockaddr, lengthAddress));
    }

    int getpeername(int fd, long sockaddr, long lengthAddress) {
        return onAny(fd, socket -> socket.remoteName == null || isReset(socket) ? -Errno.ENOTCONN
                : writeName(socket.remoteName, sockaddr, lengthAddress));
    }

    int writeName(byte[] name, long sockaddr, long lengthAddress) {
        int room = kernel.memory().getInt(lengthAddress);
        kernel.memory().write(sockaddr, name, 0, Math.min(room, name.length));
        kernel.memory().putInt(lengthAddress, name.length);
        return 0;
    }

    long read(int fd, long address, long lengthBytes) {
        FakeFile file = kernel.descriptors().get(fd);
        if (file instanceof FakeEventFd eventFd) {
            long count = eventFd.take();
            kernel.memory().putLong(address, count);
            return count == 0 ? -Errno.EAGAIN : Long.BYTES;
        }
        if (file instanceof FakePipe pipe) {
            return pipe.read(kernel.memory(), address, lengthBytes);
        }
        return on(fd, socket -> receive(socket, address, lengthBytes));
    }

    long write(int fd, long address, long lengthBytes) {
        FakeFile file = kernel.descriptors().get(fd);
        if (file instanceof FakeEventFd eventFd) {
            eventFd.add(kernel.memory().getLong(address));
            return Long.BYTES;
        }
        if (file instanceof FakePipe pipe) {
            return pipe.write(kernel.memory(), address, lengthBytes);
        }
        return on(fd, socket -> {
            int room = socket.sendable();
            if (room == FakeSocket.AGAIN) {
                return -Errno.EAGAIN;
            }
            int length = (int) Math.min(room, lengthBytes);
            if (length > 0) {
                socket.put(kernel.memory().read(address, length), 0, length);
            }
            return length;
        });
    }

    long send(int fd, long address, long lengthBytes, int flags) {
        if (flags != (SocketConstants.MSG_DONTWAIT | SocketConstants.MSG_NOSIGNAL)) {
            throw kernel.failure("not played: send(2) with flags 0x" + Integer.toHexString(flags));
        }
        if (kernel.plan().fires(Fault.SEND_EAGAIN)) {
            return -Errno.EAGAIN;
        }
        if (kernel.plan().fires(Fault.SEND_EINTR)) {
            return -Errno.EINTR;
        }
        boolean isShort = lengthBytes > 1 && kernel.plan().fires(Fault.SHORT_SEND);
        return write(fd, address, isShort ? 1 + kernel.plan().below((int) lengthBytes - 1) : lengthBytes);
    }

    /** May stop where it likes: before urgent data on TCP, where descriptors are passed elsewhere. */
    long recv(int fd, long address, long lengthBytes, int flags) {
        if (flags != SocketConstants.MSG_DONTWAIT) {
            throw kernel.failure("not played: recv(2) with flags 0x" + Integer.toHexString(flags));
        }
        if (kernel.plan().fires(Fault.RECV_EINTR)) {
            return -Errno.EINTR;
        }
        if (kernel.plan().fires(Fault.RECV_ENOBUFS)) {
            return -Errno.ENOBUFS;
        }
        if (kernel.plan().fires(Fault.RECV_ENOMEM)) {
            return -Errno.ENOMEM;
        }
        return on(fd, socket -> {
            if (kernel.plan().fires(Fault.CONNECTION_RESET)) {
                socket.receiveReset();
            }
            boolean isShort = lengthBytes > 1 && kernel.plan().fires(Fault.SHORT_RECV);
            return receive(socket, address, isShort ? 1 + kernel.plan().below((int) lengthBytes - 1) : lengthBytes);
        });
    }

    private int receive(FakeSocket socket, long address, long lengthBytes) {
        int readable = socket.receivable();
        if (readable == FakeSocket.AGAIN) {
            return -Errno.EAGAIN;
        }
        int length = (int) Math.min(readable, lengthBytes);
        if (length > 0) {
            kernel.memory().write(address, socket.take(length), 0, length);
        }
        return length;
    }

    private static boolean isReset(BoundSocket socket) {
        return socket instanceof FakeSocket stream && stream.isReset();
    }

    private int on(int fd, ToIntFunction<FakeSocket> call) {
        return onAny(fd, socket -> socket instanceof FakeSocket stream ? call.applyAsInt(stream) : -ENOTSOCK);
    }

    private int onAny(int fd, ToIntFunction<BoundSocket> call) {
        FakeFile file = kernel.descriptors().get(fd);
        if (file == null) {
            if (fd != -1 && !kernel.validator().badDescriptorsAllowed()) {
                throw kernel.failure("system call on fd " + fd + ", which is not open");
            }
            return -Errno.EBADF;
        }
        return file instanceof BoundSocket socket ? call.applyAsInt(socket) : -ENOTSOCK;
    }
}
