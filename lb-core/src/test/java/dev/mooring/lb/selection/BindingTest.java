// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.mooring.lb.affinity.Affinities;
import dev.mooring.lb.affinity.Affinity;
import dev.mooring.lb.affinity.TestPools;
import dev.mooring.lb.balancing.Balancers;
import dev.mooring.lb.balancing.TestCandidate;
import dev.mooring.lb.health.HealthStatus;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.TestRequests;
import dev.mooring.lb.model.AffinitySpec.ClientIpTable;
import dev.mooring.lb.model.AffinitySpec.ClientNetwork;
import dev.mooring.lb.model.AffinitySpec.WhenBack;
import dev.mooring.lb.model.AffinitySpec.WhenUnavailable;
import dev.mooring.lb.model.BalancerKind;
import dev.mooring.lb.selection.Selection.Reason;
import dev.mooring.lb.selection.Selection.Why;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Selector and a table together. */
class BindingTest {
    private static final ClientIpTable TABLE = new ClientIpTable(ClientNetwork.DEFAULT, Duration.ofHours(1), 100_000);
    private static final RequestHead HEAD = TestRequests.from("192.0.2.1");

    private final List<TestCandidate> backends = TestCandidate.equal(4);

    private Members members(String... unhealthy) {
        List<Member> members = new ArrayList<>();
        for (TestCandidate backend : backends) {
            boolean bad = List.of(unhealthy).contains(backend.id());
            members.add(Member.of(backend, bad ? HealthStatus.UNHEALTHY : HealthStatus.HEALTHY, false, false, false));
        }
        return new Members(members);
    }

    private static Selector selector(WhenBack whenBack, WhenUnavailable whenUnavailable) {
        Affinity affinity = Affinities.of(
                TestPools.pool("web", TABLE, whenBack, "b0", "b1", "b2", "b3"),
                List.of(),
                TestPools.NOW,
                Affinities.table(TABLE, new AtomicLong()::get));
        return new Selector(
                affinity, Balancers.of(BalancerKind.ROUND_ROBIN, ThreadLocalRandom::current), whenUnavailable);
    }

    private static String id(Selection selection) {
        assertNotNull(selection.candidate());
        return selection.candidate().id();
    }

    @Test
    void firstRequestBindsAndTheNextFollows() {
        Selector selector = selector(WhenBack.STAY, WhenUnavailable.REDISTRIBUTE);
        Selection first = selector.bind(HEAD, members(), Tried.NOTHING);
        Selection second = selector.bind(HEAD, members(), Tried.NOTHING);

        assertEquals(Reason.BALANCED, first.reason());
        assertEquals(Reason.BOUND, second.reason());
        assertEquals(id(first), id(second));
    }

    @Test
    void selectingWithoutBindingRemembersNothing() {
        Selector selector = selector(WhenBack.STAY, WhenUnavailable.REDISTRIBUTE);

        assertEquals(
                Reason.BALANCED, selector.select(HEAD, members(), Tried.NOTHING).reason());
        assertEquals(
                Reason.BALANCED, selector.select(HEAD, members(), Tried.NOTHING).reason());
    }

    @Test
    void movedClientStays() {
        Selector selector = selector(WhenBack.STAY, WhenUnavailable.REDISTRIBUTE);
        String home = id(selector.bind(HEAD, members(), Tried.NOTHING));
        Selection moved = selector.bind(HEAD, members(home), Tried.NOTHING);

        assertEquals(Why.UNHEALTHY, moved.why());
        assertEquals(id(moved), id(selector.bind(HEAD, members(), Tried.NOTHING)));
    }

    @Test
    void movedClientReturns() {
        Selector selector = selector(WhenBack.RETURN, WhenUnavailable.REDISTRIBUTE);
        String home = id(selector.bind(HEAD, members(), Tried.NOTHING));
        String standIn = id(selector.bind(HEAD, members(home), Tried.NOTHING));

        assertEquals(standIn, id(selector.bind(HEAD, members(home), Tried.NOTHING)));
        assertEquals(home, id(selector.bind(HEAD, members(), Tried.NOTHING)));
    }

    @Test
    void newClientWhoseFirstBackendFailsIsBoundToTheSecondUnderEveryPolicy() {
        for (WhenBack whenBack : WhenBack.values()) {
            for (WhenUnavailable whenUnavailable : WhenUnavailable.values()) {
                Selector selector = selector(whenBack, whenUnavailable);
                Selection first = selector.bind(HEAD, members(), Tried.NOTHING);
                Selection second = selector.bind(HEAD, members(), Tried.NOTHING.and(first));

                assertEquals(Reason.BALANCED, second.reason());
                assertEquals(id(second), id(selector.bind(HEAD, members(), Tried.NOTHING)));
            }
        }
    }

    @Test
    void simultaneousFirstRequestsOfOneClientAgree() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 500; round++) {
                Selector selector = selector(WhenBack.STAY, WhenUnavailable.REDISTRIBUTE);
                Callable<String> request = () -> id(selector.bind(HEAD, members(), Tried.NOTHING));
                Set<String> seen = new TreeSet<>();
                for (var answer : threads.invokeAll(List.of(request, request, request, request))) {
                    seen.add(answer.get());
                }
                assertEquals(1, seen.size(), seen.toString());
            }
        } finally {
            threads.shutdown();
        }
    }
}
