// SPDX-License-Identifier: Apache-2.0
package dev.mooring.bench.jmh;

import dev.mooring.lb.http1.RequestParser;
import dev.mooring.lb.model.LimitSpec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Octets of a request head to a value. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeadBenchmark {
    private final RequestParser parser = new RequestParser(LimitSpec.DEFAULT);
    private final ByteBuf octets =
            Unpooled.directBuffer().writeBytes(Requests.TEXT.getBytes(StandardCharsets.ISO_8859_1));

    /** A head that has arrived whole. */
    @Benchmark
    public Object parse() throws Exception {
        octets.readerIndex(0);
        return parser.next(octets);
    }
}
