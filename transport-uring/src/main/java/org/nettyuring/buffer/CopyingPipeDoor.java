// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.nettyuring.abi.Errno;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.Syscalls;

/** Writes bytes into the pipe: where no {@link SendfileDoor} can be had, and on the kernels of tests. */
final class CopyingPipeDoor implements PipeDoor, WritableByteChannel {
    /** What a {@code FileChannel} hands over at a time. */
    private static final int BUFFER_BYTES = 8 * 1024;

    private final Syscalls syscalls;
    private final NativeRegion memory;
    private FilePipe pipe;

    CopyingPipeDoor(Syscalls syscalls) throws IOException {
        this.syscalls = syscalls;
        memory = syscalls.allocate(BUFFER_BYTES, "file bytes for a pipe");
    }

    @Override
    public WritableByteChannel into(FilePipe newPipe) {
        pipe = newPipe;
        return this;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int total = 0;
        while (source.hasRemaining()) {
            int length = Math.min(source.remaining(), BUFFER_BYTES);
            memory.buffer().put(0, source, source.position(), length);
            long written = syscalls.write(pipe.writeEnd(), memory.address(), length);
            if (written < 0 && written != -Errno.EAGAIN) {
                throw new IOException("write(" + pipe + "): " + Errno.name((int) -written));
            }
            total += (int) Math.max(0, written);
            source.position(source.position() + (int) Math.max(0, written));
            if (written < length) {
                break;
            }
        }
        return total;
    }

    @Override
    public void forget(FilePipe closed) {
        pipe = null;
    }

    @Override
    public boolean isOpen() {
        return !memory.isClosed();
    }

    @Override
    public void close() {
        memory.close();
    }
}
