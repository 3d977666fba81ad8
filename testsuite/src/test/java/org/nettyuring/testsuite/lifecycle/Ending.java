// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import io.netty.channel.socket.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** How a channel's end comes. */
enum Ending {
    CLOSE(true, scene -> scene.ask("close", scene.channel.close())),
    CLOSE_TWICE(true, scene -> {
        scene.ask("close", scene.channel.close());
        scene.ask("second close", scene.channel.close());
    }),
    CLOSE_WITHOUT_PROMISE(true, scene -> scene.channel.unsafe().close(scene.channel.voidPromise())),
    DISCONNECT(true, scene -> scene.ask("disconnect", scene.channel.disconnect())),
    CLOSE_FORCIBLY(true, scene -> scene.channel.unsafe().closeForcibly()),
    CLOSE_FORCIBLY_AND_CLOSE(true, scene -> {
        scene.channel.unsafe().closeForcibly();
        scene.ask("close", scene.channel.close());
    }),
    SHUT_OUTPUT_DOWN_AND_CLOSE(true, scene -> {
        scene.ask("shutdownOutput", ((SocketChannel) scene.channel).shutdownOutput());
        scene.ask("close", scene.channel.close());
    }),
    CLOSE_AND_SHUT_OUTPUT_DOWN(true, scene -> {
        scene.ask("close", scene.channel.close());
        scene.ask("shutdownOutput", ((SocketChannel) scene.channel).shutdownOutput());
    }),
    DEREGISTER(false, scene -> scene.ask("deregister", scene.channel.deregister())),
    DEREGISTER_TWICE_AND_CLOSE(true, scene -> {
        scene.ask("deregister", scene.channel.deregister());
        scene.ask("second deregister", scene.channel.deregister());
        scene.ask("close", scene.channel.close());
    }),
    CLOSE_AND_DEREGISTER(true, scene -> {
        scene.ask("close", scene.channel.close());
        scene.ask("deregister", scene.channel.deregister());
    }),
    DEREGISTER_AND_REGISTER_AGAIN(false, scene -> scene.ask("deregister", scene.channel.deregister())
            .addListener(done -> {
                if (scene.channel.isOpen()) {
                    scene.ask("register", scene.joinLoop());
                }
            })),
    FIN_OF_THE_PEER(false, scene -> scene.far.close()),
    RESET_BY_THE_PEER(false, scene -> scene.far.reset()),
    RESET_BY_THE_PEER_AND_CLOSE(true, scene -> {
        scene.far.reset();
        scene.ask("close", scene.channel.close());
    }),
    END_OF_THE_LOOP(false, scene -> {
        if (scene.zeroCopy) {
            scene.letFarRead();
        }
        scene.loop().shutdownGracefully(0, 1, TimeUnit.SECONDS);
    });

    /** Whether the channel is closed thereby, whatever else. */
    final boolean closes;
    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    private final Consumer<Scene> way;

    Ending(boolean closes, Consumer<Scene> way) {
        this.closes = closes;
        this.way = way;
    }

    void happen(Scene scene) {
        way.accept(scene);
    }

    boolean isOfThePeer() {
        return name().contains("PEER");
    }

    boolean isForcible() {
        return name().startsWith("CLOSE_FORCIBLY");
    }

    /** {@return whether it may come from any thread} */
    boolean isForAnyThread() {
        return !isForcible() && this != CLOSE_WITHOUT_PROMISE;
    }

    /** {@return whether it makes sense for a channel that is there} */
    boolean isPossible(Situation situation) {
        if (isOfThePeer()) {
            return situation.isConnected();
        }
        if (!situation.isRegistered()) {
            return this == CLOSE_FORCIBLY;
        }
        if (this == END_OF_THE_LOOP && situation == Situation.WITHOUT_LOOP_AND_UNSENT) {
            return false; // nobody is left who could fail the writes
        }
        return !(name().contains("OUTPUT") && situation.isServer());
    }
}
