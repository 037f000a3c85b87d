// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which backend a client is bound to, until the client has been silent for the timeout; when there are too many, the
 * least used go first. State: one for each pool, kept over a reload of the configuration while its mechanism stays the same.
 * Safe from any thread, never blocks for longer than a step on a hash table, never calls out.
 */
public final class BindingTable {
    private final Cache<String, String> backendIds;

    /**
     * An empty table.
     *
     * @param timeout how long after its last use an entry is forgotten
     * @param maxEntries how many entries there may be
     * @param ticker the nano clock
     */
    public BindingTable(Duration timeout, int maxEntries, Ticker ticker) {
        this.backendIds = Caffeine.newBuilder()
                .expireAfterAccess(timeout)
                .maximumSize(maxEntries)
                .ticker(ticker)
                // Upkeep is a few steps for each write, which is not worth a thread.
                .executor(Runnable::run)
                .build();
    }

    /** The backend that the client is bound to, and the entry counts as used; null when there is none. */
    @Nullable
    String find(String client) {
        return backendIds.getIfPresent(client);
    }

    /** Binds the client whatever it was bound to. */
    void bind(String client, String backendId) {
        backendIds.put(client, backendId);
    }

    /** Binds a client that is still bound to {@code previousId}, or to none if that is null; false when it is not so. */
    boolean bind(String client, String backendId, @Nullable String previousId) {
        if (previousId != null) {
            return backendIds.asMap().replace(client, previousId, backendId);
        }
        String other = backendIds.asMap().putIfAbsent(client, backendId);
        return other == null || other.equals(backendId);
    }

    /** About how many clients are remembered: for views, since expired ones may be counted. */
    public long size() {
        return backendIds.estimatedSize();
    }
}
