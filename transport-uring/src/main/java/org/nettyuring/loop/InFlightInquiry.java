// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.nettyuring.metrics.GroupInFlight;
import org.nettyuring.metrics.GroupInFlight.Answer;
import org.nettyuring.metrics.InFlightReport;

/**
 * Asks each loop what it has in the kernel, all at the same time, and waits for the answers, but not long. Any thread;
 * one that is a loop itself does not wait at all.
 */
final class InFlightInquiry {
    private static final InFlightReport NOTHING = new InFlightReport(List.of());

    private final List<IoUringIoHandler> handlers;
    private final List<CompletableFuture<InFlightReport>> answers = new ArrayList<>();

    InFlightInquiry(List<IoUringIoHandler> handlers) {
        this.handlers = handlers;
    }

    /**
     * Asks.
     *
     * @param patienceNs longest wait for all of them in nanoseconds
     */
    GroupInFlight ask(long patienceNs) {
        for (IoUringIoHandler handler : handlers) {
            answers.add(ask(handler));
        }
        long deadlineNs = System.nanoTime() + (IoUringIoHandler.isOnALoop() ? 0 : patienceNs);
        List<GroupInFlight.Loop> loops = new ArrayList<>();
        for (int i = 0; i < handlers.size(); i++) {
            loops.add(await(handlers.get(i).counters().thread(), answers.get(i), deadlineNs));
        }
        return new GroupInFlight(loops);
    }

    /** The answer, perhaps never; null if the loop does not run. */
    private static CompletableFuture<InFlightReport> ask(IoUringIoHandler handler) {
        if (!handler.isRunning()) {
            return null;
        }
        CompletableFuture<InFlightReport> answer = new CompletableFuture<>();
        Runnable asking = () -> answer(handler, answer);
        if (handler.inLoop()) {
            asking.run();
            return answer;
        }
        return handler.execute(asking) ? answer : null;
    }

    private static void answer(IoUringIoHandler handler, CompletableFuture<InFlightReport> answer) {
        if (handler.hasEnded()) {
            answer.completeExceptionally(new IllegalStateException("the loop has ended"));
        } else {
            answer.complete(handler.inFlightReport());
        }
    }

    private static GroupInFlight.Loop await(
            String thread, CompletableFuture<InFlightReport> answer, long deadlineNs) {
        if (answer == null) {
            return new GroupInFlight.Loop(thread, Answer.NOT_RUNNING, NOTHING);
        }
        try {
            InFlightReport report = answer.get(Math.max(0, deadlineNs - System.nanoTime()), TimeUnit.NANOSECONDS);
            return new GroupInFlight.Loop(thread, Answer.GIVEN, report);
        } catch (TimeoutException e) {
            return new GroupInFlight.Loop(thread, Answer.BUSY, NOTHING);
        } catch (ExecutionException e) {
            return new GroupInFlight.Loop(thread, Answer.NOT_RUNNING, NOTHING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new GroupInFlight.Loop(thread, Answer.BUSY, NOTHING);
        }
    }
}
