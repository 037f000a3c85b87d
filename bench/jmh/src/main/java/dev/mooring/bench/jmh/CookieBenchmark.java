// SPDX-License-Identifier: Apache-2.0
package dev.mooring.bench.jmh;

import dev.mooring.lb.affinity.Affinities;
import dev.mooring.lb.affinity.Affinity;
import dev.mooring.lb.affinity.AffinityLookup;
import dev.mooring.lb.affinity.Pick;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.SecretSpec;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A client's cookie: which backend does it name, and one for a new client. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CookieBenchmark {
    private static final RequestHead NEW = Requests.get("shop.example", "/", "Cookie", "theme=dark; lang=en");

    private final Affinity affinity;
    private final RequestHead known;

    /** An affinity of three backends. */
    public CookieBenchmark() {
        GatewaySpec spec = Specs.load(
                "pools: {app: {backends: [127.0.0.1:1, 127.0.0.1:2, 127.0.0.1:3], affinity: cookie}}");
        affinity = Affinities.of(
                spec.pools().get(0),
                List.of(new SecretSpec("a", "a secret of many octets")),
                InstantSource.system(),
                Optional.empty());
        String cookie = sign().addedValue(0).split(";", 2)[0];
        known = Requests.get("shop.example", "/", "Cookie", "theme=dark; lang=en; " + cookie);
    }

    /** Finds the cookie among others and checks its signature. */
    @Benchmark
    public AffinityLookup lookup() {
        return affinity.lookup(known);
    }

    /** Makes the Set-Cookie field of a new client. */
    @Benchmark
    public HeaderChanges sign() {
        HeaderChanges fields = new HeaderChanges(Headers.EMPTY);
        affinity.tell(NEW, new Pick("127.0.0.1:2", "", Optional.empty()), fields);
        return fields;
    }
}
