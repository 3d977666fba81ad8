// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.Arrays;
import org.nettyuring.abi.Errno;

/** One end of a {@code pipe(2)}. System calls are for those that do not block. Used under the kernel's lock. */
final class FakePipe extends FakeFile {
    private static final int DEFAULT_CAPACITY = 64 * 1024;

    private final boolean reads;
    private final Content content;

    /** What both ends share. */
    private static final class Content {
        final ByteQueue bytes = new ByteQueue();
        int capacity = DEFAULT_CAPACITY;
        int ends = 2;
        boolean nonBlocking;
        FakePipe reader;
    }

    private FakePipe(FakeKernel kernel, boolean reads, Content content) {
        super(kernel);
        this.reads = reads;
        this.content = content;
    }

    /** {@return the end to read from and the end to write to} */
    static FakePipe[] make(FakeKernel kernel, boolean nonBlocking) {
        Content content = new Content();
        content.nonBlocking = nonBlocking;
        content.reader = new FakePipe(kernel, true, content);
        return new FakePipe[] {content.reader, new FakePipe(kernel, false, content)};
    }

    boolean isNonBlocking() {
        return content.nonBlocking;
    }

    /** Whether nobody is left who could write. */
    boolean isAtEnd() {
        return content.ends < 2 && content.bytes.size() == 0;
    }

    int room() {
        return content.capacity - content.bytes.size();
    }

    /** Adds bytes that there is {@link #room} for. */
    void put(byte[] bytes) {
        content.bytes.add(bytes, 0, bytes.length);
        content.reader.changed(Poll.POLLIN);
    }

    private int wouldBlock() {
        if (!content.nonBlocking) {
            throw kernel.failure("a thread would wait for " + this);
        }
        return -Errno.EAGAIN;
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
        int length = (int) Math.min(lengthBytes, room());
        if (length == 0) {
            return wouldBlock();
        }
        put(memory.read(address, length));
        return length;
    }

    /** Gives what is there, or {@code -errno}. */
    long read(KernelMemory memory, long address, long lengthBytes) {
        if (!reads) {
            return -Errno.EBADF;
        }
        int length = (int) Math.min(lengthBytes, content.bytes.size());
        if (length == 0) {
            return content.ends == 2 ? wouldBlock() : 0;
        }
        memory.write(address, take(length), 0, length);
        return length;
    }

    byte[] take(int lengthBytes) {
        return content.bytes.take(lengthBytes);
    }

    /** As {@link #take}, and leaves them there. */
    byte[] look(int lengthBytes) {
        byte[] all = content.bytes.take(content.bytes.size());
        content.bytes.add(all, 0, all.length);
        return Arrays.copyOf(all, lengthBytes);
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
