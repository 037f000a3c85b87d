// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.lb.http.TestRequests;
import dev.mooring.lb.model.AffinitySpec.None;
import dev.mooring.lb.model.AffinitySpec.WhenBack;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoAffinityTest {
    @Test
    void nobodyIsKnownAgain() {
        Affinity affinity = TestPools.affinity(new None(), WhenBack.STAY);
        affinity.bound(TestRequests.get(), "b1", null);

        assertEquals(AffinityLookup.UNBOUND, affinity.lookup(TestRequests.get("Cookie", "MOORING=x")));
        assertEquals(List.of(), TestPools.told(affinity, TestRequests.get(), "b1"));
    }
}
