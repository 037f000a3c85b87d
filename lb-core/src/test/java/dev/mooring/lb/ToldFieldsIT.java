// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.AffinitySpec.IssuedHeader;
import dev.mooring.lb.testing.H2Client;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Where a response tells a client of its backend: the backend's own fields stay in their order, and nothing is told twice. */
class ToldFieldsIT {
    private static final String FIELDS =
            "A: 1\r\nSet-Cookie: one=1\r\nB: 2\r\nX-Session: theirs\r\nset-cookie: two=2\r\nA: 3\r\n";

    private static RawBackend backend() throws IOException {
        return RawBackend.start(talk -> {
            while (true) {
                talk.readHead();
                talk.send("HTTP/1.1 200 OK\r\n" + FIELDS + "Content-Length: 0\r\n\r\n");
            }
        });
    }

    /** The fields that matter, each as its name in lower case and the beginning of its value. */
    private static List<String> shown(String response) {
        return response.lines()
                .filter(line -> line.matches("(?i)(a|b|set-cookie|x-session): .*"))
                .map(line -> line.replaceAll("(MOORING=|: r\\.).*", "$1"))
                .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT)
                        + line.substring(line.indexOf(':')))
                .toList();
    }

    @Test
    void ourCookieIsTheFirstCookieAndMovesNoField() throws Exception {
        List<String> expected = List.of(
                "a: 1",
                "set-cookie: MOORING=",
                "set-cookie: one=1",
                "b: 2",
                "x-session: theirs",
                "set-cookie: two=2",
                "a: 3");
        try (RawBackend backend = backend();
                TestGateway gateway = TestGateway.pool(backend)
                        .affinity(AffinitySpec.of(AffinitySpec.Cookie.DEFAULT))
                        .h2c()
                        .start();
                RawClient client = RawClient.connect(gateway);
                H2Client other = H2Client.connect(gateway)) {
            assertEquals(expected, shown(client.get("/").readResponse()));
            assertEquals(expected, shown(other.get(1, "/").response(1)));
        }
    }

    @Test
    void issuedFieldReplacesTheBackendsAndIsNoCookie() throws Exception {
        try (RawBackend backend = backend();
                TestGateway gateway = TestGateway.pool(backend)
                        .affinity(AffinitySpec.of(new IssuedHeader("X-Session")))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            assertEquals(
                    List.of("a: 1", "set-cookie: one=1", "b: 2", "set-cookie: two=2", "a: 3", "x-session: r."),
                    shown(client.get("/").readResponse()));
        }
    }
}
