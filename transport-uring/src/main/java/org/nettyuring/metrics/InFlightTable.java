// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.management.MBeanOperationInfo;
import javax.management.openmbean.ArrayType;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenMBeanOperationInfo;
import javax.management.openmbean.OpenMBeanOperationInfoSupport;
import javax.management.openmbean.OpenMBeanParameterInfo;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;

/**
 * A group's operations in the kernel for JMX: an operation, and no attribute, because whoever collects all attributes
 * should not wait for busy loops. A row per operation in the kernel, and one without an operation for a loop that did
 * not answer.
 */
final class InFlightTable {
    static final String OPERATION = "inFlight";
    private static final String[] COLUMNS = {
        "Thread", "Answer", "Operation", "Owner", "AgeMillis", "Bytes", "UserData",
    };
    private static final String[] MEANINGS = {
        "Name of the loop's thread", "GIVEN, or why the loop could not be asked", "The operation's kind",
        "Channel or file", "Since it was submitted", "That it is about; -1 if it does not know",
        "Its user_data, in hex",
    };
    private static final OpenType<?>[] TYPES = {
        SimpleType.STRING, SimpleType.STRING, SimpleType.STRING, SimpleType.STRING, SimpleType.LONG, SimpleType.LONG,
        SimpleType.STRING,
    };

    private final Supplier<GroupInFlight> source;
    private final CompositeType rowType;

    InFlightTable(Supplier<GroupInFlight> source) throws OpenDataException {
        this.source = source;
        rowType = new CompositeType("InFlight", "One operation in the kernel", COLUMNS, MEANINGS, TYPES);
    }

    OpenMBeanOperationInfo[] operations() throws OpenDataException {
        return new OpenMBeanOperationInfo[] {new OpenMBeanOperationInfoSupport(OPERATION,
                "What the loops have in the kernel now; waits up to a second for busy ones",
                new OpenMBeanParameterInfo[0], new ArrayType<CompositeData[]>(1, rowType), MBeanOperationInfo.INFO)};
    }

    CompositeData[] rows() {
        List<CompositeData> rows = new ArrayList<>();
        for (GroupInFlight.Loop loop : source.get().loops()) {
            for (InFlightReport.Entry entry : loop.report().entries()) {
                rows.add(row(loop.thread(), loop.answer().name(), entry.operation(), entry.owner(),
                        TimeUnit.NANOSECONDS.toMillis(entry.ageNs()), entry.bytes(),
                        Long.toHexString(entry.userData())));
            }
            if (loop.answer() != GroupInFlight.Answer.GIVEN) {
                rows.add(row(loop.thread(), loop.answer().name(), "", "", 0L, -1L, ""));
            }
        }
        return rows.toArray(new CompositeData[0]);
    }

    private CompositeData row(Object... values) {
        try {
            return new CompositeDataSupport(rowType, COLUMNS, values);
        } catch (OpenDataException e) {
            throw new IllegalStateException(e); // the columns are those of the type
        }
    }
}
