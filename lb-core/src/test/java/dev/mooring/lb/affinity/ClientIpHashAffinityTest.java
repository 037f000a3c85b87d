// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.TestRequests;
import dev.mooring.lb.model.AffinitySpec.ClientIpHash;
import dev.mooring.lb.model.AffinitySpec.ClientNetwork;
import dev.mooring.lb.model.AffinitySpec.WhenBack;
import org.junit.jupiter.api.Test;

class ClientIpHashAffinityTest implements AffinityContract {
    private static AffinityLookup lookup(String address) {
        return TestPools.affinity(new ClientIpHash(ClientNetwork.DEFAULT), WhenBack.STAY)
                .lookup(TestRequests.from(address));
    }

    @Override
    public Affinity affinity() {
        return TestPools.affinity(new ClientIpHash(ClientNetwork.DEFAULT), WhenBack.STAY);
    }

    @Override
    public RequestHead first(int client) {
        return TestRequests.from("192.0.2." + client);
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
    void ipv4ClientIsTheSameWhicheverWayItCame() {
        assertEquals(lookup("198.51.100.7"), lookup("::ffff:198.51.100.7"));
        assertEquals(lookup("198.51.100.7"), lookup("64:ff9b::198.51.100.7"));
    }

    @Test
    void addressesOfOneIpv6SubscriberAreOneClient() {
        assertEquals(lookup("2001:db8:1:2::1"), lookup("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assertNotEquals(lookup("2001:db8:1:2::1"), lookup("2001:db8:1:3::1"));
    }

    @Test
    void masksAreConfigurable() {
        Affinity wide = TestPools.affinity(new ClientIpHash(new ClientNetwork(24, 48)), WhenBack.STAY);

        assertEquals(wide.lookup(TestRequests.from("192.0.2.1")), wide.lookup(TestRequests.from("192.0.2.254")));
        assertEquals(
                wide.lookup(TestRequests.from("2001:db8:1:2::1")), wide.lookup(TestRequests.from("2001:db8:1:3::1")));
        assertEquals(wide.lookup(TestRequests.from("::ffff:192.0.2.9")), wide.lookup(TestRequests.from("192.0.2.254")));
    }

    @Test
    void movedClientAlwaysReturns() {
        assertFalse(affinity().rebinds());
    }
}
