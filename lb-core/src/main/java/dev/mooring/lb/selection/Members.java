// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.selection;

import dev.mooring.lb.balancing.Candidate;
import dev.mooring.lb.balancing.LineUp;
import dev.mooring.lb.health.Admission;
import dev.mooring.lb.selection.Selection.Why;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The backends of a pool at one moment, and whom each may serve. A change of health, drain or configuration makes a new one;
 * a request reads it once for each selection. Immutable.
 */
public final class Members {
    /** A pool without backends. */
    public static final Members NOBODY = new Members(List.of());

    /** Who may be given new clients: one line-up for each priority, the first one first. Hardly ever more than one. */
    private final List<LineUp> tiers;

    private final Homes homes;
    private final Map<String, Member> byId = new HashMap<>();
    private final Why whyNoneIsOpen;
    private final @Nullable MemberRing ring;

    /** The members in the order of the configuration; ids are unique. */
    public Members(List<Member> members) {
        this(members, MembersPolicy.PLAIN);
    }

    /** The members in the order of the configuration, under a policy. */
    public Members(List<Member> found, MembersPolicy policy) {
        this(found, List.of(), policy);
    }

    /**
     * The members in the order of the configuration, under a policy.
     *
     * @param leaving who is in the configuration no more, and still serves its own clients: found by its id and not otherwise
     */
    public Members(List<Member> found, List<Member> leaving, MembersPolicy policy) {
        List<Member> members = kept(found, policy);
        homes = new Homes(members.stream().map(Member::candidate).toList());
        tiers = List.copyOf(members.stream()
                .filter(Member::takesNew)
                .map(Member::candidate)
                .collect(Collectors.groupingBy(
                        Candidate::priority,
                        TreeMap::new,
                        Collectors.collectingAndThen(Collectors.toList(), LineUp::of)))
                .values());
        members.forEach(member -> byId.put(member.candidate().id(), member));
        leaving.forEach(member -> byId.putIfAbsent(member.candidate().id(), member));
        whyNoneIsOpen = whyNoneIsOpen(members);
        ring = policy.ring() ? ring(members, policy) : null;
    }

    private static MemberRing ring(List<Member> members, MembersPolicy policy) {
        List<Candidate> usable = members.stream()
                .filter(member -> member.admission() != Admission.CLOSED)
                .map(Member::candidate)
                .toList();
        return new MemberRing(usable, policy.subsetSize());
    }

    /** Takes back some that are out for their health alone: the first ones, or all of them when nobody is left. */
    private static List<Member> kept(List<Member> members, MembersPolicy policy) {
        long usable = members.stream()
                .filter(member -> member.admission() != Admission.CLOSED)
                .count();
        long needed = policy.failOpen() && usable == 0 ? members.size() : policy.minHealthy() - usable;
        if (needed <= 0) {
            return members;
        }
        List<Member> kept = new ArrayList<>();
        for (Member member : members) {
            boolean taken = needed > 0 && member.why() == Why.UNHEALTHY;
            needed -= taken ? 1 : 0;
            kept.add(taken ? new Member(member.candidate(), Admission.OPEN, Why.NONE) : member);
        }
        return kept;
    }

    /** The backend, whatever its state, that a key belongs to; null when none has a weight above 0. */
    @Nullable
    Candidate home(String key) {
        return homes.find(key);
    }

    /** The backends that may be given new clients: those of the first priority that has any. */
    public List<Candidate> acceptingNew() {
        return tiers.isEmpty() ? List.of() : tiers.get(0).all();
    }

    /** The same of every priority, the first one first. */
    List<LineUp> tiers() {
        return tiers;
    }

    /** Where keys are looked up; null if they are hashed over all members. */
    @Nullable
    MemberRing ring() {
        return ring;
    }

    /** The member of this id, one that is leaving too; null when the pool has none. */
    public @Nullable Member find(String id) {
        return byId.get(id);
    }

    /** Why {@link #acceptingNew} is empty, if it is. */
    Why whyNoneIsOpen() {
        return whyNoneIsOpen;
    }

    /** Sickness is what its reader should look at first; what people did on purpose, they know. */
    private static Why whyNoneIsOpen(List<Member> members) {
        if (members.isEmpty()) {
            return Why.EMPTY;
        }
        Why most = Why.DISABLED;
        for (Member member : members) {
            // Open with weight 0 is how a configuration drains.
            Why why = member.why() == Why.NONE ? Why.DRAINED : member.why();
            most = why.compareTo(most) < 0 ? why : most;
        }
        return most;
    }
}
