// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.observe;

import dev.mooring.lb.exchange.Attempt;
import dev.mooring.lb.exchange.BodyEnd;
import dev.mooring.lb.exchange.ExchangeRecord;
import dev.mooring.lb.exchange.ExchangeRecord.Place;
import dev.mooring.lb.exchange.ExchangeRecord.Request;
import dev.mooring.lb.exchange.ExchangeRecord.Timing;
import dev.mooring.lb.failure.Clock;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.selection.Selection.Reason;
import dev.mooring.lb.selection.Selection.Why;
import java.net.InetAddress;
import java.util.List;

/** Records of exchanges for tests. */
final class Records {
    static final Place PLACE = new Place("http", "api", "demo", "b2", Reason.REBOUND, Why.UNHEALTHY);

    private Records() {}

    /** The exchange of the example in {@code docs/reference/access-log.md}. */
    static ExchangeRecord ofThePage() {
        return new ExchangeRecord(
                new Request("GET", "shop.example", "/api/events/stream", false, address(192, 0, 2, 7)),
                PLACE,
                List.of(
                        new Attempt("b1", Reason.BOUND, Why.NONE, false, Failure.CONNECT_REFUSED),
                        new Attempt("b2", Reason.REBOUND, Why.UNHEALTHY, true, null)),
                200,
                null,
                null,
                BodyEnd.GONE_CLIENT,
                true,
                0,
                5120,
                new Timing(412_345, 3_050_000, 61_000_007_000L),
                "");
    }

    static ExchangeRecord asking(String method, String host, String path, String detail) {
        return new ExchangeRecord(
                new Request(method, host, path, true, address(127, 0, 0, 1)),
                new Place("http", "", "", "", Reason.NONE, Why.NONE),
                List.of(),
                404,
                Failure.NO_ROUTE,
                null,
                BodyEnd.LOCAL,
                false,
                0,
                12,
                new Timing(-1, -1, 1_000),
                detail);
    }

    static ExchangeRecord path(String path) {
        return asking("GET", "localhost", path, "");
    }

    static ExchangeRecord timedOut(int status) {
        return new ExchangeRecord(
                new Request("POST", "localhost", "/x", false, address(127, 0, 0, 1)),
                PLACE,
                List.of(new Attempt("b2", Reason.BOUND, Why.NONE, false, Failure.RESPONSE_TIMEOUT)),
                status,
                Failure.RESPONSE_TIMEOUT,
                Clock.FIRST_BYTE,
                BodyEnd.LOCAL,
                false,
                100,
                0,
                new Timing(1_000_000, -1, 60_000_000_000L),
                "first-byte clock of 60 s");
    }

    private static InetAddress address(int a, int b, int c, int d) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
        } catch (java.net.UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
