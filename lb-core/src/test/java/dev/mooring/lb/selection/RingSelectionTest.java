// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.affinity.Affinity;
import dev.mooring.lb.affinity.AffinityLookup;
import dev.mooring.lb.affinity.AffinityLookup.Problem;
import dev.mooring.lb.affinity.KeyDrawer;
import dev.mooring.lb.balancing.Balancer;
import dev.mooring.lb.balancing.TestCandidate;
import dev.mooring.lb.health.HealthStatus;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.TestRequests;
import dev.mooring.lb.model.AffinitySpec.WhenFailed;
import dev.mooring.lb.model.AffinitySpec.WhenUnavailable;
import dev.mooring.lb.selection.Selection.Reason;
import dev.mooring.lb.selection.Selection.Why;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Keys on a ring, clients that insist, spares, and backends that serve although they are sick. */
class RingSelectionTest {
    private static final RequestHead HEAD = TestRequests.get();
    private static final Balancer FIRST = candidates -> candidates.get(0);
    private static final MembersPolicy RING = new MembersPolicy(true, 0, false, 0);

    private final List<TestCandidate> backends = TestCandidate.equal(4);

    /** An affinity that draws k1, k2, k3 ... for new clients. */
    private record Draws(AffinityLookup lookup) implements KeyDrawer {
        @Override
        public AffinityLookup lookup(RequestHead head) {
            return lookup;
        }

        @Override
        public String newKey(RequestHead head, int draw) {
            return "k" + draw;
        }

        @Override
        public boolean rebinds() {
            return true;
        }
    }

    private static Affinity says(AffinityLookup lookup) {
        return new Affinity() {
            @Override
            public AffinityLookup lookup(RequestHead head) {
                return lookup;
            }

            @Override
            public boolean rebinds() {
                return true;
            }
        };
    }

    private static Selector drawing(AffinityLookup lookup, WhenFailed whenFailed) {
        return new Selector(new Draws(lookup), FIRST, WhenUnavailable.REDISTRIBUTE, whenFailed);
    }

    private Members members(MembersPolicy policy, HealthStatus... health) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < health.length; i++) {
            members.add(Member.of(backends.get(i), health[i], false, false, false));
        }
        return new Members(members, policy);
    }

    private Members healthy(int count, MembersPolicy policy) {
        HealthStatus[] health = new HealthStatus[count];
        java.util.Arrays.fill(health, HealthStatus.HEALTHY);
        return members(policy, health);
    }

    private static String chosen(Selection selection) {
        return Objects.requireNonNull(selection.candidate()).id();
    }

    @Test
    void newClientIsGivenAKeyThatLeadsToItsBackend() {
        Members members = healthy(3, RING);
        Selection first = drawing(AffinityLookup.UNBOUND, WhenFailed.MOVE).select(HEAD, members, Tried.NOTHING);
        Selection back =
                drawing(AffinityLookup.key(first.key()), WhenFailed.MOVE).select(HEAD, members, Tried.NOTHING);

        assertEquals(Reason.BALANCED, first.reason());
        assertTrue(first.bindsAnew());
        assertEquals(first.candidate(), back.candidate());
        assertEquals(Reason.BOUND, back.reason());
        assertFalse(back.bindsAnew());
    }

    @Test
    void retryOfANewClientDrawsUntilAKeyLeadsElsewhere() {
        Members members = healthy(3, RING);
        Selector selector = drawing(AffinityLookup.UNBOUND, WhenFailed.INSIST);
        Tried tried = Tried.NOTHING;
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            Selection next = selector.select(HEAD, members, tried);
            assertTrue(seen.add(chosen(next)), () -> seen + " and again");
            assertTrue(next.bindsAnew());
            tried = tried.and(next);
        }
        Selection none = selector.select(HEAD, members, tried);
        assertNull(none.candidate());
        assertEquals(Why.FAILED, none.why());
    }

    @Test
    void clientWithAKeyInsistsOnItsBackendOrMovesWithANewKey() {
        Members members = healthy(3, RING);
        AffinityLookup key = AffinityLookup.key("abc");
        Selection own = drawing(key, WhenFailed.INSIST).select(HEAD, members, Tried.NOTHING);
        Tried tried = Tried.NOTHING.and(own);

        Selection again = drawing(key, WhenFailed.INSIST).select(HEAD, members, tried);
        Selection moved = drawing(key, WhenFailed.MOVE).select(HEAD, members, tried);

        assertEquals(own, again);
        assertNotEquals(own.candidate(), moved.candidate());
        assertEquals(Reason.REBOUND, moved.reason());
        assertEquals(Why.FAILED, moved.why());
        assertTrue(moved.bindsAnew());
        assertTrue(moved.key().startsWith("k"), moved::toString);
    }

    @Test
    void boundClientInsistsUntilItsBackendIsKnownToBeSick() {
        AffinityLookup bound = AffinityLookup.backend("b1");
        Selector selector = new Selector(says(bound), FIRST, WhenUnavailable.REDISTRIBUTE, WhenFailed.INSIST);
        Selection own = selector.select(HEAD, healthy(3, MembersPolicy.PLAIN), Tried.NOTHING);
        Tried tried = Tried.NOTHING.and(own).and(own);

        assertEquals("b1", chosen(selector.select(HEAD, healthy(3, MembersPolicy.PLAIN), tried)));
        Members sick = members(MembersPolicy.PLAIN, HealthStatus.HEALTHY, HealthStatus.UNHEALTHY, HealthStatus.HEALTHY);
        assertEquals("b0", chosen(selector.select(HEAD, sick, tried)));
    }

    @Test
    void clientWhoseCookieMeansNothingDoesNotInsist() {
        Selector selector = new Selector(
                says(AffinityLookup.broken(Problem.UNKNOWN_TOKEN)),
                FIRST,
                WhenUnavailable.REDISTRIBUTE,
                WhenFailed.INSIST);
        Members members = healthy(2, MembersPolicy.PLAIN);
        Selection first = selector.select(HEAD, members, Tried.NOTHING);

        assertEquals("b0", chosen(first));
        assertEquals("b1", chosen(selector.select(HEAD, members, Tried.NOTHING.and(first))));
    }

    @Test
    void sickBackendLeavesTheRingAndItsKeysMoveWithoutANewOne() {
        AffinityLookup key = AffinityLookup.key("abc");
        Selection before = drawing(key, WhenFailed.MOVE).select(HEAD, healthy(3, RING), Tried.NOTHING);
        HealthStatus[] health = {HealthStatus.HEALTHY, HealthStatus.HEALTHY, HealthStatus.HEALTHY};
        health[Integer.parseInt(chosen(before).substring(1))] = HealthStatus.UNHEALTHY;
        Selection after = drawing(key, WhenFailed.MOVE).select(HEAD, members(RING, health), Tried.NOTHING);

        assertNotEquals(before.candidate(), after.candidate());
        assertEquals(Reason.BOUND, after.reason());
        assertFalse(after.bindsAnew());
    }

    @Test
    void keyOfAGroupLeavesTheChoiceInItToTheBalancer() {
        MembersPolicy pairs = new MembersPolicy(true, 2, false, 0);
        Members members = healthy(4, pairs);
        Set<String> seen = new HashSet<>();
        for (Balancer balancer : List.<Balancer>of(all -> all.get(0), all -> all.get(all.size() - 1))) {
            Selector selector = new Selector(says(AffinityLookup.key("abc")), balancer, WhenUnavailable.REDISTRIBUTE);
            Selection selection = selector.select(HEAD, members, Tried.NOTHING);
            assertFalse(selection.bindsAnew());
            seen.add(chosen(selection));
        }
        assertTrue(seen.equals(Set.of("b0", "b1")) || seen.equals(Set.of("b2", "b3")), seen::toString);
    }

    @Test
    void lastGroupIsFilledUpFromTheFront() {
        MemberRing ring = new MemberRing(List.copyOf(TestCandidate.equal(3)), 2);
        Set<String> groups = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            groups.add(ring.find("k" + i).stream().map(c -> c.id()).toList().toString());
        }
        assertEquals(Set.of("[b0, b1]", "[b2, b0]"), groups);
    }

    @Test
    void emptyRingHasNobody() {
        Selection none = drawing(AffinityLookup.key("x"), WhenFailed.MOVE)
                .select(HEAD, new Members(List.of(), RING), Tried.NOTHING);

        assertNull(none.candidate());
        assertEquals(Why.EMPTY, none.why());
    }
}
