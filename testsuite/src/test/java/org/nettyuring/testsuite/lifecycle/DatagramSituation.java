// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import java.util.function.Consumer;

/** Where a datagram channel is when its end comes. */
enum DatagramSituation implements Situation {
    UNREGISTERED(State.OPEN, scene -> scene.prepare(scene.datagrams().newChannel())),
    REGISTERED(State.OPEN, scene -> {
        scene.prepare(scene.datagrams().newChannel());
        scene.register();
    }),
    BOUND(State.OPEN, scene -> scene.bind(false)),
    CONNECTED(State.OPEN, scene -> {
        scene.bind(false);
        scene.await("connected", scene.ask("connect", scene.channel.connect(scene.datagrams().farAddress())));
    }),
    RECEIVING(State.OPEN, scene -> {
        scene.bind(true);
        scene.turns(3);
    }),
    RECEIVING_CONNECTED(State.OPEN, scene -> {
        RECEIVING.enter(scene);
        scene.await("connected", scene.ask("connect", scene.channel.connect(scene.datagrams().farAddress())));
    }),
    RECEIVING_ON_DEMAND(State.OPEN, scene -> {
        scene.bind(false);
        scene.channel.read();
        scene.turns(3);
    }),
    /** The poll is over, the receive is ready to be submitted. */
    RECEIVING_ONE(State.OPEN, scene -> {
        RECEIVING_ON_DEMAND.enter(scene);
        scene.far.write(new byte[30]);
        scene.turn();
    }),
    NOT_RECEIVING_WHAT_IS_THERE(State.OPEN, scene -> {
        RECEIVING.enter(scene);
        scene.channel.config().setAutoRead(false);
        scene.far.write(new byte[30]);
        scene.turns(3);
    }),
    /** And handlers keep what they get. */
    WITHOUT_BUFFERS(State.OPEN, scene -> {
        RECEIVING.enter(scene);
        scene.story.kept.keep();
        scene.starveReceives();
        for (int i = 0; i < Scene.BURST; i++) {
            scene.far.write(new byte[30]);
        }
        scene.turn();
    }),
    WITHOUT_MEMORY(State.OPEN, scene -> {
        RECEIVING_ON_DEMAND.enter(scene);
        scene.exhaustMemory();
        scene.far.write(new byte[30]);
        scene.turns(2);
    }),
    WRITTEN_NOT_FLUSHED(State.OPEN, scene -> {
        RECEIVING.enter(scene);
        scene.ask("write", scene.channel.write(scene.datagram(10)));
    }),
    /** More than the channel sends at a time; nothing has reached the kernel. */
    QUEUED(State.OPEN, scene -> {
        RECEIVING.enter(scene);
        scene.send(Scene.MANY);
    }),
    /** The kernel has the sends, the channel does not know what became of them. */
    SENT(State.OPEN, scene -> {
        RECEIVING.enter(scene);
        scene.send(5);
        scene.ask("connect", scene.channel.connect(scene.datagrams().farAddress()));
    }),
    REFUSED(State.OPEN, scene -> {
        RECEIVING.enter(scene);
        scene.refuseSends(5);
        scene.send(5);
        scene.turns(2);
    }),
    /** Waiting for room by a poll was in vain. */
    REFUSED_AGAIN(State.OPEN, scene -> {
        RECEIVING.enter(scene);
        scene.refuseSends(20);
        scene.send(5);
        scene.turns(6);
    }),
    LEAVING_ITS_LOOP(State.DETACHING, scene -> {
        RECEIVING.enter(scene);
        scene.ask("deregister", scene.channel.deregister());
    }),
    LEAVING_ITS_LOOP_WHILE_SENDING(State.DETACHING, scene -> {
        QUEUED.enter(scene);
        scene.ask("deregister", scene.channel.deregister());
    }),
    WITHOUT_LOOP(State.DETACHED, scene -> {
        RECEIVING.enter(scene);
        scene.await("deregister", scene.ask("deregister", scene.channel.deregister()));
    }),
    WITHOUT_LOOP_AND_REFUSED(State.DETACHED, scene -> {
        REFUSED_AGAIN.enter(scene);
        scene.await("deregister", scene.ask("deregister", scene.channel.deregister()));
    }),
    CLOSING(State.DRAINING, scene -> {
        RECEIVING.enter(scene);
        scene.ask("close", scene.channel.close());
    }),
    CLOSING_WHILE_SENDING(State.DRAINING, scene -> {
        QUEUED.enter(scene);
        scene.ask("close", scene.channel.close());
    }),
    CLOSED(State.CLOSED, scene -> {
        RECEIVING.enter(scene);
        scene.await("close", scene.channel.close());
        scene.turns(2);
    });

    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    private final Way way;

    DatagramSituation(State state, Consumer<Scene> steps) {
        way = new Way(state, steps);
    }

    @Override
    public Way way() {
        return way;
    }

    @Override
    public boolean isOfDatagrams() {
        return true;
    }
}
