// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a channel tells its handlers, in order; consecutive reads are one entry with their bytes summed. */
final class EventLog extends ChannelDuplexHandler {
    private final List<String> events = new CopyOnWriteArrayList<>();
    private volatile int reads;
    private volatile long bytes;
    private volatile int readCompletes;

    /** {@return the events so far, without read completions, which differ between transports and runs} */
    List<String> events() {
        return events;
    }

    /** {@return how often {@code channelRead} was called} */
    int reads() {
        return reads;
    }

    /** {@return bytes of all messages} */
    long bytes() {
        return bytes;
    }

    /** {@return how often {@code channelReadComplete} was called} */
    int readCompletes() {
        return readCompletes;
    }

    @Override
    public void channelRegistered(ChannelHandlerContext ctx) {
        events.add("registered");
        ctx.fireChannelRegistered();
    }

    @Override
    public void channelUnregistered(ChannelHandlerContext ctx) {
        events.add("unregistered");
        ctx.fireChannelUnregistered();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        events.add("active");
        ctx.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        events.add("inactive, open=" + ctx.channel().isOpen() + ", active=" + ctx.channel().isActive());
        ctx.fireChannelInactive();
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer: the loop
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        bytes += ((ByteBuf) msg).readableBytes();
        if (events.isEmpty() || !"read".equals(events.get(events.size() - 1))) {
            events.add("read");
        }
        ReferenceCountUtil.release(msg);
        reads++;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer: the loop
    public void channelReadComplete(ChannelHandlerContext ctx) {
        readCompletes++;
        ctx.fireChannelReadComplete();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object evt) {
        events.add(evt.getClass().getSimpleName());
        ctx.fireUserEventTriggered(evt);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        events.add("exception " + kindOf(cause));
    }

    /** {@return what users can rely on: whether it is an {@code IOException}, and the system's words} */
    static String kindOf(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        String words = text.contains("Connection reset") ? "connection reset"
                : text.contains("Broken pipe") ? "broken pipe"
                : text.contains("Connection refused") ? "connection refused" : cause.getClass().getSimpleName();
        return (cause instanceof IOException ? "IOException: " : "") + words;
    }
}
