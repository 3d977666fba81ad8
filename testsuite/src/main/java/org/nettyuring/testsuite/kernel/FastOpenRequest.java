// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import org.nettyuring.abi.Errno;
import org.nettyuring.abi.SocketLayouts.Iovec;
import org.nettyuring.abi.SocketLayouts.Msghdr;

/**
 * {@code SENDMSG} with {@code MSG_FASTOPEN}: begins a connection and never waits for it. Whether there is a cookie, so
 * that data goes with the first packet, is chance.
 */
final class FastOpenRequest extends Request {
    private static final int EISCONN = 106;
    private static final int SLOWEST_NS = 20_000_000;

    private final FakeSocket socket;
    private final byte[] name;
    private final byte[] data;

    FastOpenRequest(FakeRing ring, SubmittedSqe sqe, FakeSocket socket) {
        super(ring, sqe, socket);
        this.socket = socket;
        kernel.validator().checkLive(sqe.addr(), Msghdr.SIZE, "msghdr", sqe);
        KernelMemory memory = kernel.memory();
        long nameAddress = memory.getLong(sqe.addr() + Msghdr.MSG_NAME_OFFSET);
        int nameLength = memory.getInt(sqe.addr() + Msghdr.MSG_NAMELEN_OFFSET);
        kernel.validator().checkLive(nameAddress, nameLength, "msg_name", sqe);
        name = memory.read(nameAddress, nameLength);
        if (memory.getLong(sqe.addr() + Msghdr.MSG_IOVLEN_OFFSET) != 1) {
            throw kernel.failure("not played: fast open with several iovecs: " + sqe);
        }
        long iovec = memory.getLong(sqe.addr() + Msghdr.MSG_IOV_OFFSET);
        kernel.validator().checkLive(iovec, Iovec.SIZE, "iovec", sqe);
        long address = memory.getLong(iovec + Iovec.IOV_BASE_OFFSET);
        int length = Math.toIntExact(memory.getLong(iovec + Iovec.IOV_LEN_OFFSET));
        kernel.validator().checkLive(address, length, "iovec[0]", sqe);
        data = memory.read(address, length);
    }

    @Override
    boolean mayBeDelayed() {
        return false;
    }

    @Override
    void attempt() {
        if (socket.isConnected()) {
            end(-EISCONN, 0);
        } else if (kernel.plan().fires(Fault.FAST_OPEN_OFF)) {
            end(-Errno.EOPNOTSUPP, 0);
        } else {
            int early = data.length > 0 && kernel.plan().fires(Fault.FAST_OPEN_COOKIE)
                    ? 1 + kernel.plan().below(data.length) : 0;
            kernel.clock().schedule(kernel.clock().nowNs() + 1 + kernel.plan().below(SLOWEST_NS), () -> answer(early));
            end(early > 0 ? early : -Errno.EINPROGRESS, 0);
        }
    }

    private void answer(int early) {
        if (!socket.isOpen()) {
            return;
        }
        int result = kernel.network().connect(socket, name);
        if (result == 0 && early > 0) {
            socket.put(data, 0, early);
        } else if (result < 0 && result != FakeSocket.AGAIN) {
            socket.fail(-result);
        }
    }
}
