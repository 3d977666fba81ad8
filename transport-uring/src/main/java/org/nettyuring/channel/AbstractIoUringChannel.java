// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.nettyuring.channel.CloseSequence.CloseRequest;
import org.nettyuring.loop.IoUringIoHandle;
import org.nettyuring.loop.IoUringIoRegistration;
import org.nettyuring.metrics.FlightEvents;
import org.nettyuring.op.IoPriority;
import org.nettyuring.op.SocketOp;

/**
 * What all channels of this transport share: the socket, the registration, and closing as a join. What a channel does
 * with the ring is in its {@link ChannelRole}.
 *
 * <p>{@link #isActive()} stays true until the kernel let go of the last operation, so that {@code channelInactive}
 * comes after everything else.
 *
 * <p>Long because it is two: Netty lets only an inner class of a channel be an {@code AbstractUnsafe}.
 */
abstract class AbstractIoUringChannel extends AbstractChannel
        implements UnixChannel, CloseSequence.Host, SocketOp.Owner {
    final Socket socket;

    private final CloseSequence closeSequence = new CloseSequence(this);
    private IoUringIoRegistration loop;
    private IoRegistration registration;
    private boolean activating;
    private volatile boolean active;
    private volatile boolean bound;
    /** {@link IoPriority#code()}. */
    private volatile byte priority;

    AbstractIoUringChannel(Channel parent, Socket socket, boolean active) {
        super(parent);
        this.socket = socket;
        this.active = active;
        bound = active;
    }

    /** {@return what the channel does with its socket; null while it is being made} */
    abstract ChannelRole role();

    @Override
    public final ChannelPart parts() {
        return role();
    }

    final CloseSequence closeSequence() {
        return closeSequence;
    }

    /** {@return the loop's own registration; null before the first registration} */
    final IoUringIoRegistration loop() {
        return loop;
    }

    /** {@return whether handlers are being told that the channel is active: what they flush goes out at once} */
    final boolean isActivating() {
        return activating;
    }

    /** The channel has a connection, or listens. */
    final void setActive() {
        active = true;
        bound = true;
    }

    /** A connection was made: the local address asked for before it was another one. */
    @SuppressWarnings("deprecation") // the field it clears is private to Netty
    final void setConnected() {
        invalidateLocalAddress();
        setActive();
    }

    /** A connection was dissolved: both addresses are asked for again. */
    @SuppressWarnings("deprecation") // the fields it clears are private to Netty
    final void setDisconnected() {
        active = false;
        invalidateLocalAddress();
        invalidateRemoteAddress();
    }

    /** Tells the handlers that the channel is active. */
    final void fireActive() {
        activating = true;
        try {
            pipeline().fireChannelActive();
        } finally {
            activating = false;
        }
    }

    final UringUnsafe uringUnsafe() {
        return (UringUnsafe) unsafe();
    }

    /** {@code setAutoRead(false)}. Any thread. */
    final void autoReadCleared() {
        if (isRegistered()) {
            onLoop(() -> {
                if (!config().isAutoRead()) {
                    role().stopReading();
                }
            });
        }
    }

    final IoPriority ioPriority() {
        return IoPriority.of(priority);
    }

    /** Any thread. */
    final void ioPriority(IoPriority newPriority) {
        priority = newPriority.code();
        if (isRegistered()) {
            onLoop(this::applyPriority);
        }
    }

    private void applyPriority() {
        if (priority != loop.priority().code()) {
            loop.prioritize(ioPriority());
            role().priorityChanged();
        }
    }

    /** Runs a task on the channel's loop, which may be another one when it is the task's turn. Any thread. */
    final void onLoop(Runnable task) {
        EventLoop eventLoop = eventLoop();
        if (eventLoop.inEventLoop()) {
            task.run();
        } else {
            eventLoop.execute(() -> onLoop(task));
        }
    }

    @Override
    public final void onException(Throwable cause) {
        pipeline().fireExceptionCaught(cause);
        unsafe().close(voidPromise());
    }

    @Override
    public final boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public boolean isActive() {
        return active;
    }

    /**
     * {@return the socket's descriptor, still the channel's} Do not read, write or close it: the kernel may be at work
     * on it.
     */
    @Override
    public final FileDescriptor fd() {
        return new FileDescriptor(socket.fd());
    }

    @Override
    protected final boolean isCompatible(EventLoop eventLoop) {
        return eventLoop instanceof IoEventLoop ioEventLoop && ioEventLoop.isCompatible(UringUnsafe.class);
    }

    @Override
    protected final AbstractUnsafe newUnsafe() {
        return new UringUnsafe();
    }

    @Override
    protected final SocketAddress localAddress0() {
        return bound ? socket.localAddress() : null;
    }

    @Override
    protected final SocketAddress remoteAddress0() {
        return role().remoteAddress();
    }

    @Override
    protected void doBind(SocketAddress localAddress) throws Exception {
        socket.bind(localAddress);
        bound = true;
    }

    @Override
    protected final void doBeginRead() {
        role().beginRead();
    }

    @Override
    protected final void doWrite(ChannelOutboundBuffer outbound) throws Exception {
        role().write(outbound);
    }

    @Override
    protected final Object filterOutboundMessage(Object message) throws Exception {
        return role().filter(message);
    }

    @Override
    protected final void doRegister(ChannelPromise promise) {
        ((IoEventLoop) eventLoop()).register(uringUnsafe()).addListener(future -> {
            if (!future.isSuccess()) {
                promise.setFailure(future.cause());
                return;
            }
            registration = (IoRegistration) future.getNow();
            closeSequence.registered();
            activating = true; // the promise's listener may fire channelActive
            try {
                promise.setSuccess();
            } finally {
                activating = false;
            }
            applyPriority(); // another thread may have set it meanwhile
            if (closeSequence.isOpen()) {
                role().resume();
            }
        });
    }

    @Override
    protected final void doDeregister() {
        IoRegistration old = registration;
        if (old != null) {
            registration = null;
            old.cancel();
        }
    }

    @Override
    protected void doDisconnect() throws Exception {
        doClose();
    }

    /**
     * Closes the descriptor if the kernel holds nothing; else, forcibly, as soon as it does not. Perhaps off the loop.
     */
    @Override
    protected final void doClose() throws Exception {
        if (!closeSequence.isClosed()) {
            closeSequence.closeForcibly();
            return;
        }
        active = false;
        socket.close();
    }

    @Override
    public final void finishClose(CloseRequest request) {
        if (request != null) {
            uringUnsafe().superClose(request);
        } else {
            unsafe().closeForcibly(); // comes back to doClose, with nothing in the kernel
            doDeregister();
        }
    }

    @Override
    public final void finishDeregister(ChannelPromise promise) {
        uringUnsafe().superDeregister(promise);
    }

    @Override
    public final Future<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return isRegistered() && !eventLoop().isShuttingDown() ? eventLoop().schedule(task, delay, unit) : null;
    }

    @Override
    public final void drainIsSlow(String inFlight) {
        loop().counters().slowCloses++;
        FlightEvents.slowClose(this, TimeUnit.SECONDS.toMillis(CloseSequence.SLOW_DRAIN_SECONDS), inFlight);
    }

    /** What Netty calls, and what the loop knows of this channel. */
    final class UringUnsafe extends AbstractUnsafe implements IoUringIoHandle {
        AbstractIoUringChannel channel() {
            return AbstractIoUringChannel.this;
        }

        @Override
        public void registered(IoUringIoRegistration newLoop) {
            loop = newLoop;
            if (priority != 0) {
                newLoop.prioritize(ioPriority());
            }
            role().attach(newLoop);
        }

        /** Nothing: completions go to the operations. */
        @Override
        public void handle(IoRegistration ioRegistration, IoEvent event) {}

        /** The loop ends. */
        @Override
        public void close() {
            close(voidPromise());
        }

        @Override
        protected void close(ChannelPromise promise, Throwable cause, ClosedChannelException closeCause) {
            if (promise.setUncancellable()) {
                closeSequence.close(new CloseRequest(promise, cause, closeCause));
            }
        }

        void superClose(CloseRequest request) {
            super.close(request.promise, request.cause, request.closeCause);
        }

        @Override
        public void deregister(ChannelPromise promise) {
            if (promise.setUncancellable()) {
                if (isRegistered()) {
                    closeSequence.deregister(promise);
                } else {
                    superDeregister(promise);
                }
            }
        }

        void superDeregister(ChannelPromise promise) {
            super.deregister(promise);
        }

        @Override
        public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
            role().connect(remote, local, promise);
        }

        /** {@return whether the channel is open; if not, the promise fails} */
        boolean checkOpen(ChannelPromise promise) {
            return ensureOpen(promise);
        }

        Throwable annotate(Throwable cause, SocketAddress remote) {
            return annotateConnectException(cause, remote);
        }

        void writeFailed(Throwable cause) {
            handleWriteError(cause);
        }

        @Override
        protected void flush0() {
            if (!role().holdsFlushes()) {
                super.flush0();
            }
        }

        /** Goes on with what was flushed, if there is something. */
        void flushAgain() {
            ChannelOutboundBuffer outbound = outboundBuffer();
            if (outbound != null && !outbound.isEmpty()) {
                flush0();
            }
        }

        @Override
        protected Executor prepareToClose() {
            return role().closeExecutor();
        }

        @Override
        public String toString() {
            return AbstractIoUringChannel.this.toString();
        }
    }
}
