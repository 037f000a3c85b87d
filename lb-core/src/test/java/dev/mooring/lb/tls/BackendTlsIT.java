// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.exchange.BodyEnd;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.health.Admission;
import dev.mooring.lb.model.BackendTlsSpec;
import dev.mooring.lb.model.BackendTlsSpec.ServerName;
import dev.mooring.lb.model.CertificateSpec;
import dev.mooring.lb.model.FilterSpec;
import dev.mooring.lb.model.FilterSpec.UrlChange;
import dev.mooring.lb.model.PathChange;
import dev.mooring.lb.model.ProbeSpec;
import dev.mooring.lb.model.RouteAction;
import dev.mooring.lb.model.TimeoutSpec;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Backends that speak TLS, with each engine. */
final class BackendTlsIT {
    private final TestTls tls = new TestTls();
    private final List<String> askedFor = new CopyOnWriteArrayList<>();

    private RawBackend backend(CertificateSpec certificate) throws Exception {
        return tls.backend(certificate, false, talk -> {
            while (true) {
                talk.readHead();
                askedFor.add(serverName(talk.socket()));
                talk.ok("secret");
            }
        });
    }

    private static String serverName(Socket socket) {
        ExtendedSSLSession session = (ExtendedSSLSession) ((SSLSocket) socket).getSession();
        return session.getRequestedServerNames().stream()
                .map(name -> ((SNIHostName) name).getAsciiName())
                .findFirst()
                .orElse("");
    }

    private BackendTlsSpec spec(boolean chain, boolean host, ServerName name, Optional<String> fixed) throws Exception {
        return new BackendTlsSpec(chain, host, name, fixed, Optional.of(tls.caPem()), Optional.empty());
    }

    private static String get(TestGateway gateway, String host) throws Exception {
        try (RawClient client = RawClient.connect(gateway)) {
            client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            return client.readResponse();
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void aBackendWithATrustedCertificateForItsNameIsServed(TlsEngine engine) throws Exception {
        try (RawBackend backend = backend(tls.certificate("api.test"));
                TestGateway gateway = TestGateway.pool(backend)
                        .tlsEngine(engine)
                        .threads(1)
                        .backendTls(tls.trusting("api.test"))
                        .start()) {
            assertTrue(get(gateway, "anything").endsWith("secret"));
            assertTrue(get(gateway, "anything").endsWith("secret"));
            assertEquals(1, backend.accepted(), "the connection is kept");
            assertEquals(List.of("api.test", "api.test"), askedFor);
            gateway.assertIdle();
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void aBackendIsNotServedWithACertificateThatIsWrong(TlsEngine engine) throws Exception {
        TestTls strangers = new TestTls();
        List<CertificateSpec> wrong =
                List.of(tls.certificate("other.test"), strangers.certificate("api.test"), tls.expired("api.test"));
        for (CertificateSpec certificate : wrong) {
            TestTls owner = certificate.equals(wrong.get(1)) ? strangers : tls;
            try (RawBackend backend = owner.backend(certificate, false, talk -> {
                        talk.readHead();
                        talk.ok("secret");
                    });
                    TestGateway gateway = TestGateway.pool(backend)
                            .tlsEngine(engine)
                            .backendTls(tls.trusting("api.test"))
                            .start()) {
                String response = get(gateway, "anything");
                assertTrue(response.startsWith("HTTP/1.1 502 "), response);
                assertEquals(Failure.TLS_FAILED, gateway.record().failure());
                assertTrue(backend.heads().isEmpty(), "no request may leave before the handshake is over");
                gateway.assertIdle();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void eachOfTheTwoVerificationsCanBeTurnedOffAlone(TlsEngine engine) throws Exception {
        TestTls strangers = new TestTls();
        try (RawBackend misnamed = backend(tls.certificate("other.test"));
                RawBackend unknown = strangers.backend(strangers.certificate("api.test"), false, talk -> {
                    talk.readHead();
                    talk.ok("secret");
                })) {
            Optional<String> name = Optional.of("api.test");
            BackendTlsSpec chainOnly = spec(true, false, ServerName.FIXED, name);
            BackendTlsSpec hostOnly = spec(false, true, ServerName.FIXED, name);
            BackendTlsSpec neither = spec(false, false, ServerName.FIXED, name);
            assertTrue(served(engine, misnamed, chainOnly).startsWith("HTTP/1.1 200"));
            assertTrue(served(engine, misnamed, hostOnly).startsWith("HTTP/1.1 502"));
            assertTrue(served(engine, misnamed, neither).startsWith("HTTP/1.1 200"));
            assertTrue(served(engine, unknown, chainOnly).startsWith("HTTP/1.1 502"));
            assertTrue(served(engine, unknown, hostOnly).startsWith("HTTP/1.1 200"));
            assertTrue(served(engine, unknown, neither).startsWith("HTTP/1.1 200"));
        }
    }

    private static String served(TlsEngine engine, RawBackend backend, BackendTlsSpec spec) throws Exception {
        try (TestGateway gateway =
                TestGateway.pool(backend).tlsEngine(engine).backendTls(spec).start()) {
            return get(gateway, "anything");
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void theServerNameIsTheHostsOrNoneAndConnectionsAreKeptByName(TlsEngine engine) throws Exception {
        try (RawBackend backend = backend(tls.certificate("a.test", "b.test", "127.0.0.1"))) {
            try (TestGateway gateway = TestGateway.pool(backend)
                    .tlsEngine(engine)
                    .threads(1)
                    .backendTls(spec(true, true, ServerName.HOST_HEADER, Optional.empty()))
                    .start()) {
                for (String host : List.of("a.test:8443", "b.test", "a.test", "127.0.0.1:1")) {
                    assertTrue(get(gateway, host).startsWith("HTTP/1.1 200"), host);
                }
                assertEquals(List.of("a.test", "b.test", "a.test", ""), askedFor);
                assertEquals(3, backend.accepted());
                assertTrue(get(gateway, "c.test").startsWith("HTTP/1.1 502"));
            }
            askedFor.clear();
            for (ServerName none : List.of(ServerName.NONE, ServerName.BACKEND)) {
                // The backend goes by its address, which is verified all the same.
                assertTrue(served(engine, backend, spec(true, true, none, Optional.empty()))
                        .startsWith("HTTP/1.1 200"));
            }
            assertEquals(List.of("", ""), askedFor);
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void theServerNameIsThatOfTheHostWhichARouteSets(TlsEngine engine) throws Exception {
        UrlChange toB = new UrlChange(PathChange.KEEP, Optional.empty(), Optional.of("b.test"), false, false);
        FilterSpec rewrite = new FilterSpec.Rewrite("r", List.of(), List.of(), List.of(), Optional.of(toB));
        try (RawBackend backend = backend(tls.certificate("b.test"));
                TestGateway gateway = TestGateway.pool(backend)
                        .tlsEngine(engine)
                        .backendTls(spec(true, true, ServerName.HOST_HEADER, Optional.empty()))
                        .route("/", RouteAction.toPool("pool"), rewrite)
                        .start()) {
            assertTrue(get(gateway, "a.test").startsWith("HTTP/1.1 200"));
            assertEquals(List.of("b.test"), askedFor);
            assertTrue(backend.heads().get(0).contains("\r\nHost: b.test\r\n"), "what it is told");
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void aClientCertificateIsShownToABackendThatAsks(TlsEngine engine) throws Exception {
        try (RawBackend backend = tls.backend(tls.certificate("api.test"), true, talk -> {
            talk.readHead();
            talk.ok(((SSLSocket) talk.socket()).getSession().getPeerPrincipal().getName());
        })) {
            BackendTlsSpec with = new BackendTlsSpec(
                    true,
                    true,
                    ServerName.FIXED,
                    Optional.of("api.test"),
                    Optional.of(tls.caPem()),
                    Optional.of(tls.certificate("gateway")));
            assertTrue(served(engine, backend, with).endsWith("CN=gateway"));
            // TLS 1.3 tells a client that it was refused only after the client's own end of the handshake.
            String without = served(engine, backend, tls.trusting("api.test"));
            assertTrue(without.startsWith("HTTP/1.1 502 "), without);
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void aBackendThatSpeaksNoTlsIsAFailedHandshake(TlsEngine engine) throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.read(5);
                    talk.send("HTTP/1.1 400 Bad Request\r\n\r\n");
                });
                TestGateway gateway = TestGateway.pool(backend)
                        .tlsEngine(engine)
                        .backendTls(tls.trusting("api.test"))
                        .start()) {
            assertTrue(get(gateway, "anything").startsWith("HTTP/1.1 502 "));
            assertEquals(Failure.TLS_FAILED, gateway.record().failure());
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void aBackendThatDoesNotFinishTheHandshakeIsAConnectTimeout(TlsEngine engine) throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> talk.readToEnd());
                TestGateway gateway = TestGateway.pool(backend)
                        .tlsEngine(engine)
                        .timeouts(limits -> new TimeoutSpec(
                                Duration.ofMillis(200), Optional.empty(), Optional.empty(), Optional.empty()))
                        .backendTls(tls.trusting("api.test"))
                        .start()) {
            assertTrue(get(gateway, "anything").startsWith("HTTP/1.1 504 "));
            assertEquals(Failure.CONNECT_TIMEOUT, gateway.record().failure());
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void aBodyThatEndsWithTheConnectionIsCompleteOnlyWithACloseNotify(TlsEngine engine) throws Exception {
        try (RawBackend honest = tls.backend(tls.certificate("api.test"), false, talk -> {
                    talk.readHead();
                    talk.send("HTTP/1.1 200 OK\r\n\r\nall of it");
                });
                TestGateway gateway = TestGateway.pool(honest)
                        .tlsEngine(engine)
                        .backendTls(tls.trusting("api.test"))
                        .start()) {
            try (RawClient client = RawClient.connect(gateway)) {
                client.get("/").readHead();
                assertEquals("all of it", client.readChunked());
            }
            assertEquals(BodyEnd.CLEAN, gateway.record().bodyEnd());
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void aBodyThatEndsWithTheConnectionIsCutWithoutACloseNotify(TlsEngine engine) throws Exception {
        SSLContext context = tls.context(Optional.of(tls.certificate("api.test")));
        try (RawBackend truncating = RawBackend.start(talk -> {
                    SSLSocket over = (SSLSocket) context.getSocketFactory()
                            .createSocket(talk.socket(), null, talk.socket().getPort(), false);
                    over.setUseClientMode(false);
                    RawClient.over(over).readHead();
                    over.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\n\r\nhalf of it".getBytes(StandardCharsets.US_ASCII));
                    // Back to the plain socket, which is closed under TLS.
                });
                TestGateway gateway = TestGateway.pool(truncating)
                        .tlsEngine(engine)
                        .backendTls(tls.trusting("api.test"))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            String all = client.get("/").readToEnd();
            assertTrue(all.contains("half of it"), all);
            assertFalse(all.endsWith("0\r\n\r\n"), all);
            assertEquals(BodyEnd.CUT_BY_BACKEND, gateway.record().bodyEnd());
        }
    }

    @Test
    void probesSpeakTlsToo() throws Exception {
        try (RawBackend backend = backend(tls.certificate("api.test"));
                RawBackend wrong = backend(tls.certificate("other.test"));
                TestGateway gateway = TestGateway.pool(backend, wrong)
                        .backendTls(tls.trusting("api.test"))
                        .probe(ProbeSpec.DEFAULT)
                        .start()) {
            gateway.awaitAdmission("b1", Admission.OPEN);
            TestGateway.await(
                    "a probe", () -> backend.heads().stream().anyMatch(head -> head.contains("mooring-probe")));
            assertTrue(wrong.heads().isEmpty());
        }
    }
}
