// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import org.nettyuring.abi.Errno;

/** One end of a {@code pipe(2)}, non-blocking. Used under the kernel's lock. */
final class FakePipe extends FakeFile {
    private static final int DEFAULT_CAPACITY = 64 * 1024;

    private final boolean reads;
    private final Content content;

    /** What both ends share. */
    private static final class Content {
        final ByteQueue bytes = new ByteQueue();
        int capacity = DEFAULT_CAPACITY;
        int ends = 2;
    }

    private FakePipe(FakeKernel kernel, boolean reads, Content content) {
        super(kernel);
        this.reads = reads;
        this.content = content;
    }

    /** {@return the end to read from and the end to write to} */
    static FakePipe[] make(FakeKernel kernel) {
        Content content = new Content();
        return new FakePipe[] {new FakePipe(kernel, true, content), new FakePipe(kernel, false, content)};
    }

    int capacity() {
        return content.capacity;
    }

    void capacity(int bytes) {
        content.capacity = bytes;
    }

    boolean isReadEnd() {
        return reads;
    }

    int readableBytes() {
        return content.bytes.size();
    }

    /** Takes what fits, or {@code -errno}. */
    long write(KernelMemory memory, long address, long lengthBytes) {
        if (reads) {
            return -Errno.EBADF;
        }
        int length = (int) Math.min(lengthBytes, content.capacity - content.bytes.size());
        if (length == 0) {
            return -Errno.EAGAIN;
        }
        content.bytes.add(memory.read(address, length), 0, length);
        return length;
    }

    /** Gives what is there, or {@code -errno}. */
    long read(KernelMemory memory, long address, long lengthBytes) {
        if (!reads) {
            return -Errno.EBADF;
        }
        int length = (int) Math.min(lengthBytes, content.bytes.size());
        if (length == 0) {
            return content.ends == 2 ? -Errno.EAGAIN : 0;
        }
        memory.write(address, take(length), 0, length);
        return length;
    }

    byte[] take(int lengthBytes) {
        return content.bytes.take(lengthBytes);
    }

    @Override
    int readiness() {
        return reads ? content.bytes.size() > 0 ? Poll.POLLIN : 0 : Poll.POLLOUT;
    }

    @Override
    void released() {
        content.ends--;
    }

    @Override
    public String toString() {
        return (reads ? "read" : "write") + " end of a pipe with " + content.bytes.size() + " bytes";
    }
}
