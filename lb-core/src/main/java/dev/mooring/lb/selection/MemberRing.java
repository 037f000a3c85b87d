// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.selection;

import dev.mooring.lb.balancing.Candidate;
import dev.mooring.lb.balancing.Ring;
import java.util.ArrayList;
import java.util.List;

/** The members that may serve, in groups on a ring: mostly of one, or of as many as the policy says. Immutable. */
final class MemberRing {
    private final List<List<Candidate>> groups = new ArrayList<>();
    private final Ring ring;
    private final boolean hasSets;

    MemberRing(List<Candidate> usable, int subsetSize) {
        hasSets = subsetSize > 0;
        List<String> names = new ArrayList<>();
        if (!hasSets) {
            for (Candidate candidate : usable) {
                groups.add(List.of(candidate));
                names.add(candidate.ringName());
            }
        } else {
            for (int first = 0; first < usable.size(); first += subsetSize) {
                groups.add(group(usable, first, subsetSize));
                names.add("set" + groups.size());
            }
        }
        ring = new Ring(names);
    }

    /** As ingress-nginx cuts them: the last group is filled up from the front. */
    private static List<Candidate> group(List<Candidate> usable, int first, int size) {
        List<Candidate> group = new ArrayList<>();
        for (int i = first; i < first + size; i++) {
            group.add(usable.get(i % usable.size()));
        }
        return group.stream().distinct().toList();
    }

    /** The group that the key belongs to; empty on an empty ring. */
    List<Candidate> find(String key) {
        int at = ring.find(key);
        return at < 0 ? List.of() : groups.get(at);
    }

    /** Whether a key leads to a group of which one is picked for each request. */
    boolean hasSets() {
        return hasSets;
    }

    int size() {
        return groups.size();
    }
}
