// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jfr.AnnotationElement;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.EventFactory;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.ValueDescriptor;

/**
 * The event {@code nettyuring.LoopStatistics}: once per period (1 s) and loop, every {@link Metric} since the loop
 * began. Its class is made from the rows when the first recording of the process is, not before. JFR knows of us only
 * while there are loops, so that a class loader can go. Any thread.
 */
final class LoopStatistics implements FlightRecorderListener {
    private static final LoopStatistics INSTANCE = new LoopStatistics();

    private final Set<LoopCounters> loops = ConcurrentHashMap.newKeySet();
    private final Runnable hook = this::emitAll;
    /** Held while the hook comes or goes, never while it runs; no lock of JFR's listeners is taken within. */
    private final Object hookLock = new Object();
    private boolean hooked;
    private volatile EventFactory factory;

    private LoopStatistics() {}

    static void add(LoopCounters counters) {
        INSTANCE.addLoop(counters);
    }

    static void remove(LoopCounters counters) {
        INSTANCE.removeLoop(counters);
    }

    private synchronized void addLoop(LoopCounters counters) {
        if (loops.isEmpty()) {
            FlightRecorder.addListener(this);
        }
        loops.add(counters);
    }

    private synchronized void removeLoop(LoopCounters counters) {
        if (loops.remove(counters) && loops.isEmpty()) {
            FlightRecorder.removeListener(this);
            synchronized (hookLock) {
                if (hooked) {
                    hooked = false;
                    FlightRecorder.removePeriodicEvent(hook);
                }
            }
        }
    }

    /** A recording is made, or was when the first loop came. */
    @Override
    public void recorderInitialized(FlightRecorder recorder) {
        synchronized (hookLock) {
            if (hooked) {
                return;
            }
            hooked = true;
            if (factory == null) {
                factory = EventFactory.create(annotations(), fields());
            }
            FlightRecorder.addPeriodicEvent(factory.newEvent().getClass(), hook);
        }
    }

    private void emitAll() {
        loops.forEach(this::emit);
    }

    private void emit(LoopCounters counters) {
        Event event = factory.newEvent();
        LoopMetrics snapshot = LoopMetrics.of(counters);
        event.set(0, snapshot.thread());
        int field = 1;
        for (Metric metric : Metric.values()) {
            event.set(field++, snapshot.get(metric));
        }
        event.commit();
    }

    private static List<AnnotationElement> annotations() {
        return List.of(
                new AnnotationElement(Name.class, "nettyuring.LoopStatistics"),
                new AnnotationElement(Label.class, "Loop Statistics"),
                new AnnotationElement(Description.class, "What an event loop on io_uring has done since it began"),
                new AnnotationElement(Category.class, new String[] {"Netty", "io_uring"}),
                new AnnotationElement(Enabled.class, false),
                new AnnotationElement(Period.class, "1 s"),
                new AnnotationElement(StackTrace.class, false));
    }

    private static List<ValueDescriptor> fields() {
        List<ValueDescriptor> fields = new ArrayList<>();
        fields.add(new ValueDescriptor(String.class, "loop", List.of(new AnnotationElement(Label.class, "Loop"))));
        for (Metric metric : Metric.values()) {
            fields.add(new ValueDescriptor(long.class, metric.fieldName(), List.of(
                    new AnnotationElement(Label.class, metric.attributeName()),
                    new AnnotationElement(Description.class, metric.meaning()))));
        }
        return fields;
    }
}
