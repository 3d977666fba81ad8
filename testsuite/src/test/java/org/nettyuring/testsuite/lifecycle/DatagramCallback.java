// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import io.netty.channel.ChannelPromise;
import java.util.function.BiConsumer;

/** What a datagram channel is in the middle of telling its user when its end comes. */
enum DatagramCallback implements Callback {
    ACTIVE((scene, action) -> {
        scene.story.at(Story.Moment.ACTIVE, action);
        scene.bind(true);
    }),
    BOUND((scene, action) -> {
        scene.prepare(scene.datagrams().newChannel());
        scene.register();
        ChannelPromise bound = scene.channel.newPromise();
        bound.addListener(done -> {
            scene.far = scene.datagrams().newFarEnd(scene.channel.localAddress());
            action.run();
        });
        scene.ask("bind", scene.channel.bind(scene.datagrams().newAddress(), bound));
    }),
    CONNECTED((scene, action) -> {
        DatagramSituation.RECEIVING.enter(scene);
        ChannelPromise connected = scene.channel.newPromise();
        connected.addListener(done -> action.run());
        scene.ask("connect", scene.channel.connect(scene.datagrams().farAddress(), connected));
    }),
    READ((scene, action) -> {
        scene.bind(true);
        receive(scene, Story.Moment.READ, action);
    }),
    READ_ON_DEMAND((scene, action) -> {
        scene.bind(false);
        receive(scene, Story.Moment.READ, action);
        scene.channel.read();
    }),
    READ_COMPLETE((scene, action) -> {
        scene.bind(true);
        receive(scene, Story.Moment.READ_COMPLETE, action);
    }),
    TOLD_OF_AN_ERROR((scene, action) -> {
        DatagramSituation.RECEIVING_CONNECTED.enter(scene);
        scene.hasErrors = true;
        scene.story.at(Story.Moment.EXCEPTION, action);
        scene.far.close();
        scene.ask("write", scene.channel.writeAndFlush(scene.allocator().directBuffer(1).writeZero(1)));
    }),
    WRITTEN((scene, action) -> {
        scene.bind(true);
        scene.send(1);
        scene.lastWrite().addListener(done -> action.run());
        scene.send(Scene.MANY);
    }),
    WRITE_FAILED_BY_CLOSE((scene, action) -> {
        DatagramSituation.WRITTEN_NOT_FLUSHED.enter(scene);
        scene.send(Scene.MANY);
        scene.ask("write", scene.channel.write(scene.datagram(10))).addListener(done -> action.run());
        scene.ask("first close", scene.channel.close());
    }),
    INACTIVE((scene, action) -> {
        scene.bind(true);
        scene.story.at(Story.Moment.INACTIVE, action);
        scene.ask("first close", scene.channel.close());
    }),
    CLOSED((scene, action) -> {
        scene.bind(true);
        scene.ask("first close", scene.channel.close()).addListener(done -> action.run());
    }),
    DEREGISTERED((scene, action) -> {
        scene.bind(true);
        scene.ask("first deregister", scene.channel.deregister()).addListener(done -> action.run());
    });

    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    private final BiConsumer<Scene, Runnable> way;

    DatagramCallback(BiConsumer<Scene, Runnable> way) {
        this.way = way;
    }

    private static void receive(Scene scene, Story.Moment moment, Runnable action) {
        scene.story.at(moment, action);
        scene.far.write(new byte[30]);
        scene.far.write(new byte[40]);
    }

    @Override
    public void provoke(Scene scene, Runnable action) {
        way.accept(scene, action);
    }

    @Override
    public boolean isOfDatagrams() {
        return true;
    }
}
