// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.selection;

import dev.mooring.lb.affinity.Affinity;
import dev.mooring.lb.affinity.AffinityLookup;
import dev.mooring.lb.affinity.AffinityLookup.Kind;
import dev.mooring.lb.affinity.AffinityLookup.Problem;
import dev.mooring.lb.affinity.KeyDrawer;
import dev.mooring.lb.balancing.Balancer;
import dev.mooring.lb.balancing.Candidate;
import dev.mooring.lb.balancing.LineUp;
import dev.mooring.lb.balancing.Rendezvous;
import dev.mooring.lb.health.Admission;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.AffinitySpec.WhenFailed;
import dev.mooring.lb.model.AffinitySpec.WhenUnavailable;
import dev.mooring.lb.selection.Selection.Reason;
import dev.mooring.lb.selection.Selection.Why;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a backend for one request: the client's own if it has one and it still may serve, else the balancer's pick. Safe
 * from any thread. Costs O(1) for a client that is bound by cookie or table, or hashed and known.
 */
public final class Selector {
    /** So many keys are drawn at most for each backend on a ring, before it is believed that none leads to a free one. */
    private static final int MOST_DRAWS = 40;

    private final Affinity affinity;
    /** The same affinity, if it draws keys. */
    private final @Nullable KeyDrawer keys;

    private final Balancer balancer;
    private final WhenUnavailable whenUnavailable;
    private final boolean insists;

    /** A selector of one pool whose clients move when their backend fails them. */
    public Selector(Affinity affinity, Balancer balancer, WhenUnavailable whenUnavailable) {
        this(affinity, balancer, whenUnavailable, WhenFailed.MOVE);
    }

    /** A selector of one pool. */
    public Selector(Affinity affinity, Balancer balancer, WhenUnavailable whenUnavailable, WhenFailed whenFailed) {
        this.affinity = affinity;
        this.keys = affinity instanceof KeyDrawer drawer ? drawer : null;
        this.balancer = balancer;
        this.whenUnavailable = whenUnavailable;
        this.insists = whenFailed == WhenFailed.INSIST;
    }

    /** Chooses and remembers nothing but whose turn it is: the answer to "where would this request go?". */
    public Selection select(RequestHead head, Members members, Tried tried) {
        return decide(head, affinity.lookup(head), members, tried);
    }

    /**
     * Chooses, and binds the client at once if the mechanism has a memory, so that its next request finds the binding. When
     * another request of the same client was faster, that one's choice counts for both.
     */
    public Selection bind(RequestHead head, Members members, Tried tried) {
        Selection selection = tryToBind(head, members, tried);
        if (selection == null) {
            selection = tryToBind(head, members, tried);
        }
        // A client that is bound otherwise twice within microseconds is not worth a third look.
        return selection == null ? select(head, members, tried) : selection;
    }

    private @Nullable Selection tryToBind(RequestHead head, Members members, Tried tried) {
        AffinityLookup lookup = affinity.lookup(head);
        Selection selection = decide(head, lookup, members, tried);
        Candidate chosen = selection.candidate();
        boolean done = chosen == null
                || !selection.bindsAnew()
                || affinity.bound(head, chosen.id(), lookup.kind() == Kind.BACKEND ? lookup.text() : null);
        return done ? selection : null;
    }

    private Selection decide(RequestHead head, AffinityLookup lookup, Members members, Tried tried) {
        return switch (lookup.kind()) {
            case UNBOUND -> balance(head, members, tried, Reason.BALANCED, Why.NONE);
            case BROKEN -> balance(head, members, tried, Reason.REBOUND, why(lookup.problem()));
            case BACKEND -> own(head, Objects.requireNonNull(lookup.text()), members, tried);
            case KEY -> hashed(head, Objects.requireNonNull(lookup.text()), members, tried);
        };
    }

    private Selection own(RequestHead head, String id, Members members, Tried tried) {
        Member own = members.find(id);
        Why why = own == null ? Why.REMOVED : obstacle(own, tried);
        if (own != null && why == Why.NONE) {
            return new Selection(own.candidate(), Reason.BOUND, Why.NONE, false);
        }
        if (tried.cameUnbound() && (tried.contains(id) || tried.wasFull(id))) {
            return balance(head, members, tried, Reason.BALANCED, Why.NONE);
        }
        if (whenUnavailable == WhenUnavailable.STRICT) {
            return new Selection(null, Reason.NONE, why, false);
        }
        // A backend that is gone for good will not be returned to.
        return affinity.rebinds() || why == Why.REMOVED
                ? balance(head, members, tried, Reason.REBOUND, why)
                : rehash(id, members, tried, why);
    }

    private Selection hashed(RequestHead head, String key, Members members, Tried tried) {
        MemberRing ring = members.ring();
        if (ring != null && ring.hasSets()) {
            return oneOf(ring.find(key), members, tried);
        }
        Candidate home = ring == null ? members.home(key) : first(ring.find(key));
        if (home == null) {
            return new Selection(null, Reason.NONE, members.whyNoneIsOpen(), false);
        }
        Why why = obstacle(Objects.requireNonNull(members.find(home.id())), tried);
        if (why == Why.NONE) {
            return new Selection(home, Reason.BOUND, Why.NONE, false);
        }
        if (whenUnavailable == WhenUnavailable.STRICT) {
            return new Selection(null, Reason.NONE, why, false);
        }
        return keys == null ? rehash(key, members, tried, why) : balance(head, members, tried, Reason.REBOUND, why);
    }

    private static @Nullable Candidate first(List<Candidate> group) {
        return group.isEmpty() ? null : group.get(0);
    }

    /** The key belongs to a group: whoever of it is free takes the request, else whoever is free at all. */
    private Selection oneOf(List<Candidate> group, Members members, Tried tried) {
        List<Candidate> free = freeAmong(group, tried);
        LineUp some = free.isEmpty() ? free(members, tried) : LineUp.of(free);
        return some == null
                ? none(members, tried)
                : new Selection(balancer.pick(some), Reason.BALANCED, Why.NONE, false);
    }

    /** Another backend until the client's own is back, and the same one each time. */
    private Selection rehash(String claim, Members members, Tried tried, Why why) {
        LineUp free = free(members, tried);
        Candidate next = free == null ? null : Rendezvous.pick(free.all(), claim);
        return next == null ? none(members, tried) : new Selection(next, Reason.REBOUND, why, false);
    }

    private Selection balance(RequestHead head, Members members, Tried tried, Reason reason, Why why) {
        LineUp free = free(members, tried);
        if (free == null) {
            return none(members, tried);
        }
        MemberRing ring = members.ring();
        return ring == null || keys == null
                ? new Selection(balancer.pick(free), reason, why, true)
                : draw(keys, head, ring, free.all(), new Selection(null, reason, why, true));
    }

    /** The client is to have a key that leads to a free backend: keys are drawn until one does. */
    private static Selection draw(
            KeyDrawer keys, RequestHead head, MemberRing ring, List<Candidate> free, Selection wanted) {
        int most = MOST_DRAWS * ring.size();
        for (int draw = 1; draw <= most; draw++) {
            String key = keys.newKey(head, draw);
            Candidate drawn = first(ring.find(key));
            if (drawn != null && free.contains(drawn)) {
                return new Selection(drawn, wanted.reason(), wanted.why(), true, key);
            }
        }
        return new Selection(null, Reason.NONE, Why.FAILED, false);
    }

    /** What keeps a backend from serving a client of its own; a draining one does serve it. */
    private Why obstacle(Member member, Tried tried) {
        boolean sameAgain = insists && !tried.cameUnbound();
        if (tried.contains(member.candidate().id()) && !sameAgain) {
            return Why.FAILED;
        }
        if (member.admission() == Admission.CLOSED) {
            return member.why();
        }
        return hasRoom(member.candidate(), tried) ? Why.NONE : Why.FULL;
    }

    /** Who may be given this client: those of the first priority of which one is free; null when nobody is. */
    private static @Nullable LineUp free(Members members, Tried tried) {
        List<LineUp> tiers = members.tiers();
        for (int i = 0; i < tiers.size(); i++) {
            LineUp open = tiers.get(i);
            if (tried.isEmpty() && !open.anyMayBeFull()) {
                return open;
            }
            List<Candidate> free = freeAmong(open.all(), tried);
            if (!free.isEmpty()) {
                return free == open.all() ? open : LineUp.of(free);
            }
        }
        return null;
    }

    /** The list itself, without a copy, when nobody is full or tried. */
    private static List<Candidate> freeAmong(List<Candidate> open, Tried tried) {
        for (int i = 0; i < open.size(); i++) {
            if (!isFree(open.get(i), tried)) {
                return freeAmong(open, i, tried);
            }
        }
        return open;
    }

    private static List<Candidate> freeAmong(List<Candidate> open, int firstTaken, Tried tried) {
        List<Candidate> free = new ArrayList<>(open.subList(0, firstTaken));
        for (int i = firstTaken + 1; i < open.size(); i++) {
            if (isFree(open.get(i), tried)) {
                free.add(open.get(i));
            }
        }
        return free;
    }

    private static boolean isFree(Candidate candidate, Tried tried) {
        return hasRoom(candidate, tried) && !tried.contains(candidate.id());
    }

    private static boolean hasRoom(Candidate candidate, Tried tried) {
        return candidate.hasRoom() && !tried.wasFull(candidate.id());
    }

    private static Selection none(Members members, Tried tried) {
        Why why = members.tiers().isEmpty() ? members.whyNoneIsOpen() : Why.FAILED;
        for (LineUp open : members.tiers()) {
            for (int i = 0; i < open.size() && why == Why.FAILED; i++) {
                why = tried.contains(open.get(i).id()) ? why : Why.FULL;
            }
        }
        return new Selection(null, Reason.NONE, why, false);
    }

    private static Why why(Problem problem) {
        return switch (problem) {
            case NONE -> Why.NONE;
            case UNKNOWN_TOKEN -> Why.UNKNOWN_TOKEN;
            case FORGED -> Why.FORGED;
            case EXPIRED -> Why.EXPIRED;
        };
    }
}
