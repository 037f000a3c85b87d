// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import org.jspecify.annotations.Nullable;

/**
 * What a request says about the backend its client is bound to. Exactly one of these: nothing; a backend's id; a key to be
 * hashed over the backends; or a claim that does not hold. Immutable.
 *
 * @param kind which of the four
 * @param text the id, the key, or null
 * @param problem why the claim does not hold; {@link Problem#NONE} for the other kinds
 */
public record AffinityLookup(Kind kind, @Nullable String text, Problem problem) {
    /** The client is not bound. */
    public static final AffinityLookup UNBOUND = new AffinityLookup(Kind.UNBOUND, null, Problem.NONE);

    /** The four things that a request can say. */
    public enum Kind {
        UNBOUND,
        BACKEND,
        KEY,
        BROKEN
    }

    /** Why a claim does not hold. */
    public enum Problem {
        NONE,
        /** The token has no known form, or its key is not known here (any more). */
        UNKNOWN_TOKEN,
        /** The token's signature is wrong. */
        FORGED,
        /** The token or the table entry is too old. */
        EXPIRED
    }

    /** The client is bound to this backend, which may or may not exist any more. */
    public static AffinityLookup backend(String id) {
        return new AffinityLookup(Kind.BACKEND, id, Problem.NONE);
    }

    /** The client belongs wherever this key hashes to. */
    public static AffinityLookup key(String key) {
        return new AffinityLookup(Kind.KEY, key, Problem.NONE);
    }

    /** The client claims to be bound, and the claim does not hold. */
    public static AffinityLookup broken(Problem problem) {
        return new AffinityLookup(Kind.BROKEN, null, problem);
    }
}
