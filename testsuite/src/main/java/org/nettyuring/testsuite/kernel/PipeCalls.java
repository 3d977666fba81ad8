// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import org.nettyuring.abi.Errno;
import org.nettyuring.abi.LinuxConstants;

/** {@code pipe2} and {@code splice}. Under the kernel's lock. */
final class PipeCalls {
    private final FakeKernel kernel;

    PipeCalls(FakeKernel kernel) {
        this.kernel = kernel;
    }

    int pipe2(long fdsAddress, int flags) {
        if (kernel.descriptors().isFull()) {
            return -Errno.EMFILE;
        }
        FakePipe[] ends = FakePipe.make(kernel, (flags & LinuxConstants.O_NONBLOCK) != 0);
        kernel.memory().putInt(fdsAddress, kernel.descriptors().add(ends[0]));
        kernel.memory().putInt(fdsAddress + Integer.BYTES, kernel.descriptors().add(ends[1]));
        return 0;
    }

    long splice(int fromFd, int toFd, long lengthBytes, int flags) {
        if (!(kernel.descriptors().get(fromFd) instanceof FakePipe pipe) || !pipe.isReadEnd()
                || !(kernel.descriptors().get(toFd) instanceof FakeSocket socket)) {
            throw kernel.failure("not played: splice from fd " + fromFd + " to fd " + toFd);
        }
        checkSocket(socket);
        int room = socket.sendable();
        if (room < 0) {
            return room == FakeSocket.AGAIN ? -Errno.EAGAIN : room;
        }
        if (kernel.plan().fires(Fault.SPLICE_EINTR)) {
            return -Errno.EINTR;
        }
        int length = (int) Math.min(Math.min(room, lengthBytes), pipe.readableBytes());
        if (length > 1 && kernel.plan().fires(Fault.SHORT_SEND)) {
            length = 1 + kernel.plan().below(length - 1);
        }
        if ((flags & LinuxConstants.SPLICE_F_MORE) != 0) {
            socket.putMore(pipe.take(length), length);
        } else {
            socket.put(pipe.take(length), 0, length);
        }
        return length;
    }

    /** A blocking socket would stop the loop; a send in flight could be overtaken. */
    private void checkSocket(FakeSocket socket) {
        if (!socket.isNonBlocking()) {
            throw kernel.failure("splice to " + socket + ", which blocks");
        }
        for (Request request : kernel.rings().inFlight()) {
            if (request instanceof SendRequest && request.file == socket && request.interest() != 0) {
                throw kernel.failure("splice beside " + request);
            }
        }
    }
}
