// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import dev.mooring.lb.affinity.AffinityLookup.Kind;
import dev.mooring.lb.affinity.AffinityLookup.Problem;
import dev.mooring.lb.http.Cookies;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.SetCookie;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import dev.mooring.lb.model.AffinitySpec.Cookie.Secure;
import dev.mooring.lb.model.AffinitySpec.WhenBack;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.SecretSpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Knows a client by a signed cookie that names its backend; see {@link CookieTokens} for its form. The tokens of all backends
 * under all secrets are computed in advance, so that a good cookie costs one look into a hash table; only one that ends, or
 * that is none of these, is taken apart and its signature computed. Immutable; safe from any thread.
 */
final class CookieAffinity implements Affinity {
    private static final int MAX_TOKEN_LENGTH = 128;
    private static final String MISSING = "?";
    /** So many cookies of our name are examined: a browser sends few, and an attacker should not make us sign thousands. */
    private static final int MAX_COOKIES = 8;

    private final Cookie spec;
    private final InstantSource clock;
    private final boolean rebinds;
    private final List<CookieTokens> secrets;
    private final Map<String, AffinityLookup> byToken = new HashMap<>();
    private final Map<String, AffinityLookup> byBackend = new HashMap<>();

    CookieAffinity(Cookie spec, PoolSpec pool, List<SecretSpec> secrets, InstantSource clock) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("cookie secrets: none (expected: at least one, to sign with)");
        }
        this.spec = spec;
        this.clock = clock;
        this.rebinds = pool.affinity().whenBack() == WhenBack.STAY;
        this.secrets = secrets.stream()
                .map(secret -> new CookieTokens(secret, pool.name()))
                .toList();
        for (BackendSpec member : pool.backends()) {
            String id = member.id();
            String backend = CookieTokens.backend(id);
            byBackend.put(backend, AffinityLookup.backend(id));
            if (spec.maxAge().isEmpty()) {
                this.secrets.forEach(secret -> byToken.put(secret.token(backend), AffinityLookup.backend(id)));
            }
        }
    }

    @Override
    public AffinityLookup lookup(RequestHead head) {
        String value = Cookies.first(head.headers(), spec.name());
        if (value == null) {
            return AffinityLookup.UNBOUND;
        }
        // The table compares in a time that depends on the value, but only with tokens of the same hash code, which an
        // attacker
        // does not know either.
        AffinityLookup known = byToken.get(value);
        return known == null ? best(Cookies.all(head.headers(), spec.name())) : known;
    }

    @Override
    public Optional<SetCookie> cookie(RequestHead head, String backendId) {
        String backend = CookieTokens.backend(backendId);
        String claim = spec.maxAge()
                .map(age ->
                        backend + '.' + Long.toString(clock.instant().plus(age).getEpochSecond(), 36))
                .orElse(backend);
        boolean secure = spec.secure() == Secure.ALWAYS
                || (spec.secure() == Secure.AUTO && head.client().secure());
        return Optional.of(new SetCookie(
                spec.name(),
                secrets.get(0).token(claim),
                Optional.of(spec.path()),
                spec.domain(),
                spec.maxAge(),
                secure,
                spec.httpOnly(),
                spec.sameSite()));
    }

    @Override
    public boolean rebinds() {
        return rebinds;
    }

    /** The first token of a backend in the pool, else the first that names a backend at all, else the first's problem. */
    private AffinityLookup best(List<String> values) {
        AffinityLookup removed = null;
        AffinityLookup broken = null;
        for (String value : values.subList(0, Math.min(values.size(), MAX_COOKIES))) {
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
        boolean formKnown =
                parts.size() == 4 || (parts.size() == 3 && spec.maxAge().isEmpty());
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
