// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.unix.FileDescriptor;
import java.util.StringJoiner;
import java.util.function.IntConsumer;
import org.nettyuring.op.SendFdOp;

/**
 * Sends descriptors for a stream channel, one at a time, in turn with its bytes. The descriptor stays the writer's, who
 * must not close it before the write's promise completes. Loop thread only.
 */
final class DescriptorSend extends OperationOwner implements SendFdOp.Listener {
    private final IntConsumer results;
    /** Null until the first descriptor. */
    private SendFdOp send;
    private OpMemory memory;

    /**
     * Makes an idle sender.
     *
     * @param channel whose
     * @param results learns them: 1 or {@code -errno}
     */
    DescriptorSend(AbstractIoUringChannel channel, IntConsumer results) {
        super(channel);
        this.results = results;
    }

    boolean isSending() {
        return memory != null;
    }

    /**
     * Sends.
     *
     * @param waits whether the kernel does, for room
     */
    void send(FileDescriptor descriptor, boolean waits) {
        if (send == null) {
            send = new SendFdOp(channel.socket.fd(), this);
        }
        memory = new OpMemory(channel, SendFdOp.MEMORY_BYTES);
        if (!waits) {
            send.dontWait();
        }
        send.arm(loop, memory.bytes(), memory.address(), descriptor.intValue());
    }

    /** Submissions are taken in order: the kernel has one try before it finds the cancel. */
    void cancel() {
        if (send != null) {
            send.cancelBehind(loop);
        }
    }

    @Override
    public void onSent(int res) {
        memory.release();
        memory = null;
        results.accept(res);
    }

    void describeInFlight(StringJoiner report) {
        if (isSending()) {
            report.add(send.name());
        }
    }
}
