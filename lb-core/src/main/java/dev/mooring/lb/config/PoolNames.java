// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.model.PoolSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The names by which a user may call the backends of pools: the pool's own, and its group's, of which a namespace before a
 * slash and a port after a colon may be left out.
 */
final class PoolNames {
    private PoolNames() {}

    /** The groups that the name calls: none, one, or several between which it does not decide. */
    static Set<String> groups(String name, List<PoolSpec> pools) {
        Set<String> exact = new LinkedHashSet<>();
        Set<String> shortened = new LinkedHashSet<>();
        for (PoolSpec pool : pools) {
            if (pool.name().equals(name) || pool.group().equals(name)) {
                exact.add(pool.group());
            }
            if (forms(pool.group()).contains(name)) {
                shortened.add(pool.group());
            }
        }
        return exact.isEmpty() ? shortened : exact;
    }

    /** Whether groups differ in nothing but the port, so that one name may stand for all of them. */
    static boolean areOneService(Set<String> groups) {
        return groups.stream().map(PoolNames::withoutPort).distinct().count() == 1;
    }

    private static Set<String> forms(String group) {
        String bare = group.substring(group.indexOf('/') + 1);
        return Set.copyOf(List.of(withoutPort(group), bare, withoutPort(bare)).stream()
                .distinct()
                .toList());
    }

    private static String withoutPort(String group) {
        int colon = group.lastIndexOf(':');
        return colon > 0 ? group.substring(0, colon) : group;
    }
}
