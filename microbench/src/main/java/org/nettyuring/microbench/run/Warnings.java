// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import static org.nettyuring.microbench.run.Table.number;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What speaks against believing a row. */
final class Warnings {
    /** Cores: the JVMs' own threads and the kernel's take less. */
    private static final double BUSY_MACHINE = 0.1;
    private static final double STOLEN = 0.02;
    /** The server and the client are two threads that want to run; a compiler may be a third for a while. */
    private static final double OWN_LOAD = 3;

    private final RowResult result;

    Warnings(RowResult result) {
        this.result = result;
    }

    /** {@return one line each; none for a row that can be believed} */
    List<String> all() {
        final List<String> lines = new ArrayList<>();
        for (Outcome one : result.ran()) {
            if (one.saturated().equals("client")) {
                lines.add("WARNING: against " + one.transport()
                        + " the client was the bottleneck; rates say little there");
            }
        }
        final double bystanders = worst(window -> window.conditions().bystanders());
        if (bystanders > BUSY_MACHINE) {
            lines.add("WARNING: something else kept " + number(bystanders, 2)
                    + " of a core busy meanwhile: the numbers are off");
        }
        final double stolen = worst(window -> window.conditions().stolen());
        if (stolen > STOLEN) {
            lines.add("WARNING: the hypervisor took " + number(stolen, 2) + " of a core: the numbers are off");
        }
        final double load = worst(window -> window.conditions().loadAverage());
        if (load > OWN_LOAD) {
            lines.add("WARNING: the load average was " + number(load, 1) + ", of which ours is 2: the numbers are off");
        }
        if (result.ran().stream().anyMatch(this::isMissingPairs)) {
            lines.add("The machine moved its cores during the run: pairs of windows at different distances are left"
                    + " out");
        }
        return lines;
    }

    private boolean isMissingPairs(Outcome one) {
        return result.ratio(one, Window::cpuMicros).pairs() < one.windows().size();
    }

    private double worst(ToDoubleFunction<Window> value) {
        return result.ran().stream().mapToDouble(one -> one.median(value)).max().orElse(0);
    }
}
