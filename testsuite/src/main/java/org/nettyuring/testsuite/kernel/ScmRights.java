// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.ArrayList;
import java.util.List;
import org.nettyuring.abi.SocketConstants;

/** The control message {@code SCM_RIGHTS} in a {@code struct msghdr}. Used under the kernel's lock. */
final class ScmRights {
    private static final int MSG_CONTROL = 32;
    private static final int MSG_CONTROLLEN = 40;
    private static final int MSG_FLAGS = 48;
    private static final int CMSG_LEVEL = 8;
    private static final int CMSG_TYPE = 12;
    private static final int CMSG_SIZE = 16;

    private final FakeKernel kernel;
    private final long msghdr;
    private final long control;
    private final int room;

    /** Reads the pointers, which the kernel does once. */
    ScmRights(FakeKernel kernel, long msghdr, SubmittedSqe sqe) {
        this.kernel = kernel;
        this.msghdr = msghdr;
        control = kernel.memory().getLong(msghdr + MSG_CONTROL);
        room = Math.toIntExact(kernel.memory().getLong(msghdr + MSG_CONTROLLEN));
        kernel.validator().checkLive(control, room, "msg_control", sqe);
    }

    MemoryRange range() {
        return new MemoryRange(control, room, "msg_control");
    }

    /** Looks the descriptors up, which the kernel does at every try; null if one is not open. */
    List<FakeFile> files() {
        if (room == 0) {
            return List.of();
        }
        long length = kernel.memory().getLong(control);
        if (length < CMSG_SIZE || length > room
                || kernel.memory().getInt(control + CMSG_LEVEL) != SocketConstants.SOL_SOCKET
                || kernel.memory().getInt(control + CMSG_TYPE) != SocketConstants.SCM_RIGHTS) {
            throw kernel.failure("not played: control message of " + length + " bytes in " + room);
        }
        List<FakeFile> files = new ArrayList<>();
        for (long at = control + CMSG_SIZE; at < control + length; at += Integer.BYTES) {
            FakeFile file = kernel.descriptors().get(kernel.memory().getInt(at));
            if (file == null) {
                return null;
            }
            files.add(file);
        }
        return files;
    }

    /** Gives descriptors to what was received, as far as there are free ones and there is room. */
    void install(List<FakeFile> files) {
        int count = 0;
        boolean truncated = false;
        for (FakeFile file : files) {
            if (kernel.descriptors().isFull() || CMSG_SIZE + (count + 1) * Integer.BYTES > room) {
                truncated = true;
                file.release();
            } else {
                int fd = kernel.descriptors().add(file);
                kernel.memory().putInt(control + CMSG_SIZE + (long) count * Integer.BYTES, fd);
                count++;
            }
        }
        if (count > 0) {
            kernel.memory().putLong(control, CMSG_SIZE + (long) count * Integer.BYTES);
            kernel.memory().putInt(control + CMSG_LEVEL, SocketConstants.SOL_SOCKET);
            kernel.memory().putInt(control + CMSG_TYPE, SocketConstants.SCM_RIGHTS);
        }
        int aligned = count * Integer.BYTES + Long.BYTES - 1 & -Long.BYTES;
        kernel.memory().putLong(msghdr + MSG_CONTROLLEN, count == 0 ? 0 : CMSG_SIZE + aligned);
        kernel.memory().putInt(msghdr + MSG_FLAGS, truncated ? SocketConstants.MSG_CTRUNC : 0);
    }
}
