// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.nettyuring.microbench.run.BytePattern;
import org.nettyuring.microbench.run.Row.Traffic;
import org.nettyuring.microbench.run.Sample;

class BulkLoadTest {
    private static final int CHUNK_BYTES = BytePattern.PERIOD_BYTES;
    private static final int TRANSFER_BYTES = 4 << 20;
    private static final long RUN_NS = TimeUnit.MILLISECONDS.toNanos(100);

    @Test
    void shouldCountTheMebibytesOfADownload() throws IOException {
        try (TinyServer server = new TinyServer((client, number) -> sendForever(client, 0))) {
            final Sample result = transfer("download", server);
            assertThat(result.get("errors")).isZero();
            assertThat(result.get("requests")).isPositive();
            assertThat(result.get("requests") % (TRANSFER_BYTES >> 20)).isZero();
        }
    }

    @Test
    void shouldReportADownloadOfOtherBytes() throws IOException {
        try (TinyServer server = new TinyServer((client, number) -> sendForever(client, 1))) {
            final Sample result = transfer("download", server);
            assertThat(result.get("errors")).isEqualTo(1);
            assertThat(result.get("requests")).isZero();
        }
    }

    @Test
    void shouldCountTheMebibytesOfAnUpload() throws IOException {
        try (TinyServer server = new TinyServer((client, number) -> takeForever(client, 0))) {
            final Sample result = transfer("upload", server);
            assertThat(result.get("errors")).isZero();
            assertThat(result.get("requests")).isPositive();
        }
    }

    @Test
    void shouldReportAnUploadThatDidNotArriveWhole() throws IOException {
        try (TinyServer server = new TinyServer((client, number) -> takeForever(client, 1))) {
            final Sample result = transfer("upload", server);
            assertThat(result.get("errors")).isEqualTo(1);
            assertThat(result.get("requests")).isZero();
        }
    }

    @Test
    void shouldNotWaitForAServerThatHangsUp() throws IOException {
        try (TinyServer server = new TinyServer((client, number) -> client.getInputStream().readNBytes(Long.BYTES))) {
            assertThatThrownBy(() -> transfer("download", server))
                    .isInstanceOf(IOException.class).hasMessageContaining("closed in the middle");
        }
    }

    private static void sendForever(Socket client, int offset) throws IOException {
        final byte[] chunk = new byte[CHUNK_BYTES];
        BytePattern.fill(ByteBuffer.wrap(chunk));
        chunk[0] += (byte) offset;
        final DataInputStream in = new DataInputStream(client.getInputStream());
        while (true) {
            for (long left = in.readLong(); left > 0; left -= CHUNK_BYTES) {
                client.getOutputStream().write(chunk);
            }
        }
    }

    private static void takeForever(Socket client, int lost) throws IOException {
        final DataInputStream in = new DataInputStream(client.getInputStream());
        final DataOutputStream out = new DataOutputStream(client.getOutputStream());
        while (true) {
            final long length = in.readLong();
            out.writeLong(in.readNBytes((int) length).length - lost);
        }
    }

    private static Sample transfer(String direction, TinyServer server) throws IOException {
        try (Load load = new BulkLoad(server.address(), Traffic.of(direction, 1, CHUNK_BYTES), TRANSFER_BYTES)) {
            return load.run(RUN_NS);
        }
    }
}
