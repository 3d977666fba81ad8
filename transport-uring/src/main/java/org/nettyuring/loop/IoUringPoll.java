// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import static org.nettyuring.abi.LinuxConstants.POLLERR;
import static org.nettyuring.abi.LinuxConstants.POLLHUP;
import static org.nettyuring.abi.LinuxConstants.POLLIN;
import static org.nettyuring.abi.LinuxConstants.POLLNVAL;
import static org.nettyuring.abi.LinuxConstants.POLLOUT;
import static org.nettyuring.abi.LinuxConstants.POLLPRI;
import static org.nettyuring.abi.LinuxConstants.POLLRDHUP;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;

/**
 * Readiness of any descriptor on an io_uring event loop: a pipe, an eventfd, a timerfd, inotify, another library's
 * socket. What epoll does for a foreign descriptor, {@code POLL_ADD} does here, in the loop's own ring.
 *
 * <p>Any thread may call any method; the {@link Listener} is called on the loop. The descriptor stays the caller's. It
 * may be closed once {@link #closeFuture()} is done, and not before: until then the kernel may hold the file, and a
 * number that was closed and given to another file would be polled the next time that the poll is armed. Polls are
 * cancelled by their {@code user_data}, never by the descriptor, so a number that is in use again is never hit.
 *
 * <table>
 * <caption>States</caption>
 * <tr><th>state</th><th>event</th><th>next</th><th>effect</th></tr>
 * <tr><td>PAUSED</td><td>resume</td><td>ARMED</td><td>{@code POLL_ADD}: what is ready now is told</td></tr>
 * <tr><td>PAUSED</td><td>pause, modify</td><td>PAUSED</td><td>modify: for the next resume</td></tr>
 * <tr><td>PAUSED</td><td>close, the loop ends</td><td>CLOSED</td><td>closeFuture</td></tr>
 * <tr><td>ARMED</td><td>events, MORE</td><td>ARMED</td><td>listener (edge)</td></tr>
 * <tr><td>ARMED</td><td>events, no MORE</td><td>ARMED; one-shot: PAUSED</td><td>listener, then {@code POLL_ADD}; an
 * edge poll is ended so when the completion queue was full</td></tr>
 * <tr><td>ARMED</td><td>POLLERR, POLLHUP, POLLNVAL</td><td>as events</td><td>as events, also unasked</td></tr>
 * <tr><td>ARMED</td><td>POLLRDHUP alone, unasked</td><td>ARMED</td><td>none: the kernel tells it as long as it lasts,
 * so the next {@code POLL_ADD} is a multishot, and after its first asked-for event a one-shot again</td></tr>
 * <tr><td>ARMED</td><td>-EBADF, -EINVAL, another errno; -ECANCELED that nobody asked for</td><td>CLOSED</td>
 * <td>closeFuture fails</td></tr>
 * <tr><td>ARMED</td><td>pause, modify, close, the loop ends</td><td>CANCELLING</td><td>cancel by
 * {@code user_data}</td></tr>
 * <tr><td>CANCELLING</td><td>events, MORE</td><td>CANCELLING</td><td>none: the next arming tells them again</td></tr>
 * <tr><td>CANCELLING</td><td>events, no MORE; -ECANCELED; an errno</td><td>ARMED, PAUSED or CLOSED, as last
 * asked</td><td>as there</td></tr>
 * <tr><td>CANCELLING</td><td>resume, modify, pause, close</td><td>CANCELLING</td><td>remembered</td></tr>
 * <tr><td>CLOSED</td><td>any call</td><td>CLOSED</td><td>none; no completion can come</td></tr>
 * <tr><td>any</td><td>the listener throws</td><td>as close</td><td>closeFuture fails</td></tr>
 * </table>
 *
 * <p>Linux 5.10; {@link Trigger#EDGE} needs 5.13. A change is a cancel and a new poll, not an
 * {@code IORING_POLL_UPDATE_EVENTS}: listeners mostly change their interest while they are called, when a level poll is
 * not in the kernel, so the update would save a turn in few cases and add its own races to all.
 */
public final class IoUringPoll {
    /** {@code POLLIN} to {@code POLLMSG}, and {@code POLLRDHUP}: no bit that changes how epoll works. */
    private static final int KNOWN = 0x7FF | POLLRDHUP;

    private final IoEventLoop loop;
    private final int fd;
    private final PollState state;
    private final Promise<Void> closed;

    /** When the listener is called. */
    public enum Trigger {
        /**
         * As long as something is ready: once per turn of the loop until the listener has consumed it, or
         * {@link IoUringPoll#pause() paused}. One {@code POLL_ADD} per call.
         */
        LEVEL,
        /**
         * When something becomes ready, and for what is ready at the beginning, after a resume and after a modify. The
         * listener must read or write until {@code EAGAIN}. May be called without a reason; events that come together
         * may be told together or one by one. One multishot poll.
         */
        EDGE,
        /** Once, then paused until {@link IoUringPoll#resume()}: a consumer that sets the pace. */
        ONE_SHOT
    }

    /** Learns what is ready. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Something is ready. Loop thread; must not block. What it throws closes the poll.
         *
         * @param poll may be changed or closed from within; not called again once it was paused or closed there
         * @param events {@code POLL*} of {@link org.nettyuring.abi.LinuxConstants}: what was asked for,
         *     and unasked {@code POLLERR}, {@code POLLHUP}, {@code POLLNVAL}
         * @throws Exception closes the poll and fails its {@link IoUringPoll#closeFuture()}
         */
        void onReady(IoUringPoll poll, int events) throws Exception;
    }

    private IoUringPoll(IoEventLoop loop, int fd, int events, Trigger trigger, Listener listener) {
        this.loop = loop;
        this.fd = fd;
        closed = loop.newPromise();
        state = new PollState(this, events, trigger, listener);
    }

    /**
     * Begins to poll a descriptor. Ends with the loop, if not earlier.
     *
     * @param loop an io_uring event loop
     * @param fd the caller's, open until {@link #closeFuture()} is done
     * @param events {@code POLLIN}, {@code POLLOUT}, {@code POLLPRI}, {@code POLLRDHUP}, …; 0 for errors only
     * @param trigger when the listener is called
     * @param listener called on the loop
     * @return the poll, when the loop has it; a descriptor that the kernel refuses is told by {@link #closeFuture()}
     */
    public static Future<IoUringPoll> register(
            IoEventLoop loop, int fd, int events, Trigger trigger, Listener listener) {
        checkEvents(events);
        if (fd < 0) {
            throw new IllegalArgumentException("fd: " + fd + " (expected: >= 0)");
        }
        IoUringPoll poll = new IoUringPoll(loop, fd, events, Objects.requireNonNull(trigger, "trigger"),
                Objects.requireNonNull(listener, "listener"));
        Promise<IoUringPoll> registered = loop.newPromise();
        loop.register(poll.state).addListener(future -> {
            if (future.isSuccess()) {
                poll.state.registered((IoRegistration) future.getNow());
                registered.trySuccess(poll);
            } else {
                poll.closed.tryFailure(future.cause());
                registered.tryFailure(future.cause());
            }
        });
        return registered;
    }

    private static void checkEvents(int events) {
        if ((events & ~KNOWN) != 0) {
            throw new IllegalArgumentException("events: 0x" + Integer.toHexString(events)
                    + " (expected: POLL* bits; the trigger is an argument of its own)");
        }
    }

    /**
     * Changes what is asked for; what of it is ready now is told, also to an edge poll.
     *
     * @param events as in {@link #register}
     */
    public void modify(int events) {
        checkEvents(events);
        execute(() -> state.modify(events));
    }

    /** Lets nothing be told until {@link #resume()}: after this nothing of the poll is in the kernel. */
    public void pause() {
        execute(() -> state.activate(false));
    }

    /** Goes on after a {@link #pause()} or a one-shot's call. What is ready now is told. */
    public void resume() {
        execute(() -> state.activate(true));
    }

    /**
     * Ends the poll. The listener is not called any more once the loop has taken note.
     *
     * @return {@link #closeFuture()}
     */
    public Future<Void> close() {
        execute(state::close);
        return closed;
    }

    /**
     * {@return done when the kernel has let go of the descriptor, which may then be closed; failed, with an
     * {@link org.nettyuring.sys.ErrnoException} or what the listener threw, if the poll ended by itself}
     */
    public Future<Void> closeFuture() {
        return closed;
    }

    /** {@return the descriptor} */
    public int fd() {
        return fd;
    }

    private void execute(Runnable change) {
        if (loop.inEventLoop()) {
            change.run();
            return;
        }
        try {
            loop.execute(change);
        } catch (RejectedExecutionException e) {
            // The loop has ended, and the poll with it; what follows is for one that was never told.
            closed.trySuccess(null);
        }
    }

    /** The kernel holds nothing any more. Loop thread. */
    void ended(Throwable cause) {
        if (cause == null) {
            closed.trySuccess(null);
        } else {
            closed.tryFailure(cause);
        }
    }

    /** Names of event bits, for messages. */
    static String describe(int events) {
        StringBuilder text = new StringBuilder();
        int[] bits = {POLLIN, POLLPRI, POLLOUT, POLLERR, POLLHUP, POLLNVAL, POLLRDHUP};
        String[] names = {"POLLIN", "POLLPRI", "POLLOUT", "POLLERR", "POLLHUP", "POLLNVAL", "POLLRDHUP"};
        int left = events;
        for (int i = 0; i < bits.length; i++) {
            if ((events & bits[i]) != 0) {
                text.append(text.length() == 0 ? "" : "|").append(names[i]);
                left &= ~bits[i];
            }
        }
        if (left != 0 || text.length() == 0) {
            text.append(text.length() == 0 ? "" : "|").append("0x").append(Integer.toHexString(left));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return "IoUringPoll(fd " + fd + ", " + state.describe() + ")";
    }
}
