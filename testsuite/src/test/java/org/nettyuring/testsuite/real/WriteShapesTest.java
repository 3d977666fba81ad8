// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.UnsupportedMessageTypeException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** Every shape of buffer that users write reaches the peer, in order, and is released. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class WriteShapesTest {
    private static final int PARTS = 3_000;

    private Loopback loopback;
    private Socket client;
    private Channel ch;

    @BeforeEach
    void connect() throws Exception {
        loopback = Loopback.serve(TransportUnderTest.selected(),
                c -> c.pipeline().addLast(new ChannelInboundHandlerAdapter()));
        client = new Socket(loopback.address().getAddress(), loopback.address().getPort());
        Await.until("accepted", () -> !loopback.accepted().isEmpty());
        ch = loopback.accepted().iterator().next();
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        loopback.close();
    }

    @Test
    void shouldSendACompositeOfThreeThousandParts() throws Exception {
        CompositeByteBuf composite = ch.alloc().compositeDirectBuffer(PARTS);
        byte[] expected = new byte[PARTS * 10];
        for (int part = 0; part < PARTS; part++) {
            byte[] bytes = new byte[10];
            Arrays.fill(bytes, (byte) part);
            System.arraycopy(bytes, 0, expected, part * 10, 10);
            composite.addComponent(true, part % 3 == 0 ? Unpooled.wrappedBuffer(bytes)
                    : ch.alloc().directBuffer(10).writeBytes(bytes));
        }
        expectSent(expected, List.of(composite));
    }

    @Test
    void shouldSendThreeThousandMessagesOfOneFlush() throws Exception {
        byte[] expected = new byte[PARTS];
        List<ByteBuf> messages = new ArrayList<>();
        for (int i = 0; i < PARTS; i++) {
            expected[i] = (byte) i;
            messages.add(ch.alloc().directBuffer(1).writeByte(i));
        }
        expectSent(expected, messages);
    }

    @Test
    void shouldSendEveryKindOfBuffer() throws Exception {
        for (Map.Entry<String, ByteBuf> kind : kinds().entrySet()) {
            byte[] expected = new byte[kind.getValue().readableBytes()];
            kind.getValue().getBytes(kind.getValue().readerIndex(), expected);
            expectSent(expected, List.of(kind.getValue()));
        }
    }

    @Test
    void shouldSendKindsOfBuffersTogether() throws Exception {
        List<ByteBuf> messages = new ArrayList<>(kinds().values());
        messages.add(Unpooled.EMPTY_BUFFER);
        messages.addAll(kinds().values());
        ByteBuf all = Unpooled.buffer();
        messages.forEach(m -> all.writeBytes(m, m.readerIndex(), m.readableBytes()));
        expectSent(Arrays.copyOf(all.array(), all.readableBytes()), messages);
    }

    private static Map<String, ByteBuf> kinds() {
        ByteBufAllocator unpooled = UnpooledByteBufAllocator.DEFAULT;
        byte[] text = "0123456789".getBytes(StandardCharsets.US_ASCII);
        Map<String, ByteBuf> kinds = new TreeMap<>();
        kinds.put("heap", Unpooled.copiedBuffer(text));
        kinds.put("heap slice", Unpooled.copiedBuffer(text).skipBytes(3).slice(3, 4));
        kinds.put("direct", unpooled.directBuffer().writeBytes(text));
        kinds.put("direct slice", unpooled.directBuffer().writeBytes(text).skipBytes(2).slice(2, 5));
        kinds.put("read-only heap", Unpooled.copiedBuffer(text).asReadOnly());
        kinds.put("read-only direct", unpooled.directBuffer().writeBytes(text).asReadOnly());
        kinds.put("wrapped read-only", Unpooled.wrappedBuffer(ByteBuffer.wrap(text).asReadOnlyBuffer()));
        kinds.put("composite", Unpooled.wrappedBuffer(Unpooled.copiedBuffer(text),
                unpooled.directBuffer().writeBytes(text)));
        kinds.put("nested", Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(text, text), Unpooled.copiedBuffer(text)));
        kinds.put("large", unpooled.directBuffer().writeZero(300_000).writeBytes(text));
        return kinds;
    }

    private void expectSent(byte[] expected, List<ByteBuf> messages) throws Exception {
        List<ChannelFuture> writes = new ArrayList<>();
        ch.eventLoop().submit(() -> {
            messages.forEach(message -> writes.add(ch.write(message)));
            ch.flush();
        }).sync();
        assertThat(client.getInputStream().readNBytes(expected.length)).isEqualTo(expected);
        for (ChannelFuture write : writes) {
            write.sync();
        }
        for (ByteBuf message : messages) {
            if (message != Unpooled.EMPTY_BUFFER && message.unwrap() == null) {
                assertThat(message.refCnt()).as("released: %s", message).isZero();
            }
        }
    }

    @Test
    void shouldCompleteZeroLengthWrites() throws Exception {
        ch.writeAndFlush(Unpooled.EMPTY_BUFFER).sync();
        ByteBuf empty = ch.alloc().directBuffer(16);
        ch.writeAndFlush(empty).sync();
        assertThat(empty.refCnt()).isZero();
        ByteBuf emptyComposite = ch.alloc().compositeBuffer().addComponent(true, ch.alloc().directBuffer(8));
        ch.writeAndFlush(emptyComposite).sync();
        expectSent(new byte[] {7}, List.of(Unpooled.wrappedBuffer(new byte[] {7})));
    }

    @Test
    void shouldRefuseWhatItCannotSend() throws Exception {
        Throwable refusal = ch.writeAndFlush("a string").await().cause();
        assertThat(refusal).isInstanceOfAny(UnsupportedOperationException.class, UnsupportedMessageTypeException.class);
        expectSent(new byte[] {1}, List.of(Unpooled.wrappedBuffer(new byte[] {1})));
    }

    @Test
    void shouldResumeShortSendsInOrderWhenThePeerReadsSlowly() throws Exception {
        ch.config().setOption(ChannelOption.SO_SNDBUF, 8 * 1024);
        byte[] expected = new byte[4 << 20];
        new Random(42).nextBytes(expected);
        List<ChannelFuture> writes = new ArrayList<>();
        for (int from = 0; from < expected.length; from += 37_449) {
            int length = Math.min(37_449, expected.length - from);
            writes.add(ch.writeAndFlush(from % 2 == 0 ? Unpooled.wrappedBuffer(expected, from, length)
                    : ch.alloc().directBuffer(length).writeBytes(expected, from, length)));
        }
        assertThat(client.getInputStream().readNBytes(expected.length)).isEqualTo(expected);
        for (ChannelFuture write : writes) {
            write.sync();
        }
    }
}
