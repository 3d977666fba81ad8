// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import io.netty.channel.socket.DatagramChannel;
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
    DISCONNECT(true, scene -> {
        scene.story.dissolved = isDissolvedBy(scene);
        scene.ask("disconnect", scene.channel.disconnect());
    }),
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
    END_OF_THE_PEER(false, scene -> scene.far.close()),
    RESET_BY_THE_PEER(false, scene -> scene.stream().reset()),
    RESET_BY_THE_PEER_AND_CLOSE(true, scene -> {
        scene.stream().reset();
        scene.ask("close", scene.channel.close());
    }),
    END_OF_THE_LOOP(false, scene -> {
        if (scene.zeroCopy) {
            scene.letFarRead();
        }
        scene.loop().shutdownGracefully(0, 1, TimeUnit.SECONDS);
    });

    private final boolean closes;
    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    private final Consumer<Scene> way;

    Ending(boolean closes, Consumer<Scene> way) {
        this.closes = closes;
        this.way = way;
    }

    void happen(Scene scene) {
        way.accept(scene);
    }

    /** {@return whether a disconnect leaves the channel open} */
    private static boolean isDissolvedBy(Scene scene) {
        return scene.channel instanceof DatagramChannel;
    }

    /** {@return whether the channel is closed thereby, whatever else} */
    boolean closes(Scene scene) {
        return closes && !(this == DISCONNECT && isDissolvedBy(scene));
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

    /** {@return whether a channel without a stream can end so} */
    private boolean isForAllKinds() {
        return !name().contains("OUTPUT") && !name().contains("RESET");
    }

    /** {@return whether it makes sense for a channel that is there} */
    boolean isPossible(Situation situation) {
        if (!situation.isStream() && !isForAllKinds()) {
            return false;
        }
        if (isOfThePeer()) {
            return situation.isConnected();
        }
        if (!situation.isRegistered()) {
            return this == CLOSE_FORCIBLY;
        }
        return this != END_OF_THE_LOOP || !situation.isStranded(); // nobody is left who could fail the writes
    }

    /** {@return whether it makes sense inside of a callback} */
    boolean isPossible(Callback callback) {
        return isForAllKinds() || !callback.isOfDatagrams();
    }
}
