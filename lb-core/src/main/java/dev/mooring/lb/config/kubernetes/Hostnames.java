// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Host names of the Gateway API, where {@code *.} stands for one or more labels. */
final class Hostnames {
    private Hostnames() {}

    /**
     * The hosts that a listener and a route have in common; an empty list for all hosts, empty when there is none.
     *
     * @param listener the host of the listener, empty text for all
     * @param route the hosts of the route, none for all
     */
    static Optional<List<String>> intersection(String listener, List<String> route) {
        if (listener.isEmpty()) {
            return Optional.of(route.stream()
                    .map(host -> host.toLowerCase(Locale.ROOT))
                    .distinct()
                    .toList());
        }
        if (route.isEmpty()) {
            return Optional.of(List.of(listener));
        }
        Set<String> both = new LinkedHashSet<>();
        for (String text : route) {
            String host = text.toLowerCase(Locale.ROOT);
            if (covers(listener, host)) {
                both.add(host);
            } else if (covers(host, listener)) {
                both.add(listener);
            }
        }
        return both.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(both));
    }

    /** Whether all hosts that the narrow one stands for are among those of the wide one. */
    static boolean covers(String wide, String narrow) {
        return wide.equals(narrow) || (wide.startsWith("*.") && narrow.endsWith(wide.substring(1)));
    }

    /** Names together, each wildcard by itself: what decides about precedence is then the same for all of a group. */
    static List<List<String>> groups(List<String> hosts) {
        if (hosts.isEmpty()) {
            return List.of(List.of());
        }
        List<List<String>> groups = new ArrayList<>();
        List<String> names =
                hosts.stream().filter(host -> !host.startsWith("*")).toList();
        if (!names.isEmpty()) {
            groups.add(names);
        }
        hosts.stream().filter(host -> host.startsWith("*")).forEach(host -> groups.add(List.of(host)));
        return groups;
    }
}
