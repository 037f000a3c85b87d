// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.http.IpAddresses;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.PoolSpec;
import java.net.InetAddress;
import java.util.List;

/** Tells which backends of a file are where the gateway will be deployed, and not on this machine. */
public final class CloudAddresses {
    private CloudAddresses() {}

    /** The backends of a pool that nobody has given a place on this machine. */
    public static List<BackendSpec> of(PoolSpec pool) {
        return pool.backends().stream().filter(CloudAddresses::isInCloud).toList();
    }

    private static boolean isInCloud(BackendSpec backend) {
        boolean unmapped = backend.identity()
                .map(new HostPort(backend.host(), backend.port())::equals)
                .orElse(false);
        boolean here = backend.host().equals("localhost")
                || IpAddresses.parse(backend.host())
                        .map(InetAddress::isLoopbackAddress)
                        .orElse(false);
        return unmapped && !here;
    }
}
