// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import dev.mooring.lb.affinity.AffinityLookup.Problem;
import dev.mooring.lb.http.Cookies;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import dev.mooring.lb.model.AffinitySpec.Cookie.Style;
import dev.mooring.lb.model.AffinitySpec.WhenBack;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.PoolSpec;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Knows a client by another product's cookie whose value names the backend. A value that names none is replaced. Immutable; safe
 * from any thread.
 */
final class NamingCookieAffinity implements Affinity {
    private final Cookie spec;
    private final CookieLines lines;
    private final boolean rebinds;
    private final String twin;
    private final String backendKey;
    private final Map<String, AffinityLookup> byValue = new HashMap<>();
    private final Map<String, String> values = new HashMap<>();

    NamingCookieAffinity(Cookie spec, PoolSpec pool, InstantSource clock) {
        this.spec = spec;
        this.lines = new CookieLines(spec, clock);
        this.rebinds = pool.affinity().whenBack() == WhenBack.STAY;
        this.twin = spec.name() + "CORS";
        this.backendKey = CookieValues.ingressNginxBackend(spec.salt());
        for (BackendSpec backend : pool.backends()) {
            String value = CookieValues.of(spec, backend);
            values.put(backend.id(), value);
            byValue.putIfAbsent(KeyCookieAffinity.key(value), AffinityLookup.backend(backend.id()));
        }
    }

    @Override
    public AffinityLookup lookup(RequestHead head) {
        String value = value(head);
        if (value == null || value.isEmpty()) {
            return AffinityLookup.UNBOUND;
        }
        AffinityLookup known = byValue.get(isIngressNginx() ? KeyCookieAffinity.key(value) : value);
        return known == null ? AffinityLookup.broken(Problem.UNKNOWN_TOKEN) : known;
    }

    private @Nullable String value(RequestHead head) {
        if (spec.style() == Style.APPLICATION_GATEWAY || spec.style() == Style.FRONT_DOOR) {
            String own = Cookies.first(head.headers(), spec.name());
            return own == null ? Cookies.first(head.headers(), twin) : own;
        }
        return Cookies.last(head.headers(), spec.name());
    }

    @Override
    public void tell(RequestHead head, Pick pick, HeaderChanges fields) {
        lines.add(head, Objects.requireNonNull(values.get(pick.backendId())), pick.path(), fields);
    }

    @Override
    public boolean tellsWith(RequestHead head, int status, Headers responseHeaders) {
        return spec.style() != Style.FRONT_DOOR
                || status == 302
                || head.headers().contains(HeaderName.AUTHORIZATION)
                || isNotStored(responseHeaders.first(HeaderName.CACHE_CONTROL));
    }

    private static boolean isNotStored(@Nullable String cacheControl) {
        return cacheControl != null && cacheControl.toLowerCase(Locale.ROOT).contains("no-store");
    }

    @Override
    public boolean tellsEachPick() {
        return isIngressNginx();
    }

    @Override
    public boolean claims(RequestHead head) {
        return isIngressNginx() && KeyCookieAffinity.isOf(Cookies.last(head.headers(), spec.name()), backendKey);
    }

    @Override
    public boolean rebinds() {
        return rebinds;
    }

    private boolean isIngressNginx() {
        return spec.style() == Style.INGRESS_NGINX_PERSISTENT;
    }
}
