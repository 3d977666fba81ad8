// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.unix.FileDescriptor;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.nettyuring.abi.Errno;
import org.nettyuring.sys.Syscalls;

/**
 * A descriptor that came over a Unix domain socket. It is closed without Netty's native library; reading and writing
 * through it needs that library, as with every {@link FileDescriptor}.
 */
final class ReceivedFileDescriptor extends FileDescriptor {
    private final Syscalls syscalls;

    ReceivedFileDescriptor(Syscalls syscalls, int fd) {
        super(fd);
        this.syscalls = syscalls;
    }

    /** Gives up what was received and is nobody's yet: a buffer, or a descriptor. */
    static void release(Object message) {
        if (message instanceof ReceivedFileDescriptor descriptor) {
            descriptor.syscalls.close(descriptor.intValue());
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void close() throws IOException {
        if (!markClosed()) {
            return;
        }
        int result = syscalls.close(intValue());
        if (result < 0 && result != -Errno.EINTR) {
            throw SocketErrors.of("close", this, result);
        }
    }
}
