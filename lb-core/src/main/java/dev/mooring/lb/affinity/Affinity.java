// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.SetCookie;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One way to keep a client on its backend. Safe from any thread, never blocks. The {@link dev.mooring.lb.selection.Selector}
 * asks {@link #lookup}; the others are told what was decided.
 */
public interface Affinity {
    /** What the request says about its client's backend. */
    AffinityLookup lookup(RequestHead head);

    /**
     * The client is to be bound to this backend, now: a mechanism with a memory remembers it.
     *
     * @param previousId the backend that the client was bound to when it was decided; null for none
     * @return false if the client has been bound otherwise in the meantime, by another of its requests, so that the decision
     *     should be made again
     */
    default boolean bound(RequestHead head, String backendId, @Nullable String previousId) {
        return true;
    }

    /** What the client must be told so that it comes back to this backend; empty when it needs to know nothing. */
    default Optional<SetCookie> cookie(RequestHead head, String backendId) {
        return Optional.empty();
    }

    /** The backend answered: a mechanism that learns an application's session ids looks into its header fields. */
    default void answered(Headers responseHeaders, String backendId) {}

    /** Whether a client that lost its backend is bound to the next one for good (the {@code stay} of {@code when-back}). */
    boolean rebinds();
}
