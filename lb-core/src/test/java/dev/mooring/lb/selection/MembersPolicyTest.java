// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.lb.affinity.Affinity;
import dev.mooring.lb.affinity.AffinityLookup;
import dev.mooring.lb.balancing.Candidate;
import dev.mooring.lb.balancing.TestCandidate;
import dev.mooring.lb.health.HealthStatus;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.TestRequests;
import dev.mooring.lb.model.AffinitySpec.WhenUnavailable;
import dev.mooring.lb.selection.Selection.Why;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who takes new clients, by priority and by what is done about sick ones. */
class MembersPolicyTest {
    private static final RequestHead HEAD = TestRequests.get();

    /**
     * Members of one letter each: h healthy, u unhealthy, x disabled, d draining; and a digit for the priority.
     */
    private static Members members(String states, boolean failOpen, int minHealthy) {
        List<Member> members = new ArrayList<>();
        for (String state : states.split(" ")) {
            Candidate candidate = new TestCandidate("b" + members.size(), 1, state.charAt(1) - '0');
            char kind = state.charAt(0);
            HealthStatus health = kind == 'u' ? HealthStatus.UNHEALTHY : HealthStatus.HEALTHY;
            members.add(Member.of(candidate, health, kind == 'd', false, kind == 'x'));
        }
        return new Members(members, new MembersPolicy(false, 0, failOpen, minHealthy));
    }

    private static String ids(List<Candidate> candidates) {
        return String.join(" ", candidates.stream().map(Candidate::id).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "h0 h0 h1, b0 b1",
        "u0 h0 h1, b1",
        "u0 x0 h1, b2",
        "d0 u0 h2 h1, b3",
        "h5 h3 h3, b1 b2",
        "u0 u1, ''",
    })
    void newClientsGoToTheFirstPriorityThatServes(String states, String expected) {
        assertEquals(expected, ids(members(states, false, 0).acceptingNew()));
    }

    @ParameterizedTest
    @CsvSource({
        "u0 u0, true, b0 b1",
        "u0 u1, true, b0",
        "u0 x0, true, b0",
        "u0 h0, true, b1",
        // Who drains still serves its own: it is not so that nobody is left.
        "u0 d0, true, ''",
        "u0 u0, false, ''",
        "x0 x0, true, ''",
    })
    void failingOpenUsesAllWhenAllAreUnhealthy(String states, boolean failOpen, String expected) {
        assertEquals(expected, ids(members(states, failOpen, 0).acceptingNew()));
    }

    @ParameterizedTest
    @CsvSource({
        "u0 u0 u0, 2, b0 b1",
        "u0 h0 u0, 2, b0 b1",
        "h0 h0 u0, 2, b0 b1",
        "x0 u0, 2, b1",
        "u0 u0, 5, b0 b1",
        "u0 u0, 0, ''",
    })
    void soManyAreNeverCountedUnhealthy(String states, int minHealthy, String expected) {
        assertEquals(expected, ids(members(states, false, minHealthy).acceptingNew()));
    }

    @Test
    void retryGoesToTheSparesWhenTheFirstOnesAreTried() {
        Selector selector =
                new Selector(new Says(AffinityLookup.UNBOUND), all -> all.get(0), WhenUnavailable.REDISTRIBUTE);
        Members members = members("h0 h1", false, 0);
        Selection first = selector.select(HEAD, members, Tried.NOTHING);
        Selection second = selector.select(HEAD, members, Tried.NOTHING.and(first));
        Selection third =
                selector.select(HEAD, members, Tried.NOTHING.and(first).and(second));

        assertEquals("b0", first.backend());
        assertEquals("b1", second.backend());
        assertEquals("", third.backend());
        assertEquals(Why.FAILED, third.why());
    }

    private record Says(AffinityLookup lookup) implements Affinity {
        @Override
        public AffinityLookup lookup(RequestHead head) {
            return lookup;
        }

        @Override
        public boolean rebinds() {
            return true;
        }
    }
}
