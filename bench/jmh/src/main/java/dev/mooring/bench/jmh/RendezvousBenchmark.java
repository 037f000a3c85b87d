// SPDX-License-Identifier: Apache-2.0
package dev.mooring.bench.jmh;

import dev.mooring.lb.balancing.Candidate;
import dev.mooring.lb.balancing.Rendezvous;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Which of many backends a key belongs to. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RendezvousBenchmark {
    private List<Backend> candidates = List.of();
    private int next;

    /** How many backends there are. */
    @Param({"1", "10", "100", "1000"})
    public int backends;

    /** Makes them. */
    @Setup
    public void make() {
        candidates = IntStream.range(0, backends).mapToObj(i -> new Backend("b" + i)).toList();
    }

    /** One key after the other. */
    @Benchmark
    public @Nullable Candidate pick() {
        next = (next + 1) & 1023;
        return Rendezvous.pick(candidates, "client-" + next);
    }
}
