// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.http.IpAddresses;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses names that are not ours. A web page can make its own name point to 127.0.0.1 (DNS rebinding) and is then of the same
 * origin as the admin listener, but its name still stands in {@code Host}. Pure.
 */
final class HostGuard {
    private final Set<String> ours = new HashSet<>();
    private final boolean wildcard;

    /**
     * Ours are the loopback, the host that is listened on, and the hosts of the allowed origins, which are trusted anyway.
     *
     * @param allowedOrigins such as {@code https://admin.example:8443}
     */
    HostGuard(String listenHost, List<String> allowedOrigins) {
        ours.add(normal(listenHost));
        for (String origin : allowedOrigins) {
            String authority = origin.substring(origin.lastIndexOf('/') + 1);
            HostPort.parse(authority).ifPresent(host -> ours.add(normal(host.host())));
        }
        wildcard = IpAddresses.parse(listenHost)
                .map(InetAddress::isAnyLocalAddress)
                .orElse(false);
    }

    /** Whether this value of {@code Host} is one of ours. The port may be any: it may have been forwarded. */
    boolean allows(String hostField) {
        Optional<HostPort> parsed = HostPort.parse(hostField);
        if (parsed.isEmpty()) {
            return false;
        }
        String host = normal(parsed.get().host());
        if (ours.contains(host) || host.equals("localhost") || host.endsWith(".localhost")) {
            return true;
        }
        // An address in Host cannot have been rebound: a page of that origin came from that address.
        return IpAddresses.parse(host)
                .map(IpAddresses::unwrap)
                .map(address -> wildcard || address.isLoopbackAddress())
                .orElse(false);
    }

    private static String normal(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
