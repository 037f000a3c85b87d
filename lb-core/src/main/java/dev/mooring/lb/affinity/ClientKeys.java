// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import dev.mooring.lb.http.IpAddresses;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.AffinitySpec.ClientNetwork;

/** What makes two addresses the same client. */
final class ClientKeys {
    private ClientKeys() {}

    /**
     * The network of the client's address as text. An IPv4 address inside an IPv6 one is taken out first, so that a client is
     * the same whichever way it came.
     */
    static String of(RequestHead head, ClientNetwork network) {
        return IpAddresses.mask(IpAddresses.unwrap(head.client().address()), network.ipv4Prefix(), network.ipv6Prefix())
                .getHostAddress();
    }
}
