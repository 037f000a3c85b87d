// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

import java.util.HashSet;
import java.util.Set;

/**
 * Finds the local port that stands in for a port of the cloud, by a rule that always gives the same answer: 80 becomes 8080, 443
 * becomes 8443, others below 1024 get 10000 more, all others stay; where that is taken, 10000 more than the cloud's port, and from
 * there on the next free one. Confined to one thread.
 */
public final class LocalPorts {
    /** Where stand-ins listen: nobody else on the network should meet them. */
    public static final String HOST = "127.0.0.1";

    private static final int PRIVILEGED = 1024;
    private static final int FURTHER = 10_000;
    private static final int LAST = 65_535;

    private final Set<Integer> taken = new HashSet<>();

    /** The local port for a port of the cloud, 1 to 65535; each call takes another one. 0, for any, once none is left. */
    public int take(int port) {
        int local = preferred(port);
        if (taken.add(local)) {
            return local;
        }
        for (int next = port + FURTHER <= LAST ? port + FURTHER : PRIVILEGED; next <= LAST; next++) {
            if (taken.add(next)) {
                return next;
            }
        }
        return 0;
    }

    private static int preferred(int port) {
        return switch (port) {
            case 80 -> 8080;
            case 443 -> 8443;
            default -> port < PRIVILEGED ? port + FURTHER : port;
        };
    }
}
