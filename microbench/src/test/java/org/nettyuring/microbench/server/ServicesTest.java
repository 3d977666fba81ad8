// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettyuring.microbench.run.BytePattern;
import org.nettyuring.microbench.run.Row;
import org.nettyuring.microbench.run.Rows;
import org.nettyuring.microbench.run.Sample;
import org.nettyuring.microbench.server.ServerTransport.Kind;

class ServicesTest {
    private static final int CHUNK_BYTES = BytePattern.PERIOD_BYTES;

    @Test
    void shouldSayWhyATransportMeansNothingToAService() {
        assertThatThrownBy(() -> ServerTransport.of("epoll-recvmmsg", Kind.STREAM)).hasMessageContaining("datagrams");
        assertThatThrownBy(() -> ServerTransport.of("netty-uring-bufring", Kind.DATAGRAM))
                .hasMessageContaining("streams");
        assertThatThrownBy(() -> ServerTransport.of("kqueue", Kind.STREAM)).hasMessageContaining("kqueue");
    }

    @Test
    void shouldKnowTheKindOfEveryRowsService() {
        assertThat(Rows.list()).filteredOn(row -> Services.kind(row.service()) == Kind.NONE)
                .isNotEmpty().allMatch(row -> row.traffic().isInside());
        assertThat(Rows.list()).filteredOn(row -> Services.kind(row.service()) == Kind.DATAGRAM)
                .extracting(Row::name).allMatch(name -> name.startsWith("udp-")).isNotEmpty();
    }

    @Test
    void shouldSendAsManyBytesOfThePatternAsItIsAskedFor() {
        final EmbeddedChannel channel = new EmbeddedChannel(new Download(CHUNK_BYTES));
        channel.writeInbound(Unpooled.buffer().writeLong(CHUNK_BYTES + 3));
        long position = 0;
        for (ByteBuf chunk = channel.readOutbound(); chunk != null; chunk = channel.readOutbound()) {
            for (; chunk.isReadable(); position++) {
                assertThat(chunk.readByte()).isEqualTo(BytePattern.at(position));
            }
        }
        assertThat(position).isEqualTo(CHUNK_BYTES + 3);
        channel.finishAndReleaseAll();
    }

    @Test
    void shouldAnswerAnUploadInPiecesWithItsLength() {
        final EmbeddedChannel channel = new EmbeddedChannel(new Upload());
        final ByteBuf upload = Unpooled.buffer().writeLong(300);
        for (int i = 0; i < 300; i++) {
            upload.writeByte(BytePattern.at(i));
        }
        channel.writeInbound(upload.readRetainedSlice(5), upload.readRetainedSlice(100), upload);
        assertThat(answer(channel)).isEqualTo(300);
        channel.finishAndReleaseAll();
    }

    @Test
    void shouldAnswerAnUploadOfOtherBytesWithAnError() {
        final EmbeddedChannel channel = new EmbeddedChannel(new Upload());
        channel.writeInbound(Unpooled.buffer().writeLong(2).writeByte(BytePattern.at(0)).writeByte(77));
        assertThat(answer(channel)).isEqualTo(-1);
        channel.writeInbound(Unpooled.buffer().writeLong(1).writeByte(BytePattern.at(0)));
        assertThat(answer(channel)).as("the next one is judged by itself").isEqualTo(1);
        channel.finishAndReleaseAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasks-flood", "tasks-ping-pong", "tasks-wake"})
    void shouldCountEveryTaskThatRan(String service) {
        final DefaultEventLoop loop = new DefaultEventLoop();
        try {
            final Sample result = new TaskLoad(loop, service).run(TimeUnit.MILLISECONDS.toNanos(100));
            assertThat(result.get("errors")).isZero();
            assertThat(result.get("requests")).isPositive();
        } finally {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    private static long answer(EmbeddedChannel channel) {
        final ByteBuf answer = channel.readOutbound();
        try {
            return answer.readLong();
        } finally {
            answer.release();
        }
    }
}
