// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.selection;

import dev.mooring.lb.model.AffinitySpec.Cookie;
import dev.mooring.lb.model.AffinitySpec.HashRing;
import dev.mooring.lb.model.AffinitySpec.Mechanism;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.ProbeSpec;

/**
 * What a pool's configuration says about its members as a whole. Immutable.
 *
 * @param ring whether keys are looked up on a ring of those that may serve, instead of being hashed over all
 * @param subsetSize a key picks so many members, of which the balancer picks one; 0 for a single member
 * @param failOpen whether members that are all unhealthy serve nevertheless
 * @param minHealthy so many members are never left out for their health
 */
public record MembersPolicy(boolean ring, int subsetSize, boolean failOpen, int minHealthy) {
    /** Nothing out of the ordinary. */
    public static final MembersPolicy PLAIN = new MembersPolicy(false, 0, false, 0);

    /** The policy that a pool asks for. */
    public static MembersPolicy of(PoolSpec pool) {
        Mechanism mechanism = pool.affinity().mechanism();
        int subsetSize = mechanism instanceof HashRing hashing ? hashing.subsetSize() : 0;
        return new MembersPolicy(
                hasRing(mechanism),
                subsetSize,
                pool.unavailable().failOpen(),
                pool.probe().map(ProbeSpec::minHealthy).orElse(0));
    }

    private static boolean hasRing(Mechanism mechanism) {
        return mechanism instanceof HashRing
                || (mechanism instanceof Cookie cookie && cookie.style().isKey());
    }
}
