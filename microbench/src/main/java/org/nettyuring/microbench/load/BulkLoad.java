// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.nettyuring.microbench.run.BytePattern;
import org.nettyuring.microbench.run.Row.Traffic;
import org.nettyuring.microbench.run.Sample;

/**
 * Sends or asks for 1 GiB of {@link BytePattern} over one connection, again and again. What it counts are MiB; a
 * latency is that of a whole GiB. One thread.
 */
final class BulkLoad implements Load {
    /** What one transfer is. */
    static final long TRANSFER_BYTES = 1L << 30;

    private static final long MIB = 1 << 20;
    private static final int RECEIVE_BYTES = 1 << 20;
    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(5);

    private final boolean upload;
    private final long transferBytes;
    private final SocketChannel socket;
    private final Selector selector = Selector.open();
    private final SelectionKey key;
    private final ByteBuffer header = ByteBuffer.allocateDirect(Long.BYTES);
    private final ByteBuffer chunk;
    private final Tally tally = new Tally();

    /**
     * Connects.
     *
     * @param traffic its length of a message is that of one write, of an upload
     * @param transferBytes what one transfer is
     */
    BulkLoad(SocketAddress server, Traffic traffic, long transferBytes) throws IOException {
        this.transferBytes = transferBytes;
        upload = traffic.client().equals("upload");
        chunk = ByteBuffer.allocateDirect(upload ? traffic.messageBytes() : RECEIVE_BYTES);
        BytePattern.fill(chunk);
        socket = Connector.plain(server).connect();
        socket.configureBlocking(false);
        key = socket.register(selector, 0);
    }

    @Override
    public Sample run(long durationNs) throws IOException {
        tally.begin();
        final long deadlineNs = System.nanoTime() + durationNs;
        while (System.nanoTime() - deadlineNs < 0 && tally.errors() == 0) {
            final long startNs = System.nanoTime();
            header.clear().putLong(transferBytes).flip();
            sendAll(header);
            if (upload) {
                send();
            } else {
                receive();
            }
            if (tally.errors() == 0) {
                tally.good(transferBytes / MIB, System.nanoTime() - startNs);
            }
        }
        return tally.end();
    }

    private void send() throws IOException {
        for (long sent = 0; sent < transferBytes; sent += chunk.capacity()) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), transferBytes - sent));
            sendAll(chunk);
        }
        header.clear();
        while (header.hasRemaining()) {
            receiveInto(header);
        }
        final long taken = header.flip().getLong();
        if (taken != transferBytes) {
            tally.error("the server says it got " + taken + " bytes of " + transferBytes);
        }
    }

    private void receive() throws IOException {
        for (long received = 0; received < transferBytes; received += chunk.position()) {
            chunk.clear();
            final int bytes = receiveInto(chunk);
            if (received + bytes > transferBytes || chunk.get(0) != BytePattern.at(received)
                    || chunk.get(bytes - 1) != BytePattern.at(received + bytes - 1)) {
                tally.error("bad bytes at " + received);
                return;
            }
        }
    }

    private void sendAll(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (socket.write(bytes) == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
    }

    private int receiveInto(ByteBuffer buffer) throws IOException {
        int bytes = socket.read(buffer);
        while (bytes == 0) {
            await(SelectionKey.OP_READ);
            bytes = socket.read(buffer);
        }
        if (bytes < 0) {
            throw new IOException("the server closed in the middle of a transfer");
        }
        return bytes;
    }

    private void await(int operation) throws IOException {
        key.interestOps(operation);
        if (selector.select(selected -> { }, PATIENCE_MILLIS) == 0) {
            throw new IOException("nothing moved for " + PATIENCE_MILLIS + " ms");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        selector.close();
    }
}
