// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * One load on each transport.
 *
 * @param row the load's name
 * @param unit what the client counts, in the singular: {@code request}, {@code MiB} …
 * @param outcomes one per transport, those that did not run included
 */
public record RowResult(String row, String unit, List<Outcome> outcomes) {
    private static final String BASELINE = "epoll";

    /** {@return those that ran} */
    public List<Outcome> ran() {
        return outcomes.stream().filter(Outcome::ran).toList();
    }

    /** {@return the one that the others are measured by: epoll, else the first; there must be one that ran} */
    public Outcome base() {
        final List<Outcome> ran = ran();
        return ran.stream().filter(one -> one.transport().equals(BASELINE)).findFirst().orElseGet(() -> ran.get(0));
    }

    /** {@return the ratios of one transport to the baseline; both ran} */
    public PairedRatios ratio(Outcome one, ToDoubleFunction<Window> value) {
        return PairedRatios.of(one.windows(), base().windows(), value);
    }

    /** {@return the unit in the plural} */
    public String units() {
        return unit.equals("MiB") ? unit : unit + 's';
    }

    /** {@return whether that is the name of a second service beside a transport's first one} */
    public static boolean isBeside(String name) {
        return name.indexOf(' ') >= 0;
    }

    /** {@return the same transport with the row's second service beside it, if there is one that ran} */
    public Optional<Outcome> beside(Outcome one) {
        return ran().stream().filter(other -> other.transport().startsWith(one.transport() + ' ')).findFirst();
    }

    /** {@return whether no request of any transport went wrong, and none broke} */
    public boolean isClean() {
        return outcomes.stream().allMatch(one -> one.errors() == 0 && !one.broke());
    }
}
