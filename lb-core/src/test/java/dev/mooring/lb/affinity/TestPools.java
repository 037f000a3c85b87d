// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.AffinitySpec.Mechanism;
import dev.mooring.lb.model.AffinitySpec.WhenBack;
import dev.mooring.lb.model.AffinitySpec.WhenUnavailable;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.BalancerKind;
import dev.mooring.lb.model.PassiveSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.SecretSpec;
import dev.mooring.lb.model.TimeoutSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Pools, and the affinities made for them. */
public final class TestPools {
    public static final SecretSpec KEY_A = new SecretSpec("a", "the first secret, 16+");
    public static final SecretSpec KEY_B = new SecretSpec("b", "the second secret, 16+");
    public static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    private TestPools() {}

    /** A pool of backends of weight 1. */
    public static PoolSpec pool(String name, Mechanism mechanism, WhenBack whenBack, String... ids) {
        List<BackendSpec> backends = Stream.of(ids)
                .map(id -> new BackendSpec(id, "127.0.0.1", 9000, 1, BackendSpec.UNLIMITED))
                .toList();
        return new PoolSpec(
                name,
                backends,
                BalancerKind.ROUND_ROBIN,
                new AffinitySpec(mechanism, WhenUnavailable.REDISTRIBUTE, whenBack),
                Optional.empty(),
                PassiveSpec.DEFAULT,
                TimeoutSpec.DEFAULT,
                PoolSpec.DEFAULT_RETRIES,
                PoolSpec.DEFAULT_DRAIN_TIMEOUT);
    }

    /** The affinity of a pool of b0, b1 and b2, with a table of its own if it needs one. */
    public static Affinity affinity(Mechanism mechanism, WhenBack whenBack) {
        return affinity(mechanism, whenBack, new AtomicLong());
    }

    /** The same, with nanoseconds that the test turns on. */
    public static Affinity affinity(Mechanism mechanism, WhenBack whenBack, AtomicLong nanos) {
        return Affinities.of(
                pool("web", mechanism, whenBack, "b0", "b1", "b2"),
                List.of(KEY_A),
                NOW,
                Affinities.table(mechanism, nanos::get));
    }

    /** The header fields that tell the client of this backend, each {@code name: value}. */
    static List<String> told(Affinity affinity, RequestHead head, String backendId) {
        HeaderChanges fields = new HeaderChanges(Headers.EMPTY);
        affinity.tell(head, new Pick(backendId, "", Optional.empty()), fields);
        return IntStream.range(0, fields.addedCount())
                .mapToObj(i -> fields.addedName(i) + ": " + fields.addedValue(i))
                .toList();
    }
}
