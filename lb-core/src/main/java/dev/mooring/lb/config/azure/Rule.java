// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import java.util.Comparator;

/**
 * A routing rule with its listener.
 *
 * @param item where it was written
 * @param site its listener
 * @param priority the lowest is asked first; those without come last
 */
record Rule(Item item, Site site, int priority) {
    /** The order in which the rules of one address and port are asked; of equal ones the first stays first. */
    static final Comparator<Rule> ORDER = Comparator.comparingInt(Rule::priority)
            .thenComparingInt(rule -> rule.site().breadth());

    private static final int MAX_PRIORITY = 20_000;

    static Rule read(Item item, Site site) {
        return new Rule(
                item, site, item.fields().number("priority", 1, MAX_PRIORITY).orElse(Integer.MAX_VALUE));
    }
}
