// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.front;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** Which origins are pages served by this machine. */
public final class Loopback {
    private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

    private Loopback() {}

    /** True when the origin, or any absolute URL, names this machine; {@code null} and other opaque origins do not. */
    public static boolean isOrigin(String origin) {
        try {
            String host = new URI(origin).getHost();
            if (host == null) {
                return false;
            }
            String name = host.toLowerCase(Locale.ROOT);
            return HOSTS.contains(name) || name.endsWith(".localhost");
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
