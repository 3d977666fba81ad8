// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** One way for one channel to end, from the situation to what must be true afterwards. */
final class Walk {
    /** One for all walks: to start one for each takes longer than most of them. */
    private static final ExecutorService ANOTHER_THREAD = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "another thread");
        thread.setDaemon(true);
        return thread;
    });

    private final Scene scene;
    private final Ending ending;

    private Walk(Scene scene, Ending ending) {
        this.scene = scene;
        this.ending = ending;
    }

    /** Comes to a situation, ends it, and checks what is left. */
    static void walk(Scene scene, Situation situation, Ending ending, boolean otherThread) {
        new Walk(scene, ending).run(at -> {
            situation.enter(at);
            at.letFaultsHappen();
            if (otherThread) {
                onAnotherThread(() -> ending.happen(at));
            } else {
                ending.happen(at);
            }
        }, situation.isStream() && situation.isConnected());
    }

    /** Ends a channel from within something that it tells its user. */
    static void walk(Scene scene, Callback callback, Ending ending) {
        boolean[] happened = new boolean[1];
        new Walk(scene, ending).run(at -> {
            callback.provoke(at, () -> {
                happened[0] = true;
                if (at.far == null) { // a stream that is just becoming active
                    at.far = at.farAccept();
                }
                at.letFaultsHappen();
                ending.happen(at);
            });
            at.await("callback", () -> happened[0]);
        }, !callback.isOfDatagrams());
    }

    /** A stream that is connected is seen ending by the far end. */
    private void run(Consumer<Scene> beginning, boolean connected) {
        try {
            beginning.accept(scene);
            finish();
            verify(connected);
            scene.story.kept.release();
            scene.close();
        } catch (Throwable e) {
            throw new AssertionError(e.getMessage() + "\n" + scene, e);
        }
    }

    static void onAnotherThread(Runnable task) {
        try {
            ANOTHER_THREAD.submit(task).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private void finish() {
        if (ending == Ending.END_OF_THE_LOOP) {
            scene.await("end of the loop", () -> scene.loop().isTerminated());
        } else if (ending.closes(scene)) {
            scene.await("closed", () -> !scene.channel.isOpen());
        } else {
            scene.turns(12);
        }
        if (scene.loop().isTerminated() || !isRegisteredOnce()) {
            scene.channel.unsafe().closeForcibly(); // no loop that could do anything else
        } else {
            scene.ask("last close", scene.channel.close());
            scene.await("closed at last", scene.channel.closeFuture()::isDone);
            scene.await("all that was asked for", () -> scene.asked.keySet().stream().allMatch(Future::isDone));
            scene.await("unregistered", () -> !scene.channel.isRegistered());
        }
    }

    private boolean isRegisteredOnce() {
        return scene.story.registered > 0;
    }

    private void verify(boolean connected) {
        Story story = scene.story;
        check(!scene.channel.isOpen(), "open");
        check(!scene.channel.isActive(), "active");
        scene.asked.forEach((future, what) -> check(future.isDone(), "not done: " + what));
        check(story.outOfOrder.isEmpty(), story.outOfOrder);
        if (!ending.isForcible() && !scene.loop().isTerminated()) {
            // As with every transport: Netty empties the pipeline of a closed channel that is deregistered.
            boolean deregistered = scene.asked.containsValue("deregister")
                    || scene.asked.containsValue("first deregister");
            check(story.active == story.inactive || deregistered, "not told that it is inactive");
            check(story.registered == story.unregistered, "not told that it is unregistered");
        }
        for (Throwable exception : story.exceptions) {
            boolean expected = ending.isOfThePeer() || scene.hasErrors;
            check(expected && exception instanceof IOException, "exceptionCaught: " + exception);
        }
        if (connected && !ending.isOfThePeer()) {
            scene.await("the far end sees the end", () -> {
                scene.far.readAll();
                return scene.stream().hasSeenEnd();
            });
        }
    }

    private static void check(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
