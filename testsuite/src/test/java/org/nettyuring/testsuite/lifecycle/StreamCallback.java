// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import io.netty.channel.socket.SocketChannel;
import java.util.function.BiConsumer;

/** What a stream channel is in the middle of telling its user when its end comes. */
enum StreamCallback implements Callback {
    ACTIVE((scene, action) -> {
        scene.story.at(Story.Moment.ACTIVE, action);
        scene.begin();
    }),
    CONNECTED((scene, action) -> {
        scene.prepare(scene.newChannel());
        scene.register();
        scene.ask("connect", scene.channel.connect(scene.farAddress())).addListener(done -> action.run());
        scene.awaitFar();
    }),
    READ((scene, action) -> {
        scene.connect(true);
        scene.story.at(Story.Moment.READ, action);
        scene.far.write(new byte[700]);
    }),
    READ_ON_DEMAND((scene, action) -> {
        scene.connect(false);
        scene.story.at(Story.Moment.READ, action);
        scene.far.write(new byte[700]);
        scene.channel.read();
    }),
    READ_COMPLETE((scene, action) -> {
        scene.connect(true);
        scene.story.at(Story.Moment.READ_COMPLETE, action);
        scene.far.write(new byte[700]);
    }),
    WRITTEN((scene, action) -> {
        scene.connect(true);
        scene.write(100);
        scene.lastWrite().addListener(done -> action.run());
        scene.write(scene.tooMuch());
    }),
    WRITTEN_WITHOUT_COPY((scene, action) -> {
        scene.connect(true);
        scene.sendZeroCopy();
        scene.keepZeroCopyMemory();
        scene.write(100);
        scene.lastWrite().addListener(done -> action.run());
        scene.write(scene.tooMuch());
    }),
    WRITTEN_NOTHING((scene, action) -> {
        scene.connect(true);
        scene.write(0);
        scene.lastWrite().addListener(done -> action.run());
    }),
    WRITE_FAILED_BY_CLOSE((scene, action) -> {
        StreamSituation.SENDING.enter(scene);
        scene.lastWrite().addListener(done -> action.run());
        scene.ask("first close", scene.channel.close());
    }),
    OUTPUT_SHUT_DOWN((scene, action) -> {
        scene.connect(true);
        scene.ask("shutdownOutput", ((SocketChannel) scene.channel).shutdownOutput())
                .addListener(done -> action.run());
    }),
    INACTIVE((scene, action) -> {
        scene.connect(true);
        scene.story.at(Story.Moment.INACTIVE, action);
        scene.ask("first close", scene.channel.close());
    }),
    CLOSED((scene, action) -> {
        scene.connect(true);
        scene.ask("first close", scene.channel.close()).addListener(done -> action.run());
    }),
    DEREGISTERED((scene, action) -> {
        scene.connect(true);
        scene.ask("first deregister", scene.channel.deregister()).addListener(done -> action.run());
    });

    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    private final BiConsumer<Scene, Runnable> way;

    StreamCallback(BiConsumer<Scene, Runnable> way) {
        this.way = way;
    }

    @Override
    public void provoke(Scene scene, Runnable action) {
        way.accept(scene, action);
    }

    @Override
    public boolean isOfDatagrams() {
        return false;
    }
}
