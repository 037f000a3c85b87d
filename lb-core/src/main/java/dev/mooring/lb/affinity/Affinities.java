// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.AffinitySpec.ClientIpHash;
import dev.mooring.lb.model.AffinitySpec.ClientIpTable;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import dev.mooring.lb.model.AffinitySpec.HashRing;
import dev.mooring.lb.model.AffinitySpec.Header;
import dev.mooring.lb.model.AffinitySpec.IssuedHeader;
import dev.mooring.lb.model.AffinitySpec.Learned;
import dev.mooring.lb.model.AffinitySpec.Mechanism;
import dev.mooring.lb.model.AffinitySpec.None;
import dev.mooring.lb.model.AffinitySpec.WhenBack;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.SecretSpec;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Makes the affinity that a configuration asks for. */
public final class Affinities {
    private Affinities() {}

    /**
     * The affinity of a pool.
     *
     * @param pool the pool, with its backends
     * @param secrets the keys of cookies, the signing one first; at least one if the mechanism is a cookie
     * @param clock when cookies end
     * @param table the pool's table, as {@link #table} makes it; empty for mechanisms that need none
     * @throws IllegalArgumentException if the mechanism lacks its secret or its table, or has no class here
     */
    public static Affinity of(
            PoolSpec pool, List<SecretSpec> secrets, InstantSource clock, Optional<BindingTable> table) {
        Mechanism mechanism = pool.affinity().mechanism();
        if (mechanism instanceof Cookie cookie) {
            return ofCookie(cookie, pool, secrets, clock);
        }
        if (mechanism instanceof IssuedHeader header) {
            return new IssuedHeaderAffinity(header, pool, secrets, clock);
        }
        if (mechanism instanceof HashRing ring) {
            return new HashRingAffinity(ring);
        }
        return ofMemory(pool, table);
    }

    private static Affinity ofCookie(Cookie cookie, PoolSpec pool, List<SecretSpec> secrets, InstantSource clock) {
        if (cookie.style() == Cookie.Style.SIGNED) {
            return new CookieAffinity(cookie, pool, secrets, clock);
        }
        return cookie.style().isKey()
                ? new KeyCookieAffinity(cookie, clock, ThreadLocalRandom::current)
                : new NamingCookieAffinity(cookie, pool, clock);
    }

    private static Affinity ofMemory(PoolSpec pool, Optional<BindingTable> table) {
        AffinitySpec spec = pool.affinity();
        boolean rebinds = spec.whenBack() == WhenBack.STAY;
        if (spec.mechanism() instanceof ClientIpHash hash) {
            return new ClientIpHashAffinity(hash.network());
        }
        if (spec.mechanism() instanceof ClientIpTable remembered) {
            return new ClientIpTableAffinity(remembered.network(), needed(table), rebinds);
        }
        if (spec.mechanism() instanceof Header header) {
            return new HeaderAffinity(header.name());
        }
        if (spec.mechanism() instanceof Learned learned) {
            return new LearnedAffinity(learned, needed(table), rebinds);
        }
        if (spec.mechanism() instanceof None) {
            return new NoAffinity();
        }
        throw new IllegalArgumentException("mechanism: " + spec.mechanism() + " (expected: one that is known here)");
    }

    /**
     * A new table for a mechanism that needs one; empty for the others. Keep it with the pool's state, and go on with it after
     * a reload whose mechanism is equal.
     *
     * @param ticker the nano clock
     */
    public static Optional<BindingTable> table(Mechanism mechanism, Ticker ticker) {
        if (mechanism instanceof ClientIpTable table) {
            return Optional.of(new BindingTable(table.timeout(), table.maxEntries(), ticker));
        }
        if (mechanism instanceof Learned learned) {
            return Optional.of(new BindingTable(learned.timeout(), learned.maxEntries(), ticker));
        }
        return Optional.empty();
    }

    private static BindingTable needed(Optional<BindingTable> table) {
        return table.orElseThrow(
                () -> new IllegalArgumentException("table: none (expected: the pool's, for this mechanism)"));
    }
}
