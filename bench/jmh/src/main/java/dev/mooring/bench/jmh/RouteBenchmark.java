// SPDX-License-Identifier: Apache-2.0
package dev.mooring.bench.jmh;

import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.RouteSpec.PathSpec;
import dev.mooring.lb.model.RouteSpec.PathSpec.Kind;
import dev.mooring.lb.routing.RouteTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Which of many routes a request takes: half of them are paths of one host, half are hosts with a path each. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RouteBenchmark {
    private final List<RequestHead> requests = new ArrayList<>();
    private RouteTable table = RouteTable.of(List.of());
    private int next;

    /** How many routes there are. */
    @Param({"1", "10", "100", "1000", "10000"})
    public int routes;

    /** Compiles them, and makes requests for all kinds of them. */
    @Setup
    public void compile() {
        List<RouteSpec> specs = new ArrayList<>();
        for (int i = 0; i < routes; i++) {
            boolean byPath = i % 2 == 0;
            String host = byPath ? "shop.example" : "shop" + i + ".example";
            String path = byPath ? "/area" + i + "/part" : "/part";
            specs.add(new RouteSpec(
                    "r" + i, Set.of(), List.of(host), new PathSpec(Kind.PREFIX, path), Set.of(), Map.of(), "pool"));
        }
        for (int i = 0; i < 1024; i++) {
            int route = (int) ((long) i * routes / 1024);
            boolean byPath = route % 2 == 0;
            String host = byPath ? "shop.example" : "shop" + route + ".example";
            requests.add(Requests.get(host, (byPath ? "/area" + route + "/part" : "/part") + "/items/42"));
        }
        table = RouteTable.of(specs);
    }

    /** One request after the other. */
    @Benchmark
    public @Nullable Object match() {
        next = (next + 1) & 1023;
        return table.match(requests.get(next), "web");
    }
}
