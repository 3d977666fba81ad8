// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_BUFFER;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_ACCEPT;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_ASYNC_CANCEL;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_CONNECT;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_POLL_ADD;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_READ;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_RECV;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_RECVMSG;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_SEND;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_SENDMSG;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_TIMEOUT;
import static org.nettyuring.abi.SocketConstants.AF_UNIX;
import static org.nettyuring.abi.SocketConstants.SOCK_CLOEXEC;
import static org.nettyuring.abi.SocketConstants.SOCK_STREAM;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.ManualIoEventLoop;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.nettyuring.loop.IoUringIoHandle;
import org.nettyuring.loop.IoUringIoHandler;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.loop.IoUringIoRegistration;
import org.nettyuring.op.NopOp;
import org.nettyuring.op.RecvListener;
import org.nettyuring.op.RecvOp;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;

/**
 * Finds out whether the transport works here by using it: makes the ring that an event loop would have, looks for the
 * operations that there is no doing without, and receives a byte from a socket pair through it. One thread.
 */
final class AvailabilityProbe implements IoUringIoHandle, RecvListener {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long JOIN_PATIENCE_SECONDS = 15;
    private static final int BYTE_OFFSET = 64;

    /** What the transport has no other way for; the last of them came with Linux 5.6. */
    private static final Map<Integer, String> NEEDED = Map.of(
            IORING_OP_ACCEPT, "ACCEPT", IORING_OP_CONNECT, "CONNECT", IORING_OP_RECV, "RECV", IORING_OP_SEND, "SEND",
            IORING_OP_RECVMSG, "RECVMSG", IORING_OP_SENDMSG, "SENDMSG", IORING_OP_POLL_ADD, "POLL_ADD",
            IORING_OP_READ, "READ", IORING_OP_TIMEOUT, "TIMEOUT", IORING_OP_ASYNC_CANCEL, "ASYNC_CANCEL");

    private final Syscalls syscalls;
    private final RecvOp recv;
    private final int peer;
    private IoUringIoRegistration loop;
    private boolean nopDone;
    private boolean done;
    private Throwable failure;

    private AvailabilityProbe(Syscalls syscalls, int fd, int peer) {
        this.syscalls = syscalls;
        this.peer = peer;
        recv = new RecvOp(fd, this);
    }

    /**
     * Tries on a thread of its own: a ring belongs to the thread that enables it. May be called from a class
     * initializer.
     *
     * @return why the transport cannot be used; null if it can
     */
    static Throwable runOnItsOwnThread() {
        Throwable[] cause = {new TimeoutException("io_uring: the probe did not end")};
        Thread thread = new Thread(() -> {
            try {
                run(NativeSyscalls.get());
                cause[0] = null;
            } catch (Throwable t) {
                cause[0] = t;
            }
        }, "io_uring probe");
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = join(thread);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return cause[0];
    }

    private static boolean join(Thread thread) {
        boolean interrupted = false;
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(JOIN_PATIENCE_SECONDS);
        while (thread.isAlive() && System.nanoTime() - deadlineNs < 0) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadlineNs - System.nanoTime()));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    /**
     * Tries.
     *
     * @throws Throwable why the transport cannot be used
     */
    static void run(Syscalls syscalls) throws Throwable {
        Scratch scratch = Scratch.get(syscalls);
        int result = syscalls.socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, scratch.address());
        if (result < 0) {
            throw new ErrnoException("socketpair", "AF_UNIX", -result);
        }
        int fd = scratch.buffer().getInt(0);
        int peer = scratch.buffer().getInt(Integer.BYTES);
        try {
            new AvailabilityProbe(syscalls, fd, peer).run();
        } finally {
            syscalls.close(fd);
            syscalls.close(peer);
        }
    }

    private void run() throws Throwable {
        ManualIoEventLoop eventLoop = new ManualIoEventLoop(Thread.currentThread(), IoUringIoHandler.newFactory(
                IoUringIoHandlerConfig.builder().syscalls(syscalls).build()));
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        try {
            eventLoop.register(this);
            while (!done && failure == null && System.nanoTime() - deadlineNs < 0) {
                eventLoop.run(deadlineNs - System.nanoTime());
            }
        } finally {
            eventLoop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            while (!eventLoop.isTerminated() && System.nanoTime() - deadlineNs < PATIENCE_NS) {
                eventLoop.runNow();
            }
        }
        if (failure != null) {
            throw failure;
        }
        if (!done) {
            throw new IOException("io_uring: a ring was made, but " + (nopDone ? "a receive" : "a NOP")
                    + " did not complete within " + TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NS) + " s");
        }
    }

    @Override
    public void registered(IoUringIoRegistration registration) {
        loop = registration;
        NEEDED.forEach((opcode, name) -> {
            if (!loop.capabilities().supportsOpcode(opcode)) {
                failure = new UnsupportedOperationException("io_uring: this kernel does not have IORING_OP_" + name
                        + ", or forbids it (Linux 5.6 has all that are needed)");
            }
        });
        loop.submit(new NopOp(this::onNop));
    }

    private void onNop(int res) {
        if (res < 0) {
            failure = new ErrnoException("io_uring NOP", "", -res);
            return;
        }
        nopDone = true;
        Scratch scratch = Scratch.get(syscalls);
        if (loop.buffers() != null) {
            recv.arm(loop, loop.buffers().bgid(), 1);
        } else {
            recv.armInto(loop, scratch.address() + BYTE_OFFSET, 1);
        }
        scratch.buffer().put(0, (byte) 1);
        syscalls.write(peer, scratch.address(), 1);
    }

    @Override
    public void onBytes(int res, int flags) {
        if ((flags & IORING_CQE_F_BUFFER) != 0) {
            loop.buffers().lend(UnpooledByteBufAllocator.DEFAULT, res, flags).release();
        }
    }

    @Override
    public void onEnded(int res, int flags) {
        if (res == 1) {
            done = true;
        } else {
            failure = new ErrnoException("io_uring RECV", "socket pair", -res);
        }
    }

    @Override
    public void onException(Throwable cause) {
        failure = cause;
    }

    /** Nothing: completions go to the operations. */
    @Override
    public void handle(IoRegistration registration, IoEvent event) {}

    @Override
    public void close() {
        if (recv.isInFlight()) {
            recv.cancel(loop);
        }
        loop.cancel();
    }

    @Override
    public String toString() {
        return "availability probe";
    }
}
