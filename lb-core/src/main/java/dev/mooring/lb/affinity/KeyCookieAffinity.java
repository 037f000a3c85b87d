// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import dev.mooring.lb.http.Cookies;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import dev.mooring.lb.model.AffinitySpec.Cookie.Style;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Knows a client by another product's cookie whose value is a key: where it leads to is for the ring to say, any text is a good
 * one, and the cookie is never replaced while it leads anywhere. Immutable; safe from any thread.
 */
final class KeyCookieAffinity implements KeyDrawer {
    private static final int MOST_RANDOM = 999_999;
    private static final int MILLIS = 3;

    private final Cookie spec;
    private final CookieLines lines;
    private final InstantSource clock;
    private final Supplier<? extends RandomGenerator> random;
    private final String backendKey;
    private final String process = Long.toString(ProcessHandle.current().pid());

    KeyCookieAffinity(Cookie spec, InstantSource clock, Supplier<? extends RandomGenerator> random) {
        this.spec = spec;
        this.lines = new CookieLines(spec, clock);
        this.clock = clock;
        this.random = random;
        this.backendKey = CookieValues.ingressNginxBackend(spec.salt());
    }

    @Override
    public AffinityLookup lookup(RequestHead head) {
        String value = Cookies.last(head.headers(), spec.name());
        if (value == null || value.isEmpty()) {
            return AffinityLookup.UNBOUND;
        }
        return AffinityLookup.key(isIngressNginx() ? key(value) : value);
    }

    @Override
    public String newKey(RequestHead head, int draw) {
        if (!isIngressNginx()) {
            // The requests of one connection that bring no key are given the same.
            return draw == 1
                    ? CookieValues.ofConnection(head.client().ends())
                    : HexFormat.of().toHexDigits(random.get().nextLong());
        }
        BigDecimal time = BigDecimal.valueOf(clock.millis(), MILLIS).add(BigDecimal.valueOf(draw));
        return time.stripTrailingZeros().toPlainString()
                + '.'
                + process
                + '.'
                + (1 + random.get().nextInt(MOST_RANDOM));
    }

    @Override
    public void tell(RequestHead head, Pick pick, HeaderChanges fields) {
        String value = isIngressNginx() ? pick.key() + '|' + backendKey : pick.key();
        lines.add(head, value, pick.path(), fields);
    }

    @Override
    public boolean tellsEachPick() {
        return isIngressNginx();
    }

    @Override
    public boolean claims(RequestHead head) {
        return isIngressNginx() && isOf(Cookies.last(head.headers(), spec.name()), backendKey);
    }

    @Override
    public boolean rebinds() {
        return true;
    }

    private boolean isIngressNginx() {
        return spec.style() == Style.INGRESS_NGINX_BALANCED;
    }

    /** The first of the parts of a value of ingress-nginx. */
    static String key(String value) {
        int bar = value.indexOf('|');
        return bar < 0 ? value : value.substring(0, bar);
    }

    /** Whether the second part of a value of ingress-nginx is this one. */
    static boolean isOf(@Nullable String value, String backendKey) {
        int bar = value == null ? -1 : value.indexOf('|');
        if (value == null || bar < 0) {
            return false;
        }
        int end = value.indexOf('|', bar + 1);
        return value.substring(bar + 1, end < 0 ? value.length() : end).equals(backendKey);
    }
}
