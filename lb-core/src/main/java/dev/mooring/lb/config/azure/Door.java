// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that listens at one port of one address: a listener of the spec.
 *
 * @param name the name of the listener
 * @param port the port of the cloud
 * @param tls whether it speaks TLS
 * @param rules the rules of its listeners, in the order in which they are asked; at least one
 */
record Door(String name, int port, boolean tls, List<Rule> rules) {

    static List<Door> of(List<Rule> rules, Parts parts) {
        Map<String, List<Rule>> byPlace = new LinkedHashMap<>();
        for (Rule rule : rules) {
            String place = rule.site().address() + " " + rule.site().port();
            byPlace.computeIfAbsent(place, p -> new ArrayList<>()).add(rule);
        }
        List<Door> doors = new ArrayList<>();
        for (List<Rule> together : byPlace.values()) {
            List<Rule> ordered = together.stream().sorted(Rule.ORDER).toList();
            Site site = ordered.get(0).site();
            long sites = ordered.stream()
                    .map(rule -> rule.site().item().name())
                    .distinct()
                    .count();
            String name = sites == 1 ? site.item().name() : site.address() + "-" + site.port();
            doors.add(new Door(parts.named(name), site.port(), site.tls(), ordered));
        }
        return doors;
    }

    /** Its first listener, where messages about it point to. */
    Item item() {
        return rules.get(0).site().item();
    }

    /** Whether some requests are for a host that none of its listeners has. */
    boolean refusesHosts() {
        return rules.stream().noneMatch(rule -> rule.site().isBasic());
    }
}
