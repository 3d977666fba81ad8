// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.UnsupportedMessageTypeException;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** Every shape of buffer that users write reaches the peer, in order, and is released. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class WriteShapesTest {
    private static final int PARTS = 3_000;

    @TempDir
    private Path directory;

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

    static Stream<Arguments> allocators() {
        return Stream.of(Arguments.of("pooled", PooledByteBufAllocator.DEFAULT),
                Arguments.of("adaptive", new AdaptiveByteBufAllocator()),
                Arguments.of("unpooled", UnpooledByteBufAllocator.DEFAULT));
    }

    /** Of no byte, of some, and of more than a socket takes at once; alone, and between others in one flush. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("allocators")
    void shouldSendEveryShapeOfBuffer(String name, ByteBufAllocator allocator) throws Exception {
        ch.config().setAllocator(allocator);
        for (int length : new int[] {0, 1, 9_001, 300_000}) {
            byte[] bytes = new byte[length];
            new Random(length).nextBytes(bytes);
            List<ByteBuf> together = new ArrayList<>();
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (Map.Entry<String, BiFunction<ByteBufAllocator, byte[], ByteBuf>> shape :
                    new BufferShapes(directory).all().entrySet()) {
                String description = shape.getKey() + " of " + length;
                expectSent(description, bytes, List.of(shape.getValue().apply(allocator, bytes)));
                together.add(shape.getValue().apply(allocator, bytes));
                together.add(allocator.directBuffer().writeBytes(bytes, 0, length % 8));
                all.writeBytes(bytes);
                all.write(bytes, 0, length % 8);
            }
            expectSent("all of " + length, all.toByteArray(), together);
        }
    }

    private void expectSent(byte[] expected, List<ByteBuf> messages) throws Exception {
        expectSent("messages", expected, messages);
    }

    private void expectSent(String what, byte[] expected, List<ByteBuf> messages) throws Exception {
        List<ByteBuf> owners = messages.stream().map(WriteShapesTest::owner).toList();
        List<ChannelFuture> writes = new ArrayList<>();
        ch.eventLoop().submit(() -> {
            messages.forEach(message -> writes.add(ch.write(message)));
            ch.flush();
        }).sync();
        assertThat(client.getInputStream().readNBytes(expected.length)).as(what).isEqualTo(expected);
        for (ChannelFuture write : writes) {
            write.sync();
        }
        for (ByteBuf owner : owners) {
            assertThat(owner.refCnt()).as("references to %s", what).isEqualTo(owner == Unpooled.EMPTY_BUFFER ? 1 : 0);
        }
    }

    /** Whose memory a derived buffer shows. */
    private static ByteBuf owner(ByteBuf buffer) {
        ByteBuf owner = buffer;
        while (owner.unwrap() != null && !(owner instanceof CompositeByteBuf)) {
            owner = owner.unwrap();
        }
        return owner;
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
