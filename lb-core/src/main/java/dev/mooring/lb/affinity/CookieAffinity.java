// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import dev.mooring.lb.http.Cookies;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.SetCookie;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import dev.mooring.lb.model.AffinitySpec.WhenBack;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.SecretSpec;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Knows a client by a signed cookie that names its backend. Immutable; safe from any thread. */
final class CookieAffinity implements Affinity {
    private final Cookie spec;
    private final boolean rebinds;
    private final SignedTokens tokens;

    CookieAffinity(Cookie spec, PoolSpec pool, List<SecretSpec> secrets, InstantSource clock) {
        this.spec = spec;
        this.rebinds = pool.affinity().whenBack() == WhenBack.STAY;
        this.tokens = new SignedTokens(pool, secrets, spec.maxAge(), clock);
    }

    @Override
    public AffinityLookup lookup(RequestHead head) {
        String value = Cookies.first(head.headers(), spec.name());
        if (value == null) {
            return AffinityLookup.UNBOUND;
        }
        AffinityLookup known = tokens.known(value);
        return known == null ? tokens.best(Cookies.all(head.headers(), spec.name())) : known;
    }

    @Override
    public void tell(RequestHead head, Pick pick, HeaderChanges fields) {
        SetCookie cookie = new SetCookie(
                spec.name(),
                tokens.token(pick.backendId()),
                Optional.of(pick.path().orElse(spec.path())),
                spec.domain(),
                spec.maxAge(),
                spec.isSecure(head.client().secure()),
                spec.httpOnly(),
                spec.sameSite());
        fields.add(HeaderName.SET_COOKIE, cookie.headerValue());
    }

    @Override
    public boolean rebinds() {
        return rebinds;
    }
}
