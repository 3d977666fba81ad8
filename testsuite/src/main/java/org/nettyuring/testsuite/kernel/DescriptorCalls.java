// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import org.nettyuring.abi.Errno;
import org.nettyuring.abi.LinuxConstants;

/** {@code eventfd}, {@code open} and the system calls for descriptors of any kind. Under the kernel's lock. */
final class DescriptorCalls {
    private static final int PAGE_BYTES = 4096;

    private final FakeKernel kernel;

    DescriptorCalls(FakeKernel kernel) {
        this.kernel = kernel;
    }

    int eventfd(int initial) {
        return kernel.descriptors().add(new FakeEventFd(kernel, initial));
    }

    int open(long pathAddress, int flags, int mode) {
        return kernel.fileSystem().open(PathName.read(kernel, pathAddress, null), new OpenArguments(flags, mode, 0));
    }

    int close(int fd) {
        FakeFile file = kernel.descriptors().remove(fd);
        if (file == null) {
            if (!kernel.validator().badDescriptorsAllowed()) {
                throw kernel.failure("close(" + fd + "): not open");
            }
            return -Errno.EBADF;
        }
        kernel.trace("close fd %d (%s)", fd, file.toString());
        if (file instanceof FakeRing ring) {
            if (!ring.inFlight().isEmpty()) {
                kernel.recordFailure("ring closed with operations in flight: " + ring.inFlight());
            }
            kernel.rings().closed(ring);
        }
        file.release();
        return 0;
    }

    int fcntl(int fd, int command, long argument) {
        FakeFile file = kernel.descriptors().get(fd);
        if (file instanceof FakePipe pipe && command == LinuxConstants.F_SETPIPE_SZ) {
            if (kernel.plan().fires(Fault.SMALL_PIPE)) {
                return -Errno.EPERM;
            }
            pipe.capacity((int) argument / PAGE_BYTES * PAGE_BYTES);
            return pipe.capacity();
        } else if (file instanceof FakePipe pipe && command == LinuxConstants.F_GETPIPE_SZ) {
            return pipe.capacity();
        } else if (file instanceof FakeSocket socket && command == LinuxConstants.F_SETFL) {
            socket.nonBlocking((argument & LinuxConstants.O_NONBLOCK) != 0);
            return 0;
        }
        throw kernel.failure("not played: fcntl(" + fd + ", " + command + ") on " + file);
    }
}
