// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.AffinitySpec.ClientNetwork;
import org.jspecify.annotations.Nullable;

/** Knows a client by its network, and remembers the backend it was given first. Safe from any thread. */
final class ClientIpTableAffinity implements Affinity {
    private final ClientNetwork network;
    private final BindingTable table;
    private final boolean rebinds;

    ClientIpTableAffinity(ClientNetwork network, BindingTable table, boolean rebinds) {
        this.network = network;
        this.table = table;
        this.rebinds = rebinds;
    }

    @Override
    public AffinityLookup lookup(RequestHead head) {
        String backendId = table.find(ClientKeys.of(head, network));
        return backendId == null ? AffinityLookup.UNBOUND : AffinityLookup.backend(backendId);
    }

    @Override
    public boolean bound(RequestHead head, String backendId, @Nullable String previousId) {
        return table.bind(ClientKeys.of(head, network), backendId, previousId);
    }

    @Override
    public boolean rebinds() {
        return rebinds;
    }
}
