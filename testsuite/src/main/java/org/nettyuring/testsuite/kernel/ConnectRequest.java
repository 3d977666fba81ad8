// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

/** {@code CONNECT}. */
final class ConnectRequest extends Request {
    private static final int EISCONN = 106;
    private static final int SLOWEST_NS = 20_000_000;

    private final FakeSocket socket;
    private final byte[] name;
    private boolean waiting;
    private boolean answered;

    ConnectRequest(FakeRing ring, SubmittedSqe sqe, FakeSocket socket) {
        super(ring, sqe, socket);
        this.socket = socket;
        int length = (int) sqe.off();
        kernel.validator().checkLive(sqe.addr(), length, "sockaddr", sqe);
        name = kernel.memory().read(sqe.addr(), length);
    }

    @Override
    boolean mayBeDelayed() {
        return false;
    }

    @Override
    boolean couldComplete() {
        return kernel.network().listener(name) != null;
    }

    @Override
    void attempt() {
        if (socket.isConnected()) {
            end(-EISCONN, 0);
            return;
        }
        if (!answered && !isCancelled() && (waiting || kernel.plan().fires(Fault.SLOW_CONNECT))) {
            answerLater();
            return;
        }
        int result = kernel.network().connect(socket, name);
        if (result != FakeSocket.AGAIN) {
            end(result, 0);
        }
    }

    private void answerLater() {
        if (!waiting) {
            waiting = true;
            kernel.clock().schedule(kernel.clock().nowNs() + 1 + kernel.plan().below(SLOWEST_NS), () -> {
                answered = true;
                wake();
            });
        }
    }
}
