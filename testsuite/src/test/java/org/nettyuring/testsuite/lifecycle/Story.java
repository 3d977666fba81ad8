// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.List;

/** The last handler of a channel: counts what it is told, and at one moment does what a test asks for. */
final class Story extends ChannelDuplexHandler {
    /** When a test may act inside of a callback. */
    enum Moment { READ, READ_COMPLETE, EXCEPTION, ACTIVE, INACTIVE }

    final List<Throwable> exceptions = new ArrayList<>();
    int registered;
    int unregistered;
    int active;
    int inactive;
    int reads;
    int accepted;
    boolean open;
    /** Was connected or bound and is not any more: as with epoll, datagrams come nevertheless. */
    boolean dissolved;
    String outOfOrder = "";
    /** What was read. */
    final Kept kept = new Kept();
    private Moment moment;
    private Runnable action;

    /** Has something done once, at the next such moment. */
    void at(Moment newMoment, Runnable newAction) {
        moment = newMoment;
        action = newAction;
    }

    private void now(Moment what) {
        if (what == moment) {
            moment = null;
            action.run();
        }
    }

    private void expect(boolean condition, String otherwise) {
        if (!condition) {
            outOfOrder += otherwise + "; ";
        }
    }

    @Override
    public void channelRegistered(ChannelHandlerContext ctx) {
        registered++;
    }

    @Override
    public void channelUnregistered(ChannelHandlerContext ctx) {
        unregistered++;
        expect(unregistered <= registered, "unregistered without registered");
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        expect(active == 0, "active twice");
        active++;
        open = true;
        now(Moment.ACTIVE);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        expect(inactive == 0, "inactive twice");
        expect(active == 1, "inactive without active");
        expect(!ctx.channel().isActive(), "inactive while active");
        inactive++;
        open = false;
        now(Moment.INACTIVE);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        expect(open || dissolved, "read outside of active and inactive");
        reads++;
        if (msg instanceof Channel child) {
            accepted++;
            child.unsafe().closeForcibly();
        }
        kept.take(msg);
        now(Moment.READ);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        expect(open || dissolved, "readComplete outside of active and inactive");
        now(Moment.READ_COMPLETE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        exceptions.add(cause);
        now(Moment.EXCEPTION);
    }

    @Override
    public String toString() {
        return "registered " + registered + "/" + unregistered + ", active " + active + "/" + inactive + ", " + reads
                + " reads, exceptions " + exceptions;
    }
}
