// SPDX-License-Identifier: Apache-2.0
package dev.mooring.bench.jmh;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http1.BodyReader;
import dev.mooring.lb.http1.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One read of a chunked body, from what came in to what goes out. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RelayBenchmark {
    private final BodyReader reader = new BodyReader(Framing.CHUNKED, true, Failure.BAD_RESPONSE);
    private ByteBuf octets = Unpooled.EMPTY_BUFFER;

    /** How many events of 100 bytes are in it, each a chunk of its own. */
    @Param({"1", "10"})
    public int events;

    /** Makes what is read. */
    @Setup
    public void make() {
        String chunk = "64\r\n" + "x".repeat(100) + "\r\n";
        octets = Unpooled.directBuffer().writeBytes(chunk.repeat(events).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Follows the chunks of one read. */
    @Benchmark
    public int step() throws Exception {
        octets.readerIndex(0);
        ByteBuf out = reader.read(octets);
        int length = out.readableBytes();
        out.release();
        return length;
    }
}
