// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.LinuxConstants.POLLOUT;
import static org.nettyuring.abi.SocketConstants.SOL_SOCKET;
import static org.nettyuring.abi.SocketConstants.SO_ERROR;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import java.nio.ByteBuffer;
import java.util.StringJoiner;
import org.nettyuring.abi.Errno;
import org.nettyuring.buffer.BufferAddresses;
import org.nettyuring.op.FastOpenOp;
import org.nettyuring.op.PollOp;

/**
 * Opens a TCP connection with the first written bytes in its first packet (TCP fast open), so that they arrive a round
 * trip earlier. They count as sent when the connection is there.
 *
 * <table>
 * <caption>Completions</caption>
 * <tr><th>operation</th><th>result</th><th>effect</th></tr>
 * <tr><td>SENDMSG</td><td>bytes</td><td>this machine has a cookie of the other: they are on their way; POLL</td></tr>
 * <tr><td>SENDMSG</td><td>-EINPROGRESS</td><td>a cookie was asked for, nothing else sent; POLL</td></tr>
 * <tr><td>SENDMSG</td><td>-EOPNOTSUPP</td><td>switched off here (sysctl {@code net.ipv4.tcp_fastopen}):
 * CONNECT</td></tr>
 * <tr><td>SENDMSG</td><td>other error</td><td>the attempt failed</td></tr>
 * <tr><td>POLL</td><td>events, {@code SO_ERROR} 0</td><td>the bytes leave the outbound buffer; connected</td></tr>
 * <tr><td>POLL</td><td>events, {@code SO_ERROR}</td><td>the attempt failed, and with it the write</td></tr>
 * <tr><td>any</td><td>-ECANCELED</td><td>the channel closes</td></tr>
 * </table>
 * Loop thread only.
 */
final class FastOpen extends OperationOwner implements FastOpenOp.Listener, PollOp.Listener {
    private static final SocketOption<Integer> ERROR =
            new SocketOption<>("SO_ERROR", SOL_SOCKET, SO_ERROR, OptionFormat.INTEGER);

    private final Host host;
    private final FastOpenOp firstPacket;
    private final PollOp established;
    /** The kernel reads it. */
    private ByteBuf held;
    private int early;

    /** The connector. */
    interface Host {
        /** The attempt is over: 0, or {@code -errno}. */
        void onConnected(int res);

        /** Nothing was sent: it must be opened in the ordinary way. */
        void onFastOpenRefused();
    }

    FastOpen(AbstractIoUringChannel channel, Host host) {
        super(channel);
        this.host = host;
        firstPacket = new FastOpenOp(channel.socket.fd(), this);
        established = new PollOp(channel.socket.fd(), POLLOUT, this);
    }

    /**
     * Begins an attempt with what was written before it, flushed or not.
     *
     * @return false if nothing was, or not in memory
     */
    boolean begin(byte[] sockaddr) {
        ChannelOutboundBuffer outbound = channel.uringUnsafe().outboundBuffer();
        if (outbound == null) {
            return false;
        }
        outbound.addFlush();
        if (!(outbound.current() instanceof ByteBuf buffer)) {
            return false;
        }
        for (ByteBuffer part : buffer.nioBuffers()) {
            if (part.hasRemaining()) {
                held = buffer.retain();
                early = 0;
                long address = BufferAddresses.of(part, channel.socket.syscalls());
                firstPacket.arm(loop, sockaddr, address, part.remaining());
                return true;
            }
        }
        return false;
    }

    @Override
    public void onFirstPacket(int res) {
        held.release();
        held = null;
        if (channel.closeSequence().isClosing()) {
            host.onConnected(-Errno.ECANCELED);
        } else if (res >= 0 || res == -Errno.EINPROGRESS) {
            early = Math.max(0, res);
            established.arm(loop);
        } else if (res == -Errno.EOPNOTSUPP) {
            host.onFastOpenRefused();
        } else {
            host.onConnected(res);
        }
    }

    @Override
    public void onPolled(PollOp op, int res) {
        int result = res;
        if (res >= 0) {
            result = -channel.socket.getOption(ERROR);
        }
        if (result == 0) {
            loop.counters().bytesSent += early;
            ChannelOutboundBuffer outbound = channel.uringUnsafe().outboundBuffer();
            if (outbound != null) {
                outbound.removeBytes(early);
            }
        }
        host.onConnected(result);
    }

    boolean isInFlight() {
        return firstPacket.isInFlight() || established.isInFlight();
    }

    void cancel() {
        firstPacket.cancel(loop);
        established.cancel(loop);
    }

    void describeInFlight(StringJoiner report) {
        firstPacket.describeInFlight(report);
        established.describeInFlight(report);
    }
}
