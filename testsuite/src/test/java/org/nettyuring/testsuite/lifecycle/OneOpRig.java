// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import io.netty.buffer.ByteBuf;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import java.util.StringJoiner;
import org.nettyuring.loop.IoUringIoHandle;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.loop.IoUringIoRegistration;
import org.nettyuring.op.SocketOp;
import org.nettyuring.testsuite.kernel.FakePeers;
import org.nettyuring.testsuite.kernel.PeerSocket;

/** One operation; what its owner learns is written down. */
abstract class OneOpRig extends LoopRig implements IoUringIoHandle, SocketOp.Owner {
    private static final int MEMORY_BYTES = 128 * 1024;
    private static final int MOST_WAITS = 10;

    private final StringJoiner told = new StringJoiner(", ");
    private final ByteBuf memory = kernel.allocator().directBuffer(MEMORY_BYTES);
    private IoUringIoRegistration registration;
    private SocketOp op;
    private PeerSocket far;

    OneOpRig() {
        super(IoUringIoHandlerConfig.builder().ringSize(8).cqSize(16).buffers(4, 64));
        loop.eventLoop().register(this);
        turns(2);
    }

    @Override
    public final void registered(IoUringIoRegistration newRegistration) {
        registration = newRegistration;
    }

    final IoUringIoRegistration loop() {
        return registration;
    }

    /** {@return memory that lives as long as this} */
    final ByteBuf memory() {
        return memory;
    }

    final long address() {
        return memory.memoryAddress();
    }

    /** {@return the far end of a stream} */
    final PeerSocket far() {
        return far;
    }

    /** {@return this end of a connection} */
    final int near(FakePeers.Connection connection) {
        far = connection.peer();
        owned.push(far);
        owned.push(() -> kernel.close(connection.fd()));
        return connection.fd();
    }

    /** {@return a {@code struct sockaddr_in} of loopback} */
    static byte[] sockaddr(int port) {
        return new byte[] {2, 0, (byte) (port >> 8), (byte) port, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};
    }

    final <T extends SocketOp> T use(T newOp) {
        op = newOp;
        return newOp;
    }

    final void tell(String what) {
        told.add(what);
    }

    /** Asks the operation to end. */
    final void cancel() {
        op.cancel(registration);
        turns(3);
    }

    @Override
    public final void onException(Throwable cause) {
        tell(cause.toString());
    }

    /** {@return what the owner was told, and where the operation is} */
    final String story() {
        String state = op.isCancelling() ? "CANCELLING" : op.isInFlight() ? "IN_FLIGHT" : "IDLE";
        return told.length() == 0 ? state : told + ": " + state;
    }

    @Override
    public final void handle(IoRegistration ioRegistration, IoEvent event) {}

    /** Ends what is left, and checks that nothing is. */
    @Override
    public void close() {
        op.cancel(registration);
        for (int i = 0; op.isInFlight(); i++) {
            waitLong();
            if (i > MOST_WAITS) {
                throw new AssertionError("does not end: " + kernel.describe());
            }
        }
        registration.cancel();
        memory.release();
        super.close();
    }
}
