// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import java.util.ArrayList;
import java.util.List;

/** Writes down what operations tell. */
final class RecordingListener implements RecvListener, AcceptOp.Listener, ConnectOp.Listener, PollOp.Listener,
        SendOp.Listener, SendZcOp.Listener {
    final List<String> events = new ArrayList<>();
    Runnable onEnded = () -> {};
    RuntimeException failure;

    @Override
    public void onBytes(int res, int flags) {
        events.add("bytes " + res);
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void onEnded(int res, int flags) {
        events.add("ended " + res);
        onEnded.run();
    }

    @Override
    public void onAccepted(int fd) {
        events.add("accepted " + fd);
    }

    @Override
    public void onEnded(int res) {
        events.add("ended " + res);
    }

    @Override
    public void onConnected(int res) {
        events.add("connected " + res);
    }

    @Override
    public void onPolled(PollOp op, int res) {
        events.add("polled " + res);
    }

    @Override
    public void onSent(int res) {
        events.add("sent " + res);
    }

    @Override
    public void onSent(SendZcOp op, int res) {
        events.add("sent " + res);
    }

    @Override
    public void onReleased(SendZcOp op) {
        events.add("released");
    }

    @Override
    public void onException(Throwable cause) {
        events.add("exception " + cause.getMessage());
    }
}
