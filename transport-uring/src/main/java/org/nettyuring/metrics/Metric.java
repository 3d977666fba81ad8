// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.metrics;

import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * What is counted per loop, as data: every view of the numbers (snapshots, JMX, JFR, Micrometer, docs/METRICS.md) is
 * made from these rows, under names that follow from a row's own.
 */
public enum Metric {
    /** {@code io_uring_enter} calls. */
    ENTERS(Kind.COUNTER, "calls", counters -> counters.enters,
            "io_uring_enter calls"),
    /** Submission queue entries given to the kernel. */
    SQES(Kind.COUNTER, "entries", counters -> counters.sqes,
            "Submission queue entries given to the kernel"),
    /** Completions taken from the queue. */
    CQES(Kind.COUNTER, "entries", counters -> counters.cqes,
            "Completions taken from the queue"),
    /** Completions whose operation had ended already. */
    STALE_CQES(Kind.COUNTER, "entries", counters -> counters.staleCqes,
            "Completions whose operation had ended already"),
    /** Turns that found more completions than the queue holds; the rest came later, and multishots had ended. */
    OVERFLOWS(Kind.COUNTER, "turns", counters -> counters.overflows,
            "Turns that found more completions than the queue holds; the rest came later, and multishots had ended"),
    /** Waits for a completion, whatever ended them. */
    SLEEPS(Kind.COUNTER, "waits", counters -> counters.sleeps,
            "Waits for a completion, whatever ended them"),
    /** Enters that the kernel refused for a moment: EBUSY, EAGAIN or ENOMEM. */
    REFUSED_ENTERS(Kind.COUNTER, "calls", counters -> counters.refusedEnters,
            "Enters that the kernel refused for a moment: EBUSY, EAGAIN or ENOMEM"),
    /** Turns that ended with an exception; each is in the log. Anything but 0 is a bug. */
    FAILED_TURNS(Kind.COUNTER, "turns", counters -> counters.failedTurns,
            "Turns that ended with an exception; each is in the log. Anything but 0 is a bug"),
    /** Operations that had to wait for room in the submission queue. */
    BACKLOGGED(Kind.COUNTER, "operations", counters -> counters.backlogged,
            "Operations that had to wait for room in the submission queue"),
    /** Receives that found no buffer (ENOBUFS) and waited for one. */
    NO_BUFFERS(Kind.COUNTER, "receives", counters -> counters.noBuffers,
            "Receives that found no buffer (ENOBUFS) and waited for one"),
    /** Wake-ups by other threads and loops. */
    BELLS_RECEIVED(Kind.COUNTER, "bells", counters -> counters.bellsReceived,
            "Wake-ups by other threads and loops"),
    /** Wake-ups of other loops through this loop's ring. */
    BELLS_SENT(Kind.COUNTER, "bells", counters -> counters.bellsSent,
            "Wake-ups of other loops through this loop's ring"),
    /** Submission queue entries that set or move the timer. */
    TIMER_SQES(Kind.COUNTER, "entries", counters -> counters.timerSqes,
            "Submission queue entries that set or move the timer"),
    /** Wake-ups by the timer. */
    TIMERS_EXPIRED(Kind.COUNTER, "expirations", counters -> counters.timersExpired,
            "Wake-ups by the timer"),
    /** Submission queue entries that cancel an operation. */
    CANCELS(Kind.COUNTER, "entries", counters -> counters.cancels,
            "Submission queue entries that cancel an operation"),
    /** Sends on streams by a system call each: little came in that turn, or they answer a direct receive. */
    DIRECT_SENDS(Kind.COUNTER, "sends", counters -> counters.directSends,
            "Sends on streams by a system call each: little came in that turn, or they answer a direct receive"),
    /** Receives on streams by a system call each, because messages are large. */
    DIRECT_RECEIVES(Kind.COUNTER, "receives", counters -> counters.directReceives,
            "Receives on streams by a system call each, because messages are large"),
    /** Sends on streams of which the kernel took only a part. */
    SHORT_SENDS(Kind.COUNTER, "sends", counters -> counters.shortSends,
            "Sends on streams of which the kernel took only a part"),
    /** Bytes received, of streams and datagrams. */
    BYTES_RECEIVED(Kind.COUNTER, "bytes", counters -> counters.bytesReceived,
            "Bytes received, of streams and datagrams"),
    /** Bytes that the kernel took, of streams, datagrams and files. */
    BYTES_SENT(Kind.COUNTER, "bytes", counters -> counters.bytesSent,
            "Bytes that the kernel took, of streams, datagrams and files"),
    /** Connections accepted by this loop's listeners. */
    ACCEPTED(Kind.COUNTER, "connections", counters -> counters.accepted,
            "Connections accepted by this loop's listeners"),
    /** Pieces of receive memory that handlers have not released yet. */
    BUFFERS_LENT(Kind.GAUGE, "buffers", counters -> counters.buffersLent,
            "Pieces of receive memory that handlers have not released yet"),
    /** Messages that were copied because too much receive memory was lent. */
    COPIED_OUT(Kind.COUNTER, "messages", counters -> counters.copiedOut,
            "Messages that were copied because too much receive memory was lent"),
    /** Looks for work before a sleep: with spin configured, or after a task cut a sleep short. */
    SPINS(Kind.COUNTER, "looks", counters -> counters.spins,
            "Looks for work before a sleep: with spin configured, or after a task cut a sleep short"),
    /** Looks that found work. */
    FRUITFUL_SPINS(Kind.COUNTER, "looks", counters -> counters.fruitfulSpins,
            "Looks that found work"),
    /** Pipes with bytes of files on their way into sockets. */
    PIPES_IN_USE(Kind.GAUGE, "pipes", counters -> counters.pipesInUse,
            "Pipes with bytes of files on their way into sockets"),
    /** Times a channel's close waited 5 s for the kernel; each is in the log. */
    SLOW_CLOSES(Kind.COUNTER, "channels", counters -> counters.slowCloses,
            "Times a channel's close waited 5 s for the kernel; each is in the log");

    /** Whether a number only grows. */
    public enum Kind {
        /** Grows from 0, by the loop's life. */
        COUNTER,
        /** Is what it is now. */
        GAUGE
    }

    private static final String PREFIX = "nettyuring.loop.";

    private final Kind kind;
    private final String unit;
    private final String meaning;
    @SuppressWarnings("ImmutableEnumChecker") // a function, without state
    private final ToLongFunction<LoopCounters> value;

    Metric(Kind kind, String unit, ToLongFunction<LoopCounters> value, String meaning) {
        this.kind = kind;
        this.unit = unit;
        this.value = value;
        this.meaning = meaning;
    }

    /** {@return whether it only grows} */
    public Kind kind() {
        return kind;
    }

    /** {@return what is counted, in the plural} */
    public String unit() {
        return unit;
    }

    /** {@return one sentence without its full stop} */
    public String meaning() {
        return meaning;
    }

    /** {@return the name of the field and of the JFR event's field: {@code bytesSent}} */
    public String fieldName() {
        String attribute = attributeName();
        return Character.toLowerCase(attribute.charAt(0)) + attribute.substring(1);
    }

    /** {@return the name of the JMX attribute: {@code BytesSent}} */
    public String attributeName() {
        StringBuilder name = new StringBuilder();
        for (String word : name().split("_", -1)) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }

    /** {@return the name of the Micrometer meter: {@code nettyuring.loop.bytes.sent}} */
    public String meterName() {
        return PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /**
     * {@return the number now} Any thread; another than the loop's may see what was true a turn ago.
     *
     * @param counters of a loop
     */
    public long of(LoopCounters counters) {
        return value.applyAsLong(counters);
    }
}
