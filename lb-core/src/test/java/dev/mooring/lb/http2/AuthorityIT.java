// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http2;

import static dev.mooring.lb.testing.H2Client.END_HEADERS;
import static dev.mooring.lb.testing.H2Client.END_STREAM;
import static dev.mooring.lb.testing.H2Client.HEADERS;
import static dev.mooring.lb.testing.H2Client.section;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.testing.H2Client;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.TestGateway;
import io.netty.handler.codec.http2.Http2Error;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9113, 8.3.1: Host may repeat the authority in any spelling that the scheme makes the same, and name nobody else. */
final class AuthorityIT {
    private static String head(String scheme, String authority, String host) {
        return section(":method", "GET", ":scheme", scheme, ":authority", authority, ":path", "/", "host", host);
    }

    @ParameterizedTest
    @CsvSource({
        "http, a.test, a.test",
        "http, a.test, A.Test",
        "http, a.test, a.test:80",
        "http, a.test:80, a.test",
        "http, a.test:, a.test",
        "http, [::1], [::1]:80",
        "https, a.test, a.test:443",
    })
    void hostThatIsTheAuthorityGoesOnAsTheAuthority(String scheme, String authority, String host) throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.ok("ok");
                });
                TestGateway gateway = TestGateway.pool(backend).h2c().start();
                H2Client client = H2Client.connect(gateway)) {
            client.frame(HEADERS, END_HEADERS | END_STREAM, 1, head(scheme, authority, host));
            assertTrue(client.response(1).endsWith("ok"));
            List<String> hosts = Arrays.stream(backend.heads().get(0).split("\r\n"))
                    .filter(line -> line.regionMatches(true, 0, "host:", 0, 5))
                    .toList();
            assertEquals(1, hosts.size());
            assertTrue(hosts.get(0).substring(6).equals(authority), hosts.get(0));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http, a.test, b.test",
        "http, a.test, a.test:81",
        "http, a.test, a.test:443",
        "https, a.test, a.test:80",
        "http, a.test, a.test.",
        "http, a.test, u@a.test",
    })
    void anotherHostIsMalformed(String scheme, String authority, String host) throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> talk.ok("evil"));
                TestGateway gateway = TestGateway.pool(backend).h2c().start();
                H2Client client = H2Client.connect(gateway)) {
            client.frame(HEADERS, END_HEADERS | END_STREAM, 1, head(scheme, authority, host));
            H2Client.Frame reset = client.await(H2Client.RST_STREAM);
            assertEquals(Http2Error.PROTOCOL_ERROR.code(), reset.code());
            assertEquals(0, backend.accepted());
        }
    }
}
