// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.mooring.lb.affinity.AffinityLookup.Kind;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.TestRequests;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every affinity keeps. */
interface AffinityContract {
    /** A new one over the backends b0, b1 and b2. */
    Affinity affinity();

    /** The first request of the client of this number. */
    RequestHead first(int client);

    /** Binds the client to the backend, and gives the next request that it sends. */
    RequestHead next(Affinity affinity, int client, String backendId);

    /** Whether the mechanism hashes a key, so that it cannot be told which backend to use. */
    boolean hashes();

    @Test
    default void newClientClaimsNoBackend() {
        AffinityLookup lookup = affinity().lookup(first(1));

        assertEquals(hashes() ? Kind.KEY : Kind.UNBOUND, lookup.kind());
    }

    @Test
    default void boundClientComesBackToItsBackend() {
        Affinity affinity = affinity();
        for (int client = 0; client < 30; client++) {
            String backendId = "b" + client % 3;
            AffinityLookup lookup = affinity.lookup(next(affinity, client, backendId));

            if (hashes()) {
                assertEquals(affinity.lookup(first(client)), lookup);
            } else {
                assertEquals(AffinityLookup.backend(backendId), lookup);
            }
        }
    }

    @Test
    default void clientsDoNotShareABinding() {
        Affinity affinity = affinity();
        RequestHead one = next(affinity, 1, "b1");
        RequestHead two = next(affinity, 2, "b2");

        assertFalse(affinity.lookup(one).equals(affinity.lookup(two)));
    }

    @Test
    default void lookupIsRepeatable() {
        Affinity affinity = affinity();
        RequestHead request = next(affinity, 5, "b2");

        assertEquals(affinity.lookup(request), affinity.lookup(request));
    }

    @Test
    default void strangeRequestsAreAnswered() {
        Affinity affinity = affinity();
        for (String value :
                List.of("", " ", "=", ";;;", "a=", "\"", "\u00fc\u00ff", "x".repeat(10_000), "....", "a.b.c.d.e")) {
            RequestHead head =
                    TestRequests.get("Cookie", value, "Cookie", "MOORING=" + value, "X-User", value, "Session", value);
            assertNotNull(affinity.lookup(head));
            assertNotNull(TestPools.told(affinity, head, "b1"));
            affinity.bound(head, "b1", null);
            affinity.answered(head.headers(), "b1");
        }
    }
}
