// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.FilterSpec;
import dev.mooring.lb.model.ProbeSpec;
import dev.mooring.lb.model.ProxyProtocol;
import dev.mooring.lb.model.RouteAction;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Balancers before and behind this one that say whose connection it is. */
class ProxyProtocolIT {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @Test
    void trustedBalancerSaysWhoTheClientIs() throws Exception {
        try (RawBackend backend = RawBackend.named("x");
                TestGateway gateway = TestGateway.pool(backend)
                        .trust("127.0.0.1")
                        .web(web -> web.withProxyProtocol(true))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            client.send("PROXY TCP4 192.0.2.7 10.0.0.1 4711 443\r\n" + GET).readHead();
            String head = backend.heads().get(0);
            assertTrue(head.contains("\r\nX-Forwarded-For: 192.0.2.7\r\n"), head);
            assertTrue(head.contains("\r\nX-Forwarded-Port: 443\r\n"), head);
            client.read(1);
            // What a client says of itself is not believed, though the balancer in front of it is.
            client.get("/", "X-Forwarded-For: 6.6.6.6").readResponse();
            assertTrue(backend.heads().get(1).contains("\r\nX-Forwarded-For: 192.0.2.7\r\n"));
            assertEquals("192.0.2.7", gateway.record().request().client().getHostAddress());
        }
    }

    @Test
    void headerMayComeInPieces() throws Exception {
        try (RawBackend backend = RawBackend.named("x");
                TestGateway gateway = TestGateway.pool(backend)
                        .trust("127.0.0.1")
                        .web(web -> web.withProxyProtocol(true))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            for (char c : "PROXY UNKNOWN\r\n".toCharArray()) {
                client.send(String.valueOf(c));
            }
            assertTrue(client.send(GET).readHead().startsWith("HTTP/1.1 200 "));
            assertTrue(backend.heads().get(0).contains("\r\nX-Forwarded-For: 127.0.0.1\r\n"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {GET, "PROXY TCP4 1.1.1.1 2.2.2.2 1\r\n" + GET, "\r\n\r\n\u0000\r\nQUIT\n1", "x"})
    void connectionWithoutAValidHeaderIsClosedAndCounted(String octets) throws Exception {
        try (RawBackend backend = RawBackend.named("x");
                TestGateway gateway = TestGateway.pool(backend)
                        .trust("127.0.0.1")
                        .web(web -> web.withProxyProtocol(true))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            client.send(octets);
            assertEquals("", client.readToEnd().replace("<reset>", ""));
            assertEquals(Failure.BAD_PROXY_HEADER, gateway.record().failure());
            assertEquals(0, backend.accepted());
        }
    }

    @Test
    void strangerSpeaksForItselfAndItsHeaderIsABadRequest() throws Exception {
        try (RawBackend backend = RawBackend.named("x");
                TestGateway gateway = TestGateway.pool(backend)
                        .trust("192.0.2.0/24")
                        .web(web -> web.withProxyProtocol(true))
                        .start();
                RawClient plain = RawClient.connect(gateway);
                RawClient lying = RawClient.connect(gateway)) {
            assertTrue(plain.send(GET).readHead().startsWith("HTTP/1.1 200 "));
            lying.send("PROXY TCP4 192.0.2.7 10.0.0.1 4711 443\r\n" + GET);
            assertTrue(lying.readToEnd().startsWith("HTTP/1.1 400 "));
            assertEquals(1, backend.heads().size());
        }
    }

    @Test
    void affinityToAnAddressWorksBehindABalancer() throws Exception {
        try (RawBackend one = RawBackend.named("1");
                RawBackend two = RawBackend.named("2");
                TestGateway gateway = TestGateway.pool(one, two)
                        .trust("127.0.0.1")
                        .affinity(AffinitySpec.of(new AffinitySpec.ClientIpHash(AffinitySpec.ClientNetwork.DEFAULT)))
                        .web(web -> web.withProxyProtocol(true))
                        .start()) {
            Set<String> used = new HashSet<>();
            for (int i = 1; i < 20; i++) {
                String first = ask(gateway, "192.0.2." + i);
                used.add(first);
                assertEquals(first, ask(gateway, "192.0.2." + i));
            }
            assertEquals(Set.of("1", "2"), used);
        }
    }

    private static String ask(TestGateway gateway, String address) throws IOException {
        try (RawClient client = RawClient.connect(gateway)) {
            client.send("PROXY TCP4 " + address + " 10.0.0.1 1 2\r\n" + GET);
            String response = client.readResponse();
            return response.substring(response.length() - 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"V1", "V2"})
    void backendIsToldWhoseConnectionItIs(String version) throws Exception {
        List<String> headers = new CopyOnWriteArrayList<>();
        ProxyProtocol form = ProxyProtocol.valueOf(version);
        try (RawBackend backend = RawBackend.start(talk -> {
                    headers.add(form == ProxyProtocol.V1 ? talk.readUntil("\r\n") : talk.read(16 + 12));
                    while (true) {
                        talk.readHead();
                        talk.ok(String.valueOf(talk.number()));
                    }
                });
                TestGateway gateway =
                        TestGateway.pool(backend).proxyProtocol(form).start();
                RawClient client = RawClient.connect(gateway)) {
            assertTrue(client.get("/").readResponse().endsWith("\r\n\r\n1"));
            // A connection that was announced as somebody's is nobody else's.
            assertTrue(client.get("/").readResponse().endsWith("\r\n\r\n2"));
            int port = client.socket().getLocalPort();
            if (form == ProxyProtocol.V1) {
                assertEquals("PROXY TCP4 127.0.0.1 127.0.0.1 " + port + " " + gateway.port() + "\r\n", headers.get(0));
            } else {
                assertTrue(
                        headers.get(0).startsWith("\r\n\r\n\u0000\r\nQUIT\n!\u0011\u0000\f\u007f\u0000\u0000\u0001"));
                assertEquals(
                        port, headers.get(0).charAt(24) << 8 | headers.get(0).charAt(25));
            }
        }
    }

    @Test
    void copyIsAnnouncedLikeTheRequestItself() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (RawBackend backend = RawBackend.start(talk -> {
                    lines.add(talk.readUntil("\r\n"));
                    talk.readHead();
                    talk.ok("x");
                });
                TestGateway gateway = TestGateway.pool(backend)
                        .proxyProtocol(ProxyProtocol.V1)
                        .route("/", RouteAction.toPool("pool"), new FilterSpec.Mirror("pool", 1, 1))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            assertTrue(client.get("/").readResponse().endsWith("x"));
            TestGateway.await("the copy has arrived", () -> lines.size() == 2);
            assertTrue(lines.get(0).startsWith("PROXY TCP4 127.0.0.1 "), lines.get(0));
            assertEquals(lines.get(0), lines.get(1));
        }
    }

    @Test
    void probeSpeaksForNobody() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (RawBackend backend = RawBackend.start(talk -> {
                    lines.add(talk.readUntil("\r\n"));
                    talk.readHead();
                    talk.ok("x");
                });
                TestGateway gateway = TestGateway.pool(backend)
                        .probe(ProbeSpec.DEFAULT)
                        .proxyProtocol(ProxyProtocol.V1)
                        .start()) {
            TestGateway.await("it is probed", () -> lines.contains("PROXY UNKNOWN\r\n"));
            assertFalse(gateway.server().isDraining());
        }
    }
}
