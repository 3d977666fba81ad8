// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadLoopTest {
    private final List<String> events = new ArrayList<>();
    private Runnable onRead = () -> {};
    private boolean closing;
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter() {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            events.add("read " + bytes.readableBytes());
            bytes.release();
            onRead.run();
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            events.add("complete");
        }
    });
    private ExtendedHandle handle;
    private ReadLoop readLoop;

    private void start(boolean autoRead, int messageBytes, int messagesPerRead) {
        events.clear(); // what the channel's own start told
        channel.config().setAutoRead(autoRead);
        handle = (ExtendedHandle) new FixedRecvByteBufAllocator(messageBytes)
                .maxMessagesPerRead(messagesPerRead).newHandle();
        readLoop = new ReadLoop(channel) {
            @Override
            ExtendedHandle handle() {
                return handle;
            }

            @Override
            boolean isClosing() {
                return closing;
            }
        };
    }

    @AfterEach
    void release() {
        readLoop.release();
        channel.finishAndReleaseAll();
    }

    private static ByteBuf bytes(int count) {
        return Unpooled.buffer(count).writeZero(count);
    }

    @Test
    void shouldMakeOneReadLoopOfABatch() {
        start(true, 100, 16);
        readLoop.arrived(bytes(10));
        readLoop.arrived(bytes(20));
        assertTrue(readLoop.isBegun());
        readLoop.complete();
        assertEquals(List.of("read 10", "read 20", "complete"), events);
    }

    @Test
    void shouldBeginANewLoopWhenTheAllocatorHasEnough() {
        start(true, 100, 2);
        readLoop.arrived(bytes(1));
        readLoop.arrived(bytes(2));
        readLoop.arrived(bytes(3));
        readLoop.complete();
        assertEquals(List.of("read 1", "read 2", "complete", "read 3", "complete"), events);
    }

    @Test
    void shouldDeliverOneMessagePerReadWithoutAutoRead() {
        start(false, 100, 16);
        readLoop.readRequested();
        readLoop.arrived(bytes(1));
        readLoop.arrived(bytes(2));
        assertEquals(List.of("read 1", "complete"), events);
        assertTrue(readLoop.hasParked());
        readLoop.readRequested();
        readLoop.deliver();
        assertEquals(List.of("read 1", "complete", "read 2", "complete"), events);
    }

    @Test
    void shouldParkWhatNobodyAskedFor() {
        start(false, 100, 16);
        readLoop.arrived(bytes(1));
        assertEquals(List.of(), events);
        assertTrue(readLoop.hasParked());
    }

    @Test
    void shouldParkTheRestWhenAutoReadIsSwitchedOffByAHandler() {
        start(true, 100, 16);
        onRead = () -> channel.config().setAutoRead(false);
        readLoop.readRequested();
        readLoop.arrived(bytes(1));
        readLoop.arrived(bytes(2));
        assertEquals(List.of("read 1", "complete"), events);
        assertTrue(readLoop.hasParked());
    }

    @Test
    void shouldCutMessagesToWhatTheAllocatorGuesses() {
        start(true, 10, 16);
        ByteBuf large = bytes(25);
        readLoop.arrived(large);
        readLoop.complete();
        assertEquals(List.of("read 10", "read 10", "read 5", "complete"), events);
        assertEquals(0, large.refCnt());
    }

    @Test
    void shouldNotReenterWhenAHandlerReads() {
        start(false, 1, 16);
        onRead = () -> {
            readLoop.readRequested();
            readLoop.deliver();
        };
        readLoop.readRequested();
        readLoop.arrived(bytes(3));
        assertEquals(List.of("read 1", "complete", "read 1", "complete", "read 1", "complete"), events);
        assertFalse(readLoop.hasParked());
    }

    @Test
    void shouldDeliverNothingOnceClosing() {
        start(true, 1, 16);
        onRead = () -> closing = true;
        readLoop.arrived(bytes(3));
        assertEquals(List.of("read 1"), events);
    }

    @Test
    void shouldKeepTheFirstEnd() {
        start(true, 1, 16);
        assertFalse(readLoop.hasEnd());
        readLoop.ended(-104);
        readLoop.ended(0);
        assertEquals(-104, readLoop.end());
    }

    @Test
    void shouldCompleteALoopThatFoundOnlyTheEnd() {
        start(true, 1, 16);
        readLoop.completeEmpty();
        assertEquals(List.of("complete"), events);
    }
}
