// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.nettyuring.abi.Errno;
import org.nettyuring.buffer.ProvidedBufferPool;
import org.nettyuring.op.SubmitArena;
import org.nettyuring.ring.Sqe;

/** The receiving side of a {@link RingConnection}. */
final class RecvOps {
    private RecvOps() {}

    /** {@code RECV} multishot with provided buffers. */
    static final class Multishot extends SimulatedOp {
        private final RingConnection connection;
        private final Replenished waiter = new Replenished();
        private boolean starved;

        Multishot(RingConnection connection) {
            super(connection.client);
            this.connection = connection;
        }

        void arm() {
            submit();
        }

        boolean isStarved() {
            return starved;
        }

        void cancelIfInFlight() {
            if (isInFlight()) {
                cancel();
            }
        }

        @Override
        protected boolean prepare(Sqe sqe, SubmitArena arena) {
            sqe.prepRecvMultishot(connection.fd, 0, 0, 0).bufferSelect(client.registration().buffers().bgid());
            return true;
        }

        @Override
        void onResult(int res, int flags, boolean more) {
            if (res > 0) {
                ByteBuf buffer =
                        client.registration().buffers().lend(client.kernel.allocator(), res, flags);
                connection.onReceived(ByteBufUtil.getBytes(buffer));
                if (client.random.nextInt(4) == 0) {
                    connection.keep(buffer);
                } else {
                    buffer.release();
                }
            } else if (res == 0) {
                connection.onEnd();
            } else if (res == -Errno.ENOBUFS) {
                starved = true;
                client.registration().buffers().whenReplenished(waiter);
            } else if (res != -Errno.ECANCELED && res != -Errno.EINTR && res != -Errno.ENOMEM) {
                throw new AssertionError("RECV returned " + res);
            }
            if (!more && !starved) {
                connection.receive();
            }
        }

        @Override
        public String name() {
            return "RECV multishot";
        }

        private final class Replenished extends ProvidedBufferPool.Waiter {
            @Override
            public void replenished() {
                starved = false;
                connection.receive();
            }
        }
    }

    /** {@code RECV} into memory of its own, which the kernel has until the completion. */
    static final class Once extends SimulatedOp {
        private static final int MAX_BYTES = 2000;

        private final RingConnection connection;
        private ByteBuf target;

        Once(RingConnection connection) {
            super(connection.client);
            this.connection = connection;
        }

        void cancelIfInFlight() {
            if (isInFlight()) {
                cancel();
            }
        }

        @Override
        protected boolean prepare(Sqe sqe, SubmitArena arena) {
            if (target == null) {
                int room = 1 + client.random.nextInt(MAX_BYTES);
                target = client.kernel.allocator().directBuffer(room, room);
            }
            sqe.prepRecv(connection.fd, target.memoryAddress(), target.capacity(), 0);
            return true;
        }

        @Override
        void onResult(int res, int flags, boolean more) {
            if (res > 0) {
                connection.onReceived(ByteBufUtil.getBytes(target, 0, res));
            } else if (res == 0) {
                connection.onEnd();
            } else if (res != -Errno.ECANCELED && res != -Errno.EINTR && res != -Errno.ENOBUFS
                    && res != -Errno.ENOMEM) {
                throw new AssertionError("RECV returned " + res);
            }
            if (target != null) {
                target.release();
                target = null;
            }
            connection.receive();
        }

        @Override
        public String name() {
            return "RECV";
        }
    }
}
