// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import java.io.IOException;
import org.nettyuring.loop.IoUringIoRegistration;
import org.nettyuring.op.RecvFdsOp;
import org.nettyuring.sys.Syscalls;

/**
 * Receives descriptors for a stream channel whose read mode is {@code FILE_DESCRIPTORS}.
 *
 * <table>
 * <caption>What a completion leads to, in either read mode, also after a cancel</caption>
 * <tr><th>came</th><th>channel</th><th>effect</th></tr>
 * <tr><td>descriptors, with the byte that carries them</td><td>open</td><td>a message each; the byte is
 * theirs</td></tr>
 * <tr><td>a byte without</td><td>open</td><td>a message of one byte: nothing is lost when the mode is
 * switched</td></tr>
 * <tr><td>either, and descriptors are missing</td><td>open</td><td>as above, then an exception that says so</td></tr>
 * <tr><td>either</td><td>closing</td><td>descriptors are closed</td></tr>
 * <tr><td>descriptors that nobody asked for ({@code SO_PASSPIDFD})</td><td>any</td><td>closed</td></tr>
 * </table>
 * Loop thread only.
 */
final class DescriptorReceive implements RecvFdsOp.Listener {
    private final AbstractIoUringChannel channel;
    private final StreamReader reader;
    private final RecvFdsOp receive;
    private OpMemory memory;

    DescriptorReceive(AbstractIoUringChannel channel, StreamReader reader) {
        this.channel = channel;
        this.reader = reader;
        receive = new RecvFdsOp(channel.socket.fd(), this);
    }

    RecvFdsOp op() {
        return receive;
    }

    void arm(IoUringIoRegistration loop) {
        memory = new OpMemory(channel, RecvFdsOp.MEMORY_BYTES);
        receive.arm(loop, memory.bytes(), memory.address());
    }

    @Override
    public void onMessage(byte data, int[] fds, int[] others, boolean truncated) {
        Syscalls syscalls = channel.socket.syscalls();
        for (int fd : others) {
            syscalls.close(fd);
        }
        for (int fd : fds) {
            reader.onMessage(new ReceivedFileDescriptor(syscalls, fd));
        }
        if (truncated) {
            channel.pipeline().fireExceptionCaught(new IOException("recvmsg(" + channel.socket
                    + "): MSG_CTRUNC: descriptors were lost, because this process may not open more files"
                    + " (raise ulimit -n)"));
        }
        if (fds.length == 0 && !truncated) {
            reader.onMessage(channel.alloc().ioBuffer(1).writeByte(data));
        }
    }

    @Override
    public void onEnded(int res, int flags) {
        memory.release();
        memory = null;
        reader.onEnded(res, flags);
    }

    @Override
    public void onException(Throwable cause) {
        channel.onException(cause);
    }

    @Override
    public String toString() {
        return channel.toString();
    }
}
