// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.selection;

import dev.mooring.lb.balancing.Candidate;
import dev.mooring.lb.selection.Selection.Why;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The backends of a pool at one moment, and whom each may serve. A change of health, drain or configuration makes a new one;
 * a request reads it once for each selection. Immutable.
 */
public final class Members {
    /** A pool without backends. */
    public static final Members NOBODY = new Members(List.of());

    private final List<Candidate> all;
    private final List<Candidate> acceptingNew;
    private final Map<String, Member> byId = new HashMap<>();
    private final Why whyNoneIsOpen;

    /** The members in the order of the configuration; ids are unique. */
    public Members(List<Member> members) {
        all = members.stream().map(Member::candidate).toList();
        acceptingNew =
                members.stream().filter(Member::takesNew).map(Member::candidate).toList();
        members.forEach(member -> byId.put(member.candidate().id(), member));
        whyNoneIsOpen = whyNoneIsOpen(members);
    }

    /** All backends, whatever their state. */
    public List<Candidate> all() {
        return all;
    }

    /** The backends that may be given new clients. */
    public List<Candidate> acceptingNew() {
        return acceptingNew;
    }

    /** The member of this id; null when the pool has none. */
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
