// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.AffinitySpec.ClientNetwork;

/** Knows a client by its network, which is hashed over the backends. Immutable. */
final class ClientIpHashAffinity implements Affinity {
    private final ClientNetwork network;

    ClientIpHashAffinity(ClientNetwork network) {
        this.network = network;
    }

    @Override
    public AffinityLookup lookup(RequestHead head) {
        return AffinityLookup.key(ClientKeys.of(head, network));
    }

    @Override
    public boolean rebinds() {
        return false;
    }
}
