// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.model.LimitSpec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The limits of a request's head are exact, and a large head costs no more for coming slowly. */
class RequestLimitsTest {
    private static final String HOST = "Host: a.test\r\n";

    private static Feed.Outcome outcome(String octets, LimitSpec limits) {
        return Feed.everyWay(() -> new RequestParser(limits)::next, octets);
    }

    private static LimitSpec limits(int line, int bytes, int count) {
        return new LimitSpec(line, bytes, count, Optional.empty(), Duration.ofSeconds(1), Duration.ofSeconds(1), 10);
    }

    @Test
    void requestLineMayBeAsLongAsTheLimit() {
        LimitSpec limits = limits(40, 400, 10);
        String line = "GET /" + "x".repeat(40 - 16) + " HTTP/1.1\r\n";
        assertEquals(40, line.length());
        assertNull(outcome(line + HOST + "\r\n", limits).refused());
        HeadException refusal =
                outcome("GET /x" + line.substring(5) + HOST + "\r\n", limits).refused();
        assertNotNull(refusal);
        assertEquals(Failure.URI_TOO_LONG, refusal.failure());
    }

    @Test
    void headMayBeAsLargeAsTheLimit() {
        LimitSpec limits = limits(40, 400, 10);
        String start = "GET / HTTP/1.1\r\n" + HOST + "X: ";
        String fits = start + "x".repeat(400 - 4 - start.length()) + "\r\n\r\n";
        assertEquals(400, fits.length());
        assertNull(outcome(fits, limits).refused());
        HeadException refusal = outcome(fits.replace("X: ", "X: y"), limits).refused();
        assertNotNull(refusal);
        assertEquals(Failure.HEADERS_TOO_LARGE, refusal.failure());
    }

    @Test
    void fieldsMayBeAsManyAsTheLimit() {
        LimitSpec limits = limits(40, 400, 10);
        String fits = "GET / HTTP/1.1\r\n" + HOST + "X: 1\r\n".repeat(9);
        assertNull(outcome(fits + "\r\n", limits).refused());
        HeadException refusal = outcome(fits + "Y: 2\r\n\r\n", limits).refused();
        assertNotNull(refusal);
        assertEquals(Failure.HEADERS_TOO_LARGE, refusal.failure());
    }

    @Test
    void endlessLineIsRefusedWhenItPassesTheLimit() throws Exception {
        RequestParser parser = new RequestParser(limits(40, 400, 10));
        ByteBuf in = Unpooled.buffer();
        in.writeBytes("G".repeat(40).getBytes(StandardCharsets.US_ASCII));
        assertNull(parser.next(in));
        in.writeByte('G');
        Failure failure = null;
        try {
            parser.next(in);
        } catch (HeadException e) {
            failure = e.failure();
        }
        assertEquals(Failure.URI_TOO_LONG, failure);
    }

    @Test
    @Timeout(5)
    void largeHeadOctetByOctetIsReadInLinearTime() throws Exception {
        String line = "X-Filler: " + "y".repeat(1000) + "\r\n";
        byte[] head = ("GET / HTTP/1.1\r\n" + HOST + line.repeat(31) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        for (int round = 0; round < 100; round++) {
            RequestParser parser = new RequestParser(LimitSpec.DEFAULT);
            ByteBuf in = Unpooled.buffer(head.length);
            ParsedRequest request = null;
            for (byte b : head) {
                assertNull(request);
                in.writeByte(b);
                request = parser.next(in);
            }
            assertNotNull(request);
        }
    }
}
