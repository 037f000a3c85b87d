// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.RequestHead;
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

    /**
     * Tells the client what it must know to come back, if anything, in header fields of its response. Called only when it is to be
     * bound anew.
     *
     * @param fields where the fields go
     */
    default void tell(RequestHead head, Pick pick, HeaderChanges fields) {}

    /** Whether a client that gets this response is told anything: some gateways bind nobody with a response that may be cached. */
    default boolean tellsWith(RequestHead head, int status, Headers responseHeaders) {
        return true;
    }

    /**
     * Whether the client is told of each backend that was picked for its request, also of those that failed, and also in a
     * response of the balancer's own.
     */
    default boolean tellsEachPick() {
        return false;
    }

    /** Whether the client shows that it was bound in this very pool, where the mechanism can tell without knowing its backend. */
    default boolean claims(RequestHead head) {
        return false;
    }

    /** The backend answered: a mechanism that learns an application's session ids looks into its header fields. */
    default void answered(Headers responseHeaders, String backendId) {}

    /** Whether a client that lost its backend is bound to the next one for good (the {@code stay} of {@code when-back}). */
    boolean rebinds();
}
