// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.affinity.Affinity;
import dev.mooring.lb.affinity.AffinityLookup;
import dev.mooring.lb.affinity.AffinityLookup.Problem;
import dev.mooring.lb.balancing.Balancer;
import dev.mooring.lb.balancing.Candidate;
import dev.mooring.lb.balancing.TestCandidate;
import dev.mooring.lb.health.Admission;
import dev.mooring.lb.health.HealthStatus;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.TestRequests;
import dev.mooring.lb.model.AffinitySpec.WhenUnavailable;
import dev.mooring.lb.selection.Selection.Reason;
import dev.mooring.lb.selection.Selection.Why;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorTest {
    private static final RequestHead HEAD = TestRequests.get();
    private static final Balancer FIRST = candidates -> candidates.get(0);

    private final List<TestCandidate> backends = TestCandidate.equal(3);

    /** An affinity that says what the test wants said. */
    private record Says(AffinityLookup lookup, boolean rebinds) implements Affinity {
        @Override
        public AffinityLookup lookup(RequestHead head) {
            return lookup;
        }
    }

    private static Selector selector(AffinityLookup lookup) {
        return new Selector(new Says(lookup, true), FIRST, WhenUnavailable.REDISTRIBUTE);
    }

    private static Selector returning(AffinityLookup lookup) {
        return new Selector(new Says(lookup, false), FIRST, WhenUnavailable.REDISTRIBUTE);
    }

    private static Selector strict(AffinityLookup lookup) {
        return new Selector(new Says(lookup, true), FIRST, WhenUnavailable.STRICT);
    }

    private static Member member(Candidate candidate, String state) {
        return switch (state) {
            case "open" -> Member.of(candidate, HealthStatus.HEALTHY, false, false, false);
            case "draining" -> Member.of(candidate, HealthStatus.HEALTHY, true, false, false);
            case "drained" -> Member.of(candidate, HealthStatus.HEALTHY, true, true, false);
            case "unhealthy" -> Member.of(candidate, HealthStatus.UNHEALTHY, false, false, false);
            case "disabled" -> Member.of(candidate, HealthStatus.HEALTHY, false, false, true);
            default -> throw new IllegalArgumentException(state);
        };
    }

    private Members members(String... states) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < states.length; i++) {
            members.add(member(backends.get(i), states[i]));
        }
        return new Members(members);
    }

    private static @Nullable String id(Selection selection) {
        return selection.candidate() == null ? null : selection.candidate().id();
    }

    private static void assertSelection(
            @Nullable String id, Reason reason, Why why, boolean bindsAnew, Selection selection) {
        assertEquals(id, id(selection), selection.toString());
        assertEquals(reason, selection.reason(), selection.toString());
        assertEquals(why, selection.why(), selection.toString());
        assertEquals(bindsAnew, selection.bindsAnew(), selection.toString());
    }

    private Tried tried(String... ids) {
        Tried tried = Tried.NOTHING;
        for (String id : ids) {
            TestCandidate candidate = backends.get(Integer.parseInt(id.substring(1)));
            tried = tried.and(new Selection(candidate, Reason.BOUND, Why.NONE, false));
        }
        return tried;
    }

    private Selection select(Selector selector, Members members) {
        return selector.select(HEAD, members, Tried.NOTHING);
    }

    @Test
    void unboundClientIsBalancedAndBound() {
        assertSelection(
                "b0",
                Reason.BALANCED,
                Why.NONE,
                true,
                select(selector(AffinityLookup.UNBOUND), members("open", "open", "open")));
    }

    @ParameterizedTest
    @CsvSource({"draining", "drained", "unhealthy", "disabled"})
    void newClientIsNotGivenABackendThatDoesNotAcceptNewOnes(String state) {
        assertEquals("b1", id(select(selector(AffinityLookup.UNBOUND), members(state, "open", "open"))));
    }

    @ParameterizedTest
    @CsvSource({"open", "draining"})
    void boundClientKeepsItsBackendAlsoWhileItDrains(String state) {
        assertSelection(
                "b2",
                Reason.BOUND,
                Why.NONE,
                false,
                select(selector(AffinityLookup.backend("b2")), members("open", "open", state)));
    }

    @Test
    void boundClientKeepsItsBackendOfWeightZero() {
        List<TestCandidate> weights = TestCandidate.ofWeights(1, 0);
        Members members = new Members(List.of(member(weights.get(0), "open"), member(weights.get(1), "open")));

        assertEquals("b1", id(select(selector(AffinityLookup.backend("b1")), members)));
        assertEquals(List.of(weights.get(0)), members.acceptingNew());
    }

    @ParameterizedTest
    @CsvSource({"unhealthy, UNHEALTHY", "drained, DRAINED", "disabled, DISABLED"})
    void clientOfAClosedBackendIsMovedAndTheReasonSaysWhy(String state, Why why) {
        assertSelection(
                "b0",
                Reason.REBOUND,
                why,
                true,
                select(selector(AffinityLookup.backend("b2")), members("open", "open", state)));
    }

    @Test
    void clientOfAFullBackendIsMoved() {
        backends.get(2).room = false;

        assertSelection(
                "b0",
                Reason.REBOUND,
                Why.FULL,
                true,
                select(selector(AffinityLookup.backend("b2")), members("open", "open", "open")));
    }

    @Test
    void clientOfARemovedBackendIsMoved() {
        assertSelection(
                "b0",
                Reason.REBOUND,
                Why.REMOVED,
                true,
                select(selector(AffinityLookup.backend("gone")), members("open", "open", "open")));
    }

    @Test
    void clientWhoseBackendFailedForThisRequestIsMoved() {
        Selection selection =
                selector(AffinityLookup.backend("b0")).select(HEAD, members("open", "open", "open"), tried("b0"));

        assertSelection("b1", Reason.REBOUND, Why.FAILED, true, selection);
    }

    @ParameterizedTest
    @CsvSource({"UNKNOWN_TOKEN, UNKNOWN_TOKEN", "FORGED, FORGED", "EXPIRED, EXPIRED"})
    void claimThatDoesNotHoldIsBalancedAndTheReasonSaysWhy(Problem problem, Why why) {
        for (Selector selector :
                List.of(selector(AffinityLookup.broken(problem)), strict(AffinityLookup.broken(problem)))) {
            assertSelection("b0", Reason.REBOUND, why, true, select(selector, members("open", "open", "open")));
        }
    }

    @ParameterizedTest
    @CsvSource({"unhealthy, UNHEALTHY", "drained, DRAINED", "disabled, DISABLED"})
    void strictClientIsNotMovedFromAClosedBackend(String state, Why why) {
        assertSelection(
                null,
                Reason.NONE,
                why,
                false,
                select(strict(AffinityLookup.backend("b2")), members("open", "open", state)));
    }

    @Test
    void strictClientIsNotMovedFromAFullARemovedOrAFailedBackend() {
        Members members = members("open", "open", "open");
        backends.get(2).room = false;

        assertEquals(
                Why.FULL, select(strict(AffinityLookup.backend("b2")), members).why());
        assertEquals(
                Why.REMOVED,
                select(strict(AffinityLookup.backend("gone")), members).why());
        assertEquals(
                Why.FAILED,
                strict(AffinityLookup.backend("b1"))
                        .select(HEAD, members, tried("b1"))
                        .why());
    }

    @Test
    void strictClientWithoutABackendIsBalanced() {
        assertEquals("b0", id(select(strict(AffinityLookup.UNBOUND), members("open", "open", "open"))));
    }

    @Test
    void strictNewClientWhoseFirstBackendFailedIsStillNew() {
        Members members = members("open", "open", "open");
        Selection first = select(strict(AffinityLookup.UNBOUND), members);

        Selection second = strict(AffinityLookup.backend("b0")).select(HEAD, members, Tried.NOTHING.and(first));

        assertSelection("b1", Reason.BALANCED, Why.NONE, true, second);
    }

    @Test
    void fullAndTriedBackendsAreLeftOut() {
        Members members = members("open", "open", "open");
        backends.get(0).room = false;

        assertEquals("b1", id(select(selector(AffinityLookup.UNBOUND), members)));
        assertEquals("b2", id(selector(AffinityLookup.UNBOUND).select(HEAD, members, tried("b1"))));
    }

    @Test
    void balancerGetsTheMembersOwnListWhenNobodyIsLeftOut() {
        Members members = members("open", "open", "open");
        List<List<Candidate>> seen = new ArrayList<>();
        Balancer spy = candidates -> {
            seen.add(candidates.all());
            return candidates.get(0);
        };

        new Selector(new Says(AffinityLookup.UNBOUND, true), spy, WhenUnavailable.REDISTRIBUTE)
                .select(HEAD, members, Tried.NOTHING);

        assertSame(members.acceptingNew(), seen.get(0));
    }

    @ParameterizedTest
    @CsvSource({
        "unhealthy, disabled, drained, UNHEALTHY",
        "disabled, draining, disabled, DRAINED",
        "disabled, disabled, disabled, DISABLED",
    })
    void noneIsChosenWhenAllAreClosed(String first, String second, String third, Why why) {
        assertSelection(
                null, Reason.NONE, why, false, select(selector(AffinityLookup.UNBOUND), members(first, second, third)));
    }

    @Test
    void emptyPoolSaysThatItIsEmpty() {
        for (AffinityLookup lookup :
                List.of(AffinityLookup.UNBOUND, AffinityLookup.backend("b0"), AffinityLookup.key("k"))) {
            assertSelection(null, Reason.NONE, Why.EMPTY, false, select(selector(lookup), Members.NOBODY));
        }
    }

    @Test
    void fullPoolSaysThatItIsFullUnlessAllWereTried() {
        backends.get(1).room = false;
        backends.get(2).room = false;
        Members members = members("open", "open", "open");

        assertEquals(
                Why.FULL,
                selector(AffinityLookup.UNBOUND)
                        .select(HEAD, members, tried("b0"))
                        .why());
        assertEquals(
                Why.FAILED,
                selector(AffinityLookup.UNBOUND)
                        .select(HEAD, members, tried("b0", "b1", "b2"))
                        .why());
    }

    @Test
    void movedClientThatWillReturnIsNotBoundAndDoesNotBounce() {
        Members members = members("open", "unhealthy", "open");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            Selection selection = select(returning(AffinityLookup.backend("b1")), members);
            assertEquals(Why.UNHEALTHY, selection.why());
            assertFalse(selection.bindsAnew());
            seen.add(String.valueOf(id(selection)));
        }

        assertEquals(1, seen.size());
    }

    @Test
    void clientOfARemovedBackendHasNowhereToReturnTo() {
        assertTrue(select(returning(AffinityLookup.backend("gone")), members("open"))
                .bindsAnew());
    }

    @Test
    void keyGoesToItsHomeWhileThatServesEvenDraining() {
        String home = id(select(returning(AffinityLookup.key("10.0.0.1")), members("open", "open", "open")));

        for (int i = 0; i < 3; i++) {
            String[] states = {"open", "open", "open"};
            states[i] = "draining";
            assertSelection(
                    home,
                    Reason.BOUND,
                    Why.NONE,
                    false,
                    select(returning(AffinityLookup.key("10.0.0.1")), members(states)));
        }
    }

    @Test
    void onlyKeysOfTheUnhealthyBackendMoveAndTheySpread() {
        Members before = members("open", "open", "open");
        Members after = members("open", "unhealthy", "open");
        Set<String> standIns = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            Selector selector = returning(AffinityLookup.key("client " + i));
            Selection home = select(selector, before);
            Selection now = select(selector, after);
            if ("b1".equals(id(home))) {
                assertEquals(Reason.REBOUND, now.reason());
                assertEquals(Why.UNHEALTHY, now.why());
                assertFalse(now.bindsAnew());
                standIns.add(String.valueOf(id(now)));
            } else {
                assertEquals(home, now);
            }
        }

        assertEquals(Set.of("b0", "b2"), standIns);
    }

    @Test
    void strictKeyStaysAtItsHome() {
        Selector selector = strict(AffinityLookup.key("10.0.0.1"));
        String home = id(select(selector, members("open", "open", "open")));
        assertNotNull(home);
        backends.get(Integer.parseInt(home.substring(1))).room = false;

        assertSelection(null, Reason.NONE, Why.FULL, false, select(selector, members("open", "open", "open")));
    }

    @Test
    void keyWithoutAnyHomeIsRefused() {
        Members members = new Members(List.of(member(TestCandidate.ofWeights(0).get(0), "open")));

        assertSelection(null, Reason.NONE, Why.DRAINED, false, select(returning(AffinityLookup.key("k")), members));
    }

    @Test
    void memberKnowsItsAdmissionAndWhy() {
        Member draining = members("draining").find("b0");
        assertNotNull(draining);

        assertEquals(Admission.BOUND_ONLY, draining.admission());
        assertEquals(Why.DRAINED, draining.why());
    }
}
