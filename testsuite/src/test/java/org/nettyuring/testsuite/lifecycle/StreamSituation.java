// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import io.netty.channel.socket.SocketChannel;
import java.util.function.Consumer;

/** Where a stream channel, or one that listens, is when its end comes. */
enum StreamSituation implements Situation {
    UNREGISTERED(State.OPEN, scene -> scene.prepare(scene.newChannel())),
    REGISTERED(State.OPEN, scene -> {
        scene.prepare(scene.newChannel());
        scene.register();
    }),
    CONNECTING(State.OPEN, scene -> {
        REGISTERED.enter(scene);
        scene.ask("connect", scene.channel.connect(scene.deadAddress()));
        scene.turns(3);
    }),
    RECEIVING(State.OPEN, scene -> scene.connect(true)),
    RECEIVING_ON_DEMAND(State.OPEN, scene -> {
        scene.connect(false);
        scene.channel.read();
        scene.turns(3);
    }),
    RECEIVING_PROMPTLY(State.OPEN, scene -> {
        RECEIVING_ON_DEMAND.enter(scene);
        for (int read = 1; read <= 9; read++) { // the last of them by a receive that stays
            exchange(scene, read);
            scene.channel.read();
            scene.turns(2);
        }
    }),
    PARKING_WHAT_NOBODY_ASKED_FOR(State.OPEN, scene -> {
        RECEIVING_PROMPTLY.enter(scene);
        exchange(scene, 10);
        scene.far.write(new byte[20]);
        scene.turns(3);
    }),
    NOT_RECEIVING(State.OPEN, scene -> scene.connect(false)),
    NOT_RECEIVING_WHAT_IS_THERE(State.OPEN, scene -> {
        scene.connect(true);
        scene.turns(3);
        scene.channel.config().setAutoRead(false);
        scene.far.write(new byte[300]);
        scene.turns(3);
    }),
    SENDING(State.OPEN, scene -> {
        scene.connect(true);
        scene.write(scene.tooMuch());
        scene.write(10);
        scene.turns(5);
    }),
    SENDING_WITHOUT_COPY(State.OPEN, scene -> {
        scene.connect(true);
        scene.sendZeroCopy();
        scene.write(scene.tooMuch());
        scene.turns(5);
    }),
    AWAITING_NOTIFICATIONS(State.OPEN, scene -> {
        scene.connect(true);
        scene.sendZeroCopy();
        scene.keepZeroCopyMemory();
        scene.write(100);
        scene.write(50);
        scene.turns(5);
    }),
    SENDING_A_FILE(State.OPEN, scene -> {
        scene.connect(true);
        scene.writeFile(scene.tooMuch());
        scene.turns(5);
    }),
    SENDING_A_FILE_TO_A_PEER_THAT_HAS_ENDED(State.OPEN, scene -> {
        SENDING_A_FILE.enter(scene);
        scene.stream().shutdownOutput(); // a poll that stays waits for room
        scene.await("end", () -> ((SocketChannel) scene.channel).isInputShutdown());
        scene.turns(5);
    }),
    SHUTTING_OUTPUT_DOWN(State.OPEN, scene -> {
        SENDING.enter(scene);
        scene.ask("shutdownOutput", ((SocketChannel) scene.channel).shutdownOutput());
    }),
    OUTPUT_SHUT_DOWN(State.OPEN, scene -> {
        scene.connect(true);
        scene.await("shutdownOutput", ((SocketChannel) scene.channel).shutdownOutput());
    }),
    INPUT_ENDED(State.OPEN, scene -> {
        scene.connect(true);
        scene.stream().shutdownOutput();
        scene.await("end", () -> ((SocketChannel) scene.channel).isInputShutdown());
    }),
    LISTENING(State.OPEN, scene -> {
        scene.listen(true);
        scene.turns(3);
    }),
    LISTENING_ON_DEMAND(State.OPEN, scene -> {
        scene.listen(false);
        scene.channel.read();
        scene.turns(3);
    }),
    LISTENING_WITH_CONNECTIONS_NOT_WANTED(State.OPEN, scene -> {
        scene.listen(true);
        scene.turns(3);
        scene.channel.config().setAutoRead(false);
        scene.far = scene.farConnect(scene.port());
        scene.turns(3);
    }),
    LEAVING_ITS_LOOP(State.DETACHING, scene -> {
        scene.connect(true);
        scene.turns(2);
        scene.ask("deregister", scene.channel.deregister());
    }),
    LEAVING_ITS_LOOP_WHILE_CONNECTING(State.DETACHING, scene -> {
        CONNECTING.enter(scene);
        scene.ask("deregister", scene.channel.deregister());
    }),
    WITHOUT_LOOP(State.DETACHED, scene -> {
        scene.connect(true);
        scene.await("deregister", scene.ask("deregister", scene.channel.deregister()));
    }),
    WITHOUT_LOOP_AND_UNSENT(State.DETACHED, scene -> {
        SENDING.enter(scene);
        scene.await("deregister", scene.ask("deregister", scene.channel.deregister()));
    }),
    CLOSING(State.DRAINING, scene -> {
        scene.connect(true);
        scene.turns(2);
        scene.ask("close", scene.channel.close());
    }),
    CLOSING_WHILE_SENDING(State.DRAINING, scene -> {
        SENDING.enter(scene);
        scene.ask("close", scene.channel.close());
    }),
    CLOSED(State.CLOSED, scene -> {
        scene.connect(true);
        scene.await("close", scene.channel.close());
        scene.turns(2);
    });

    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    private final Way way;

    StreamSituation(State state, Consumer<Scene> steps) {
        way = new Way(state, steps);
    }

    private static void exchange(Scene scene, int read) {
        scene.far.write(new byte[10]);
        scene.await("read " + read, () -> scene.story.reads == read);
    }

    @Override
    public Way way() {
        return way;
    }

    @Override
    public boolean isStream() {
        return !name().startsWith("LISTENING");
    }

    @Override
    public boolean isConnected() {
        return isStream() && Situation.super.isConnected() && !name().contains("CONNECTING");
    }
}
