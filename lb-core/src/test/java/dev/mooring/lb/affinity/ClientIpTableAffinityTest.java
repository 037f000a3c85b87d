// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.TestRequests;
import dev.mooring.lb.model.AffinitySpec.ClientIpTable;
import dev.mooring.lb.model.AffinitySpec.ClientNetwork;
import dev.mooring.lb.model.AffinitySpec.WhenBack;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClientIpTableAffinityTest implements AffinityContract {
    private static final ClientIpTable SPEC = new ClientIpTable(ClientNetwork.DEFAULT, Duration.ofMinutes(10), 1_000);

    private final AtomicLong nanos = new AtomicLong();

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Override
    public Affinity affinity() {
        return TestPools.affinity(SPEC, WhenBack.STAY, nanos);
    }

    @Override
    public RequestHead first(int client) {
        return TestRequests.from("192.0.2." + client);
    }

    @Override
    public RequestHead next(Affinity affinity, int client, String backendId) {
        affinity.bound(first(client), backendId, null);
        return first(client);
    }

    @Override
    public boolean hashes() {
        return false;
    }

    @Test
    void eachRequestStartsTheTimeoutAgain() {
        Affinity affinity = affinity();
        affinity.bound(first(1), "b1", null);
        for (int i = 0; i < 5; i++) {
            pass(Duration.ofMinutes(9));
            assertEquals(AffinityLookup.backend("b1"), affinity.lookup(first(1)));
        }
        pass(Duration.ofMinutes(10));
        assertEquals(AffinityLookup.UNBOUND, affinity.lookup(first(1)));
    }

    @Test
    void firstOfTwoFirstRequestsBinds() {
        Affinity affinity = affinity();

        assertTrue(affinity.bound(first(1), "b1", null));
        assertFalse(affinity.bound(first(1), "b2", null));
        assertTrue(affinity.bound(first(1), "b1", null));
        assertEquals(AffinityLookup.backend("b1"), affinity.lookup(first(1)));
    }

    @Test
    void movedClientIsBoundToItsNewBackendByTheFirstWhoMovesIt() {
        Affinity affinity = affinity();
        affinity.bound(first(1), "b0", null);

        assertTrue(affinity.bound(first(1), "b1", "b0"));
        assertFalse(affinity.bound(first(1), "b2", "b0"));
        assertEquals(AffinityLookup.backend("b1"), affinity.lookup(first(1)));
    }

    @Test
    void tableIsBounded() {
        BindingTable table = new BindingTable(Duration.ofHours(1), 10, nanos::get);
        for (int i = 0; i < 1_000; i++) {
            table.bind("client" + i, "b1");
        }

        assertTrue(table.size() <= 10, "size " + table.size());
    }

    @Test
    void tableOutlivesAReload() {
        Optional<BindingTable> table = Affinities.table(SPEC, nanos::get);
        Affinity before =
                Affinities.of(TestPools.pool("web", SPEC, WhenBack.STAY, "b0"), List.of(), TestPools.NOW, table);
        before.bound(first(1), "b0", null);

        Affinity after = Affinities.of(
                TestPools.pool("web", SPEC, WhenBack.RETURN, "b0", "b1"), List.of(), TestPools.NOW, table);

        assertEquals(AffinityLookup.backend("b0"), after.lookup(first(1)));
    }

    @Test
    void policySaysWhetherMovedClientStays() {
        assertTrue(TestPools.affinity(SPEC, WhenBack.STAY).rebinds());
        assertFalse(TestPools.affinity(SPEC, WhenBack.RETURN).rebinds());
    }

    @Test
    void tableIsNeeded() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Affinities.of(
                        TestPools.pool("web", SPEC, WhenBack.STAY, "b0"), List.of(), TestPools.NOW, Optional.empty()));
    }
}
