// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.metrics;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import javax.management.openmbean.ArrayType;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenMBeanAttributeInfo;
import javax.management.openmbean.OpenMBeanAttributeInfoSupport;
import javax.management.openmbean.OpenMBeanInfoSupport;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;

/**
 * A group's numbers in JMX, of open types only, so that a client needs no class of ours: an attribute per
 * {@link Metric} with the sum over the loops, {@value #SQES_PER_ENTER}, and {@value #LOOPS} with a row per loop. Read
 * only. Its one operation, {@value InFlightTable#OPERATION}, asks the loops what they have in the kernel. Any thread.
 *
 * <p>Registered as {@code org.nettyuring:type=IoUringEventLoopGroup,name=N} with the platform's server, N being the
 * first number from 1 that is free when it is registered: two groups, also of two class loaders, never clash.
 */
public final class MetricsMBean implements DynamicMBean, AutoCloseable {
    static final String LOOPS = "Loops";
    static final String SQES_PER_ENTER = "SqesPerEnter";
    private static final String THREAD = "Thread";
    private static final String DOMAIN_AND_TYPE = "org.nettyuring:type=IoUringEventLoopGroup,name=";
    private static final String READ_ONLY = "the numbers are read only";

    private final Supplier<GroupMetrics> source;
    private final InFlightTable inFlight;
    private final CompositeType loopType;
    private final MBeanInfo info;
    private final ObjectName name;

    private MetricsMBean(Supplier<GroupMetrics> source, Supplier<GroupInFlight> inFlight) throws JMException {
        this.source = source;
        this.inFlight = new InFlightTable(inFlight);
        loopType = loopType();
        info = describe();
        name = registerUnderAFreeName();
    }

    /**
     * Registers a group's numbers.
     *
     * @param source takes a snapshot; called by the threads of JMX
     * @param inFlight asks the loops what they have in the kernel; called by the threads of JMX
     * @return to be closed, which unregisters it
     * @throws IllegalStateException if the platform's MBean server refuses
     */
    public static MetricsMBean register(Supplier<GroupMetrics> source, Supplier<GroupInFlight> inFlight) {
        try {
            return new MetricsMBean(source, inFlight);
        } catch (JMException e) {
            throw new IllegalStateException("cannot register " + DOMAIN_AND_TYPE + "…: " + e.getMessage(), e);
        }
    }

    private ObjectName registerUnderAFreeName() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (int number = 1;; number++) {
            ObjectName candidate = new ObjectName(DOMAIN_AND_TYPE + number);
            try {
                return server.registerMBean(this, candidate).getObjectName();
            } catch (InstanceAlreadyExistsException e) {
                // another group's: the next
            }
        }
    }

    /** {@return under which name it is registered, as text} */
    public String name() {
        return name.getCanonicalName();
    }

    /** Unregisters it. Idempotent. */
    @Override
    public void close() {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            // somebody did
        } catch (JMException e) {
            throw new IllegalStateException("cannot unregister " + name + ": " + e.getMessage(), e);
        }
    }

    private static CompositeType loopType() throws OpenDataException {
        List<String> names = new ArrayList<>(List.of(THREAD));
        List<String> descriptions = new ArrayList<>(List.of("Name of the loop's thread"));
        List<OpenType<?>> types = new ArrayList<>(List.of(SimpleType.STRING));
        for (Metric metric : Metric.values()) {
            names.add(metric.attributeName());
            descriptions.add(metric.meaning());
            types.add(SimpleType.LONG);
        }
        return new CompositeType("Loop", "One event loop", names.toArray(new String[0]),
                descriptions.toArray(new String[0]), types.toArray(new OpenType<?>[0]));
    }

    private MBeanInfo describe() throws OpenDataException {
        List<OpenMBeanAttributeInfo> attributes = new ArrayList<>();
        for (Metric metric : Metric.values()) {
            attributes.add(attribute(metric.attributeName(), metric.meaning(), SimpleType.LONG));
        }
        attributes.add(attribute(SQES_PER_ENTER, "Submission queue entries per enter", SimpleType.DOUBLE));
        attributes.add(attribute(LOOPS, "The same per loop", new ArrayType<CompositeData[]>(1, loopType)));
        return new OpenMBeanInfoSupport(MetricsMBean.class.getName(), "Event loops on io_uring, together",
                attributes.toArray(new OpenMBeanAttributeInfo[0]), null, inFlight.operations(), null);
    }

    private static OpenMBeanAttributeInfo attribute(String name, String description, OpenType<?> type) {
        return new OpenMBeanAttributeInfoSupport(name, description, type, true, false, false);
    }

    @Override
    public Object getAttribute(String attribute) throws AttributeNotFoundException {
        return value(source.get(), attribute);
    }

    /** All of one snapshot; unknown names are left out, as the interface asks for. */
    @Override
    public AttributeList getAttributes(String[] attributes) {
        GroupMetrics snapshot = source.get();
        AttributeList values = new AttributeList();
        for (String attribute : attributes) {
            try {
                values.add(new Attribute(attribute, value(snapshot, attribute)));
            } catch (AttributeNotFoundException e) {
                // left out
            }
        }
        return values;
    }

    private Object value(GroupMetrics snapshot, String attribute) throws AttributeNotFoundException {
        if (attribute.equals(LOOPS)) {
            return snapshot.loops().stream().map(this::row).toArray(CompositeData[]::new);
        }
        if (attribute.equals(SQES_PER_ENTER)) {
            return snapshot.total().sqesPerEnter();
        }
        for (Metric metric : Metric.values()) {
            if (metric.attributeName().equals(attribute)) {
                return snapshot.total().get(metric);
            }
        }
        throw new AttributeNotFoundException(attribute);
    }

    private CompositeData row(LoopMetrics loop) {
        List<String> names = new ArrayList<>(List.of(THREAD));
        List<Object> values = new ArrayList<>(List.of(loop.thread()));
        for (Metric metric : Metric.values()) {
            names.add(metric.attributeName());
            values.add(loop.get(metric));
        }
        try {
            return new CompositeDataSupport(loopType, names.toArray(new String[0]), values.toArray());
        } catch (OpenDataException e) {
            throw new IllegalStateException(e); // both are made from the same rows
        }
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException(READ_ONLY);
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList(); // none was set
    }

    @Override
    public Object invoke(String actionName, Object[] params, String[] signature) throws ReflectionException {
        if (actionName.equals(InFlightTable.OPERATION)) {
            return inFlight.rows();
        }
        throw new ReflectionException(new NoSuchMethodException(actionName), READ_ONLY);
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        return info;
    }
}
