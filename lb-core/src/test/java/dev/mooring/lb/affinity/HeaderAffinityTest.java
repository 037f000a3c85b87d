// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.TestRequests;
import dev.mooring.lb.model.AffinitySpec.Header;
import dev.mooring.lb.model.AffinitySpec.WhenBack;
import org.junit.jupiter.api.Test;

class HeaderAffinityTest implements AffinityContract {
    @Override
    public Affinity affinity() {
        return TestPools.affinity(new Header("X-User"), WhenBack.STAY);
    }

    @Override
    public RequestHead first(int client) {
        return TestRequests.get("x-user", "user " + client);
    }

    @Override
    public RequestHead next(Affinity affinity, int client, String backendId) {
        return first(client);
    }

    @Override
    public boolean hashes() {
        return true;
    }

    @Test
    void requestWithoutTheHeaderIsUnbound() {
        assertEquals(AffinityLookup.UNBOUND, affinity().lookup(TestRequests.get()));
        assertEquals(AffinityLookup.UNBOUND, affinity().lookup(TestRequests.get("X-User", "")));
    }
}
