// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import static org.nettyuring.abi.LinuxConstants.EFD_CLOEXEC;
import static org.nettyuring.abi.LinuxConstants.O_CLOEXEC;
import static org.nettyuring.abi.SocketConstants.SOL_SOCKET;
import static org.nettyuring.abi.SocketConstants.SO_KEEPALIVE;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.SocketLayouts.SockaddrIn;
import org.nettyuring.abi.SocketLayouts.SockaddrStorage;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.Syscalls;

/**
 * A {@code SocketChannel} whose descriptor is made to mean the end of a pipe. {@code FileChannel.transferTo} knows it
 * as one of the JDK's own and calls {@code sendfile(2)}, which moves the file's pages into the pipe; to any other
 * channel it copies. Where a file allows no {@code sendfile} the JDK makes one attempt to write, as with every
 * non-blocking socket, and that ends when the pipe is full. (A {@code FileChannel} of the pipe would not do: to that it
 * writes until all is written. Nor a {@code Pipe.SinkChannel}: newer JDKs copy to that.)
 *
 * <p>The channel is connected to nobody: it met a listener that is gone. Which descriptor it has is found by its port,
 * and proven by an option that is set through the channel and read through the descriptor, before anything is done to
 * it; a byte is sent through before anybody relies on it. Loop thread only.
 */
final class SendfileDoor implements PipeDoor {
    private static final int CONNECT_TIMEOUT_MS = 1000;
    /** The JDK takes the lowest free descriptor: one soon after the last that was taken. */
    private static final int DESCRIPTORS_AHEAD = 256;
    private static final byte PROBE = 0x5A;

    private final Syscalls syscalls;
    private final SocketChannel channel;
    private final int fd;
    /** What the descriptor means while it means no pipe. */
    private final int nothing;
    private FilePipe current;

    private SendfileDoor(Syscalls syscalls, SocketChannel channel, int fd, int nothing) {
        this.syscalls = syscalls;
        this.channel = channel;
        this.fd = fd;
        this.nothing = nothing;
    }

    /**
     * Opens a door and tries it.
     *
     * @param syscalls the process's own kernel
     * @param probe an empty pipe; empty again afterwards
     * @throws IOException if it cannot be had here: no loopback, no {@code /proc}, another kernel
     */
    static SendfileDoor open(Syscalls syscalls, FilePipe probe) throws IOException {
        if (!isOwn(probe.readEnd())) {
            throw new IOException("the descriptors of " + syscalls.bindingName() + " are not this process's");
        }
        SocketChannel channel = connect();
        SendfileDoor door = null;
        try (NativeRegion memory = syscalls.allocate(SockaddrStorage.SIZE + Long.BYTES, "address of a socket")) {
            int fd = find(syscalls, channel, probe.writeEnd(), memory);
            channel.configureBlocking(false);
            int nothing = syscalls.eventfd(0, EFD_CLOEXEC);
            if (nothing < 0) {
                throw new IOException("eventfd: " + Errno.name(-nothing));
            }
            door = new SendfileDoor(syscalls, channel, fd, nothing);
            door.probe(probe, memory);
            return door;
        } catch (IOException e) {
            if (door != null) {
                door.close();
            } else {
                channel.close();
            }
            throw e;
        }
    }

    private static boolean isOwn(int pipeEnd) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/fd/" + pipeEnd)).toString().startsWith("pipe:");
    }

    private static SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open();
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            channel.socket().connect(listener.getLocalAddress(), CONNECT_TIMEOUT_MS);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static int find(Syscalls syscalls, SocketChannel channel, int recent, NativeRegion memory)
            throws IOException {
        int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        for (int i = 1; i <= recent + DESCRIPTORS_AHEAD; i++) {
            int fd = i <= DESCRIPTORS_AHEAD ? recent + i : i - DESCRIPTORS_AHEAD - 1;
            if (port(syscalls, fd, memory) == port && isProven(syscalls, channel, fd, memory)) {
                return fd;
            }
        }
        throw new IOException("no descriptor has the port of " + channel);
    }

    private static int port(Syscalls syscalls, int fd, NativeRegion memory) {
        memory.buffer().putInt(SockaddrStorage.SIZE, SockaddrStorage.SIZE);
        int result = syscalls.getsockname(fd, memory.address(), memory.address() + SockaddrStorage.SIZE);
        int high = memory.buffer().get(SockaddrIn.SIN_PORT_OFFSET) & 0xFF;
        int low = memory.buffer().get(SockaddrIn.SIN_PORT_OFFSET + 1) & 0xFF;
        return result < 0 ? -1 : high << Byte.SIZE | low;
    }

    private static boolean isProven(Syscalls syscalls, SocketChannel channel, int fd, NativeRegion memory)
            throws IOException {
        boolean proven = true;
        for (boolean on : new boolean[] {true, false}) {
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, on);
            memory.buffer().putInt(SockaddrStorage.SIZE, Integer.BYTES);
            int result = syscalls.getsockopt(
                    fd, SOL_SOCKET, SO_KEEPALIVE, memory.address(), memory.address() + SockaddrStorage.SIZE);
            proven &= result == 0 && memory.buffer().getInt(0) == (on ? 1 : 0);
        }
        return proven;
    }

    private void probe(FilePipe pipe, NativeRegion memory) throws IOException {
        int written = into(pipe).write(ByteBuffer.wrap(new byte[] {PROBE}));
        long read = syscalls.read(pipe.readEnd(), memory.address(), Long.BYTES);
        if (written != 1 || read != 1 || memory.buffer().get(0) != PROBE) {
            throw new IOException("what is written to " + channel + " does not arrive in " + pipe);
        }
    }

    @Override
    public WritableByteChannel into(FilePipe pipe) {
        if (current != pipe) {
            mean(pipe.writeEnd());
            current = pipe;
        }
        return channel;
    }

    @Override
    public void forget(FilePipe pipe) {
        if (current == pipe) {
            mean(nothing);
            current = null;
        }
    }

    /** A channel that the JDK closed has no descriptor any more: the number may be somebody else's. */
    private void mean(int other) {
        if (!channel.isOpen()) {
            return;
        }
        int result = syscalls.dup3(other, fd, O_CLOEXEC);
        if (result < 0) {
            throw new IllegalStateException("dup3(" + other + ", " + fd + "): " + Errno.name(-result));
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        if (current != null) {
            forget(current);
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("close of " + channel, e); // nobody is at the other end
        }
        syscalls.close(nothing);
    }

    @Override
    public String toString() {
        return "sendfile through descriptor " + fd;
    }
}
