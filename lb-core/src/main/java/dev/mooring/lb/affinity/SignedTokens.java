// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import dev.mooring.lb.affinity.AffinityLookup.Kind;
import dev.mooring.lb.affinity.AffinityLookup.Problem;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.SecretSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signed tokens that name the backends of a pool; see {@link CookieTokens} for their form. The tokens of all backends under all
 * secrets are computed in advance, so that a good one costs one look into a hash table; only one that ends, or that is none of
 * these, is taken apart and its signature computed. Immutable; safe from any thread.
 */
final class SignedTokens {
    private static final int MAX_TOKEN_LENGTH = 128;
    private static final String MISSING = "?";
    /** So many tokens of a request are examined: a browser sends few, and an attacker should not make us sign thousands. */
    private static final int MAX_TOKENS = 8;

    private final Optional<Duration> maxAge;
    private final InstantSource clock;
    private final List<CookieTokens> secrets;
    private final Map<String, AffinityLookup> byToken = new HashMap<>();
    private final Map<String, AffinityLookup> byBackend = new HashMap<>();
    /** The new token of each backend, where it does not depend on the time. */
    private final Map<String, String> ready = new HashMap<>();

    /** The tokens of a pool's backends, which end after this time, if any. */
    SignedTokens(PoolSpec pool, List<SecretSpec> secrets, Optional<Duration> maxAge, InstantSource clock) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("cookie secrets: none (expected: at least one, to sign with)");
        }
        this.maxAge = maxAge;
        this.clock = clock;
        this.secrets = secrets.stream()
                .map(secret -> new CookieTokens(secret, pool.name()))
                .toList();
        for (BackendSpec member : pool.backends()) {
            String id = member.id();
            String backend = CookieTokens.backend(id);
            byBackend.put(backend, AffinityLookup.backend(id));
            if (maxAge.isEmpty()) {
                this.secrets.forEach(secret -> byToken.put(secret.token(backend), AffinityLookup.backend(id)));
                ready.put(id, this.secrets.get(0).token(backend));
            }
        }
    }

    /** A new token for this backend. */
    String token(String backendId) {
        String known = ready.get(backendId);
        if (known != null) {
            return known;
        }
        String backend = CookieTokens.backend(backendId);
        return secrets.get(0)
                .token(maxAge.map(age -> backend
                                + '.'
                                + Long.toString(clock.instant().plus(age).getEpochSecond(), 36))
                        .orElse(backend));
    }

    /** What a token says if it is one of those computed in advance; null if it has to be examined. */
    @Nullable
    AffinityLookup known(String token) {
        // The table compares in a time that depends on the value, but only with tokens of the same hash code, which an
        // attacker does not know either.
        return byToken.get(token);
    }

    /** The first token of a backend in the pool, else the first that names a backend at all, else the first's problem. */
    AffinityLookup best(List<String> values) {
        AffinityLookup removed = null;
        AffinityLookup broken = null;
        for (String value : values.subList(0, Math.min(values.size(), MAX_TOKENS))) {
            AffinityLookup lookup = analyse(value);
            if (lookup.kind() == Kind.BROKEN) {
                broken = broken == null ? lookup : broken;
            } else if (!isMissing(lookup)) {
                return lookup;
            } else {
                removed = removed == null ? lookup : removed;
            }
        }
        AffinityLookup best = removed == null ? broken : removed;
        return best == null ? AffinityLookup.UNBOUND : best;
    }

    private AffinityLookup analyse(String token) {
        List<String> parts = token.length() > MAX_TOKEN_LENGTH ? List.of() : parts(token);
        // A token without an end must not outlive a configuration that demands one.
        boolean formKnown = parts.size() == 4 || (parts.size() == 3 && maxAge.isEmpty());
        if (!formKnown) {
            return AffinityLookup.broken(Problem.UNKNOWN_TOKEN);
        }
        String mac = parts.get(parts.size() - 1);
        String claim = token.substring(parts.get(0).length() + 1, token.length() - mac.length() - 1);
        Problem problem = Problem.UNKNOWN_TOKEN;
        for (CookieTokens secret : secrets) {
            if (secret.keyId().equals(parts.get(0))) {
                if (secret.verifies(claim, mac)) {
                    return parts.size() == 4 && hasEnded(parts.get(2))
                            ? AffinityLookup.broken(Problem.EXPIRED)
                            : named(parts.get(1));
                }
                problem = Problem.FORGED;
            }
        }
        return AffinityLookup.broken(problem);
    }

    /** The backend of a good token. One that the pool has no more gets a name that no backend bears, to be found missing. */
    private AffinityLookup named(String backend) {
        AffinityLookup known = byBackend.get(backend);
        return known == null ? AffinityLookup.backend(MISSING + backend) : known;
    }

    private static boolean isMissing(AffinityLookup lookup) {
        return lookup.text() != null && lookup.text().startsWith(MISSING);
    }

    /** Called for signed texts only, so that it is a number. */
    private boolean hasEnded(String expiry) {
        return Long.parseLong(expiry, 36) <= clock.instant().getEpochSecond();
    }

    private static List<String> parts(String token) {
        List<String> parts = new ArrayList<>(4);
        int at = 0;
        for (int dot = token.indexOf('.'); dot >= 0; dot = token.indexOf('.', at)) {
            parts.add(token.substring(at, dot));
            at = dot + 1;
        }
        parts.add(token.substring(at));
        return parts;
    }
}
