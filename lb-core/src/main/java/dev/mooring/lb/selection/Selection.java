// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.selection;

import dev.mooring.lb.balancing.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * The backend chosen for a request, and why. Immutable.
 *
 * @param candidate the backend; null when none can serve
 * @param reason how it came to be chosen
 * @param why what was wrong with the client's own backend, or with all of them; {@link Why#NONE} if nothing was
 * @param bindsAnew whether the client is bound to this backend from now on, and must be told so
 * @param key the key that led to it and that the client is to be given, where affinity draws keys; else empty
 */
public record Selection(@Nullable Candidate candidate, Reason reason, Why why, boolean bindsAnew, String key) {

    /** A selection that no drawn key led to. */
    public Selection(@Nullable Candidate candidate, Reason reason, Why why, boolean bindsAnew) {
        this(candidate, reason, why, bindsAnew, "");
    }

    /** The id of the backend; the empty text when none can serve. */
    public String backend() {
        return candidate == null ? "" : candidate.id();
    }

    /** How a backend came to be chosen: tag, log field and part of the trace. */
    public enum Reason {
        /** The client was bound to it. */
        BOUND,
        /** The client was bound to none, and the balancer picked it. */
        BALANCED,
        /** The client's claim did not hold or its backend could not serve, so another was picked. */
        REBOUND,
        /** None was chosen. */
        NONE
    }

    /** Why the client's own backend, or any backend, could not be chosen. */
    public enum Why {
        NONE,
        UNKNOWN_TOKEN,
        FORGED,
        EXPIRED,
        /** The pool has no backend of this id any more. */
        REMOVED,
        UNHEALTHY,
        DRAINED,
        DISABLED,
        /** It is at its {@code max-connections}. */
        FULL,
        /** It was tried for this very request and failed. */
        FAILED,
        /** The pool has no backends. */
        EMPTY
    }
}
