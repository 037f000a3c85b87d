// SPDX-License-Identifier: Apache-2.0
package dev.mooring.bench.jmh;

import dev.mooring.lb.affinity.Affinities;
import dev.mooring.lb.affinity.Affinity;
import dev.mooring.lb.affinity.Pick;
import dev.mooring.lb.balancing.Balancers;
import dev.mooring.lb.health.Admission;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.SecretSpec;
import dev.mooring.lb.selection.Member;
import dev.mooring.lb.selection.Members;
import dev.mooring.lb.selection.Selection;
import dev.mooring.lb.selection.Selection.Why;
import dev.mooring.lb.selection.Selector;
import dev.mooring.lb.selection.Tried;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Which backend takes a request, from its head to the answer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SelectionBenchmark {
    private static final int CLIENTS = 256;
    private static final RequestHead NEW = Requests.get("shop.example", "/");

    private Members members = Members.NOBODY;
    private Selector byCookie;
    private Selector byHeader;
    private List<RequestHead> withCookie = List.of();
    private List<RequestHead> withHeader = List.of();
    private int next;

    /** How many backends there are. */
    @Param({"1", "10", "100", "1000"})
    public int backends;

    /** Makes them, and clients of theirs. */
    @Setup
    public void make() {
        PoolSpec cookies = pool("cookie");
        Affinity affinity = affinity(cookies);
        members = new Members(IntStream.range(0, backends)
                .mapToObj(i -> new Member(new Backend(id(i)), Admission.OPEN, Why.NONE))
                .toList());
        byCookie = selector(affinity, cookies);
        withCookie = IntStream.range(0, CLIENTS).mapToObj(i -> client(affinity, i)).toList();
        PoolSpec headers = pool("{header: {name: X-User}}");
        byHeader = selector(affinity(headers), headers);
        withHeader = IntStream.range(0, CLIENTS)
                .mapToObj(i -> Requests.get("shop.example", "/", "X-User", "user-" + i))
                .toList();
    }

    private PoolSpec pool(String affinity) {
        String ids = IntStream.range(0, backends).mapToObj(SelectionBenchmark::id).collect(Collectors.joining(", "));
        return Specs.load("pools: {app: {backends: [" + ids + "], affinity: " + affinity + "}}")
                .pools()
                .get(0);
    }

    private static String id(int index) {
        return "127.0.0.1:" + (index + 1);
    }

    private static Affinity affinity(PoolSpec pool) {
        return Affinities.of(
                pool,
                List.of(new SecretSpec("a", "a secret of many octets")),
                InstantSource.system(),
                Optional.empty());
    }

    private static Selector selector(Affinity affinity, PoolSpec pool) {
        return new Selector(
                affinity,
                Balancers.of(pool.balancer(), ThreadLocalRandom::current),
                pool.affinity().whenUnavailable());
    }

    private RequestHead client(Affinity affinity, int index) {
        HeaderChanges fields = new HeaderChanges(Headers.EMPTY);
        affinity.tell(NEW, new Pick(id(index % backends), "", Optional.empty()), fields);
        return Requests.get("shop.example", "/", "Cookie", fields.addedValue(0).split(";", 2)[0]);
    }

    /** A client whose cookie names its backend. */
    @Benchmark
    public Selection cookie() {
        return byCookie.select(withCookie.get(next++ % CLIENTS), members, Tried.NOTHING);
    }

    /** A client who is hashed, and has been here before. */
    @Benchmark
    public Selection hashedAgain() {
        return byHeader.select(withHeader.get(next++ % CLIENTS), members, Tried.NOTHING);
    }

    /** A client without a cookie, who is balanced. */
    @Benchmark
    public Selection balanced() {
        return byCookie.select(NEW, members, Tried.NOTHING);
    }
}
