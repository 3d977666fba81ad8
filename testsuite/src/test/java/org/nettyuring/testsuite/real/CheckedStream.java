// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;
import org.nettyuring.testsuite.Await;

/** A plain client of an echo server that sends and receives at once, each on a thread, and checks every byte. */
final class CheckedStream {
    private final Reader reader;
    private final Sender sender;
    private final Thread sending;
    private final Thread reading;

    /**
     * Begins.
     *
     * @param client connected to an echo server; still the caller's
     */
    CheckedStream(Socket client) throws IOException {
        client.setSoTimeout(20_000);
        reader = new Reader(client.getInputStream());
        sender = new Sender(client.getOutputStream(), reader);
        sending = new Thread(sender, "sender");
        reading = new Thread(reader, "reader");
        sending.start();
        reading.start();
    }

    /** Waits until some more bytes have come back. */
    void awaitProgress(String when) {
        long before = reader.count;
        Await.until("bytes flow " + when, () -> reader.count > before + 1000 || reader.failure != null);
        assertThat(reader.failure).isNull();
    }

    /** Sends no more, and waits until everything has come back as it was sent. */
    void finish() throws InterruptedException {
        sender.stop = true;
        sending.join(20_000);
        Await.until("the last byte", () -> reader.count == sender.count || reader.failure != null);
        assertThat(reader.failure).isNull();
    }

    /** Waits for the end of the stream. */
    void join() throws InterruptedException {
        reading.join(20_000);
    }

    /** Sends 0, 1, 2, … as bytes, not too far ahead of what has come back. */
    private static final class Sender implements Runnable {
        private static final int WINDOW_BYTES = 1 << 18;
        private static final long PAUSE_NS = 50_000;

        private final OutputStream out;
        private final Reader reader;
        private volatile long count;
        private volatile boolean stop;

        Sender(OutputStream out, Reader reader) {
            this.out = out;
            this.reader = reader;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
        public void run() {
            byte[] bytes = new byte[7993];
            try {
                while (!stop) {
                    if (count - reader.count > WINDOW_BYTES) {
                        LockSupport.parkNanos(PAUSE_NS);
                        continue;
                    }
                    for (int i = 0; i < bytes.length; i++) {
                        bytes[i] = (byte) (count + i);
                    }
                    out.write(bytes);
                    count += bytes.length;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Expects what was sent. */
    private static final class Reader implements Runnable {
        private final InputStream in;
        private volatile long count;
        private volatile String failure;

        Reader(InputStream in) {
            this.in = in;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
        public void run() {
            byte[] bytes = new byte[64 * 1024];
            try {
                for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                    for (int i = 0; i < length; i++) {
                        if (bytes[i] != (byte) (count + i) && failure == null) {
                            failure = "byte " + (count + i) + ": " + bytes[i];
                        }
                    }
                    count += length;
                }
            } catch (IOException e) {
                failure = e.toString();
            }
        }
    }
}
