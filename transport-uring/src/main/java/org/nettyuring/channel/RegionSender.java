// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;
import org.nettyuring.abi.Errno;
import org.nettyuring.buffer.FilePipe;
import org.nettyuring.loop.IoUringIoRegistration;

/**
 * Sends the {@link FileRegion} at the head of an outbound buffer. A file's bytes go through one of the loop's pipes
 * into the socket with {@code splice(2)}, on the loop, as long as there is room; a {@link RoomPoll} waits for
 * more. What cannot go that way (another kind of region, no pipe left) is read into a {@link FileRegionChunk} that the
 * caller sends.
 *
 * <table>
 * <caption>What is where between two calls</caption>
 * <tr><th>pipe</th><th>chunk</th><th>in the kernel</th><th>next</th></tr>
 * <tr><td>none</td><td>empty</td><td>nothing</td><td>take a pipe and fill it, or fill the chunk</td></tr>
 * <tr><td>has bytes</td><td>empty</td><td>poll</td><td>room: splice; cancelled by a departure: move them to the chunk;
 * cancelled by a close: lose them</td></tr>
 * <tr><td>none</td><td>empty</td><td>poll</td><td>as with nothing: a turn's share was sent, or the region had no
 * bytes</td></tr>
 * <tr><td>none</td><td>has bytes</td><td>the caller's send, or nothing after a departure</td><td>send them</td></tr>
 * </table>
 * Illegal: both with bytes; a pipe without a poll, which could outlast the channel's stay on the loop. Loop thread
 * only.
 */
final class RegionSender {
    /** After so many bytes the other channels of the loop have their turn, however fast the reader is. */
    private static final int MAX_BYTES_A_TURN = 1 << 20;

    /** What became of a region. */
    enum Step {
        /** Everything was sent. */
        SENT,
        /** The next bytes are in {@link #chunkBytes()}. */
        CHUNK,
        /** The wait for room, whose end is told, has begun. */
        WAITING
    }

    private final AbstractIoUringChannel channel;
    private final SentMessages sending;
    private final RoomPoll room;
    private final FileRegionChunk chunk = new FileRegionChunk();
    private IoUringIoRegistration loop;
    private FilePipe pipe;
    private int share = MAX_BYTES_A_TURN;
    private boolean nonBlocking;

    /**
     * Makes an idle sender.
     *
     * @param channel whose
     * @param sending tells promises of progress
     * @param room waits for it; who learns of the end tells {@link #waitEnded}
     */
    RegionSender(AbstractIoUringChannel channel, SentMessages sending, RoomPoll room) {
        this.channel = channel;
        this.sending = sending;
        this.room = room;
    }

    void attach(IoUringIoRegistration newLoop) {
        loop = newLoop;
    }

    /** A flush begins: it may send a turn's share. */
    void beginTurn() {
        share = MAX_BYTES_A_TURN;
    }

    /** Sends on. Nothing is in flight. */
    Step send(ChannelOutboundBuffer outbound, FileRegion region) throws Exception {
        boolean interrupted = Thread.interrupted(); // it would close the file
        try {
            if (pipe == null && chunk.isEmpty()) {
                if (isSent(region)) {
                    return Step.SENT;
                }
                if (share <= 0) {
                    return await();
                }
                // Only what Netty's own class does with a channel that takes no more is known.
                pipe = region.getClass() == DefaultFileRegion.class ? loop.pipes().take() : null;
            }
            if (pipe != null) {
                return splice(outbound, region);
            }
            return chunk.fill(region, channel.alloc()) ? Step.CHUNK : await();
        } catch (Exception e) {
            leavePipe();
            throw e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Step splice(ChannelOutboundBuffer outbound, FileRegion region) throws Exception {
        if (!nonBlocking) {
            channel.socket.setNonBlocking();
            nonBlocking = true;
        }
        while (pipe.bytes() > 0 || share > 0 && !isRead(region) && pipe.fill(region) > 0) {
            int moved = pipe.spliceTo(channel.socket.fd(), !isRead(region));
            if (moved > 0) {
                share -= moved;
                loop.counters().bytesSent += moved;
                sending.progress(outbound, moved);
            } else if (moved == -Errno.EAGAIN) {
                return await();
            } else if (moved != -Errno.EINTR) {
                throw SocketErrors.of("splice", channel.socket, moved);
            }
        }
        leavePipe();
        return isRead(region) ? Step.SENT : await();
    }

    private static boolean isRead(FileRegion region) {
        return region.transferred() >= region.count();
    }

    private Step await() {
        room.await(false);
        return Step.WAITING;
    }

    /** {@return what was read and not sent} */
    ByteBuf chunkBytes() {
        return chunk.bytes();
    }

    /** {@return whether everything of a region was sent} */
    boolean isSent(FileRegion region) {
        return pipe == null && chunk.isEmpty() && isRead(region);
    }

    /** The kernel took some of the chunk's bytes. */
    void chunkSent(int sentBytes) {
        chunk.sent(sentBytes);
    }

    /** The wait is over. */
    void waitEnded() {
        if (pipe != null && !channel.closeSequence().isOpen() && !channel.closeSequence().isClosing()) {
            moveToChunk();
        }
    }

    /** The channel leaves the loop, to which the pipe belongs. */
    private void moveToChunk() {
        try {
            chunk.takeOver(pipe, channel.alloc(), channel.socket.syscalls());
        } catch (Exception e) {
            channel.onException(e);
        } finally {
            leavePipe();
        }
    }

    private void leavePipe() {
        if (pipe != null) {
            loop.pipes().giveBack(pipe);
            pipe = null;
        }
    }

    /** Gives back what a region's bytes were kept in; what was not sent is lost. */
    void release() {
        leavePipe();
        chunk.release();
    }
}
