// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which backends a client's connection belongs to, in pools that balance connections instead of requests. One for each
 * connection; confined to its event loop.
 */
public final class ConnectionMemory {
    private @Nullable Map<String, String> backends;

    /** The backend in this pool; null before the first request to it. */
    @Nullable
    String backend(String pool) {
        return backends == null ? null : backends.get(pool);
    }

    void remember(String pool, String backend) {
        backends = backends == null ? new HashMap<>() : backends;
        backends.put(pool, backend);
    }
}
