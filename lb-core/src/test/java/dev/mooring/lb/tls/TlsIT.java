// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.CertificateSpec;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.LimitSpec;
import dev.mooring.lb.model.TlsSpec;
import dev.mooring.lb.model.TlsSpec.ClientAuth;
import dev.mooring.lb.model.TlsSpec.Version;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that speak TLS, with each engine. */
final class TlsIT {
    private final TestTls tls = new TestTls();

    private TestGateway.Plan plan(TlsEngine engine, RawBackend backend, TlsSpec spec) {
        assumeTrue(engine.isAvailable(), "the native library is not for this machine");
        return TestGateway.pool(backend).tlsEngine(engine).tls(spec);
    }

    private TlsSpec localhost() throws GeneralSecurityException {
        return TlsSpec.of(List.of(tls.certificate("localhost")));
    }

    private static String subjectOf(SSLSocket socket) throws IOException {
        X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return shown.getSubjectX500Principal().getName();
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void requestsOverTlsAreServedAndBackendsAreToldSo(TlsEngine engine) throws Exception {
        try (RawBackend backend = RawBackend.named("b1");
                TestGateway gateway = plan(engine, backend, localhost())
                        .affinity(AffinitySpec.of(AffinitySpec.Cookie.DEFAULT))
                        .start();
                RawClient client = tls.client(gateway.port(), "localhost")) {
            String first = client.get("/").readResponse();
            assertTrue(first.endsWith("b1"), first);
            assertTrue(first.contains("; Secure"), first);
            client.get("/again").readResponse();
            assertTrue(
                    backend.heads().get(1).contains("X-Forwarded-Proto: https\r\n"),
                    backend.heads().get(1));
            assertTrue(
                    backend.heads().get(1).contains("proto=https\r\n"),
                    backend.heads().get(1));
            gateway.assertIdle();
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void theServerNameChoosesTheCertificateExactNamesFirst(TlsEngine engine) throws Exception {
        TlsSpec spec = TlsSpec.of(
                List.of(tls.certificate("first.test"), tls.certificate("*.wild.test"), tls.certificate("a.wild.test")));
        try (RawBackend backend = RawBackend.named("b1");
                TestGateway gateway = plan(engine, backend, spec).start()) {
            List<List<String>> expected = List.of(
                    List.of("a.wild.test", "CN=a.wild.test"),
                    List.of("B.wild.test", "CN=*.wild.test"),
                    List.of("b.b.wild.test", "CN=first.test"),
                    List.of("wild.test", "CN=first.test"),
                    List.of("other.test", "CN=first.test"),
                    List.of("", "CN=first.test"));
            for (List<String> one : expected) {
                SSLContext context = tls.context(Optional.empty());
                try (SSLSocket socket = TestTls.socket(context, gateway.port(), one.get(0))) {
                    socket.startHandshake();
                    assertEquals(one.get(1), subjectOf(socket), one.get(0));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void bothVersionsAreSpokenAndTheOlderOneNotIfItIsTooOld(TlsEngine engine) throws Exception {
        TlsSpec newOnly = new TlsSpec(
                List.of(tls.certificate("localhost")), Version.TLS_1_3, ClientAuth.NONE, Optional.empty(), true);
        try (RawBackend backend = RawBackend.named("b1");
                TestGateway both = plan(engine, backend, localhost()).start();
                TestGateway strict = plan(engine, backend, newOnly).start()) {
            for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                try (RawClient client = tls.client(both.port(), "localhost", version)) {
                    assertTrue(client.get("/").readResponse().endsWith("b1"), version);
                }
            }
            assertThrows(SSLException.class, () -> tls.client(strict.port(), "localhost", "TLSv1.2"));
            try (RawClient client = tls.client(strict.port(), "localhost", "TLSv1.3")) {
                assertTrue(client.get("/").readResponse().endsWith("b1"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void aClientCertificateIsAskedForAndChecked(TlsEngine engine) throws Exception {
        TestTls strangers = new TestTls();
        TlsSpec required = new TlsSpec(
                List.of(tls.certificate("localhost")),
                Version.TLS_1_2,
                ClientAuth.REQUIRED,
                Optional.of(tls.caPem()),
                true);
        TlsSpec optional =
                new TlsSpec(required.certificates(), Version.TLS_1_2, ClientAuth.OPTIONAL, required.clientCa(), true);
        TlsSpec any = new TlsSpec(required.certificates(), Version.TLS_1_2, ClientAuth.ANY, required.clientCa(), true);
        try (RawBackend backend = RawBackend.named("b1");
                TestGateway must = plan(engine, backend, required).start();
                TestGateway may = plan(engine, backend, optional).start();
                TestGateway unchecked = plan(engine, backend, any).start()) {
            Optional<CertificateSpec> own = Optional.of(tls.certificate("client"));
            assertTrue(get(must, tls.context(own)).endsWith("b1"));
            assertTrue(get(may, tls.context(own)).endsWith("b1"));
            assertTrue(get(may, tls.context(Optional.empty())).endsWith("b1"));
            // In TLS 1.3 a client learns only after its own end of the handshake that it was refused.
            assertThrows(IOException.class, () -> get(must, tls.context(Optional.empty())));
            SSLContext stranger = tls.context(Optional.of(strangers.certificate("client")));
            assertThrows(IOException.class, () -> get(must, stranger));
            assertThrows(IOException.class, () -> get(may, stranger));
            assertTrue(get(unchecked, stranger).endsWith("b1"));
            assertTrue(get(unchecked, tls.context(Optional.empty())).endsWith("b1"));
        }
    }

    private static String get(TestGateway gateway, SSLContext context) throws IOException {
        try (SSLSocket socket = TestTls.socket(context, gateway.port(), "localhost");
                RawClient client = RawClient.over(socket)) {
            return client.get("/").readResponse();
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void aPlainRequestIsToldThatThePortSpeaksTls(TlsEngine engine) throws Exception {
        try (RawBackend backend = RawBackend.named("b1");
                TestGateway gateway = plan(engine, backend, localhost()).start();
                RawClient client = RawClient.connect(gateway)) {
            String all = client.get("/").readToEnd();
            assertTrue(all.startsWith("HTTP/1.1 400 "), all);
            assertTrue(all.contains("The plain HTTP request was sent to HTTPS port"), all);
            assertEquals(Failure.PLAIN_ON_TLS, gateway.record().failure());
            assertEquals(0, backend.accepted());
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void aSecondHandshakeOnAConnectionEndsIt(TlsEngine engine) throws Exception {
        try (RawBackend backend = RawBackend.named("b1");
                TestGateway gateway = plan(engine, backend, localhost()).start();
                RawClient client = tls.client(gateway.port(), "localhost", "TLSv1.2")) {
            assertTrue(client.get("/").readResponse().endsWith("b1"));
            assertThrows(IOException.class, () -> {
                ((SSLSocket) client.socket()).startHandshake();
                client.get("/again").readResponse();
            });
            TestGateway.await("closed", () -> gateway.server().clientConnections() == 0);
            assertEquals(1, backend.heads().size());
        }
    }

    @Test
    void aConnectionAboveTheTotalIsNotWorthAHandshakeButCounted() throws Exception {
        LimitSpec one =
                new LimitSpec(8192, 32768, 128, Optional.empty(), Duration.ofSeconds(30), Duration.ofSeconds(75), 1);
        try (RawBackend backend = RawBackend.named("b1");
                TestGateway gateway =
                        plan(TlsEngine.best(), backend, localhost()).limits(one).start();
                RawClient first = tls.client(gateway.port(), "localhost");
                RawClient second = RawClient.connect(gateway)) {
            assertEquals("", second.readToEnd());
            assertEquals(Failure.OVERLOADED, gateway.record().failure());
            assertEquals(
                    "more than 1 connections (limits.connections)",
                    gateway.record().detail());
            assertTrue(first.get("/").readResponse().endsWith("b1"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0016", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003"})
    void whoeverDoesNotGetOnWithTheHandshakeIsClosed(String begun) throws Exception {
        LimitSpec hasty = new LimitSpec(
                8192, 32768, 128, Optional.empty(), Duration.ofMillis(200), Duration.ofSeconds(75), 50_000);
        try (RawBackend backend = RawBackend.named("b1");
                TestGateway gateway = plan(TlsEngine.best(), backend, localhost())
                        .limits(hasty)
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            client.send(begun);
            client.readToEnd();
            TestGateway.await("closed", () -> gateway.server().clientConnections() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void aResponseThatEndsWithTheConnectionEndsWithACloseNotify(TlsEngine engine) throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send("HTTP/1.1 200 OK\r\n\r\nto the end");
                });
                TestGateway gateway = plan(engine, backend, localhost()).start();
                RawClient client = tls.client(gateway.port(), "localhost")) {
            // Without a close_notify the JDK's client throws.
            String all = client.send("GET / HTTP/1.0\r\n\r\n").readToEnd();
            assertTrue(all.endsWith("\r\n\r\nto the end"), all);
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void aCutResponseDoesNotEndWithACloseNotify(TlsEngine engine) throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
                });
                TestGateway gateway = plan(engine, backend, localhost()).start()) {
            SSLSocket socket = TestTls.socket(tls.context(Optional.empty()), gateway.port(), "localhost");
            try (RawClient client = RawClient.over(socket)) {
                client.send("GET / HTTP/1.0\r\n\r\n").readUntil("half");
                assertThrows(IOException.class, () -> socket.getInputStream().read());
            }
            assertEquals(Failure.BACKEND_RESET, gateway.record().failure());
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void theAnswerToARequestThatIsRefusedCanBeReadToItsEnd(TlsEngine engine) throws Exception {
        try (RawBackend backend = RawBackend.named("b1");
                TestGateway gateway = plan(engine, backend, localhost()).start();
                RawClient client = tls.client(gateway.port(), "localhost")) {
            String all = client.send("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" + "more".repeat(20_000))
                    .readToEnd();
            assertTrue(all.startsWith("HTTP/1.1 400 "), all);
            assertFalse(all.contains("<reset>"), all);
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void sessionsAreResumed(TlsEngine engine) throws Exception {
        try (RawBackend backend = RawBackend.named("b1");
                TestGateway gateway = plan(engine, backend, localhost()).start()) {
            for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                SSLContext context = tls.context(Optional.empty());
                long first = created(context, gateway.port(), version);
                TestGateway.await("time passes", () -> System.currentTimeMillis() > first);
                assertEquals(first, created(context, gateway.port(), version), version);
            }
        }
    }

    /** When the session of a connection began, which a resumed one says of the first. */
    private static long created(SSLContext context, int port, String version) throws IOException {
        try (SSLSocket socket = TestTls.socket(context, port, "localhost")) {
            socket.setEnabledProtocols(new String[] {version});
            // With the response come the tickets of TLS 1.3.
            RawClient.over(socket).get("/").readResponse();
            return socket.getSession().getCreationTime();
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void aReloadTakesChangedCertificateFilesAndOldConnectionsGoOn(TlsEngine engine, @TempDir Path directory)
            throws Exception {
        Path certificate = directory.resolve("tls.crt");
        Path key = directory.resolve("tls.key");
        writePair(certificate, key, tls.certificate("old.test"));
        TlsSpec spec = TlsSpec.of(List.of(
                new CertificateSpec("web", new CertificateSpec.PemFiles(certificate.toString(), key.toString()))));
        try (RawBackend backend = RawBackend.named("b1");
                TestGateway gateway = plan(engine, backend, spec).start();
                RawClient before = tls.client(gateway.port(), "")) {
            before.get("/").readResponse();
            writePair(certificate, key, tls.certificate("new.test"));
            GatewaySpec config = gateway.server().live().current().spec();
            List<String> renewed =
                    gateway.server().reload(config).toCompletableFuture().join().renewed();
            assertEquals(1, renewed.size(), renewed::toString);
            assertTrue(renewed.get(0).startsWith("certificate 'web' of listener 'web', valid until 2"), renewed.get(0));
            assertEquals(
                    List.of(),
                    gateway.server().reload(config).toCompletableFuture().join().renewed());
            try (SSLSocket socket = TestTls.socket(tls.context(Optional.empty()), gateway.port(), "")) {
                socket.startHandshake();
                assertEquals("CN=new.test", subjectOf(socket));
            }
            assertTrue(before.get("/").readResponse().endsWith("b1"));
            Files.writeString(key, "nonsense");
            IOException refused = assertThrows(
                    IOException.class,
                    () -> gateway.server()
                            .reload(gateway.server().live().current().spec()));
            String message = String.valueOf(refused.getMessage());
            assertTrue(message.contains("certificate 'web'"), message);
            assertFalse(message.contains("nonsense"), message);
            try (RawClient after = tls.client(gateway.port(), "")) {
                assertTrue(after.get("/").readResponse().endsWith("b1"));
            }
        }
    }

    private static void writePair(Path certificate, Path key, CertificateSpec spec) throws IOException {
        CertificateSpec.PemText text = (CertificateSpec.PemText) spec.source();
        Files.writeString(certificate, text.certificate());
        Files.writeString(key, text.key());
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void aListenerWithoutACertificateGetsOneForTheHostsOfItsRoutes(TlsEngine engine) throws Exception {
        TlsSpec spec = TlsSpec.of(List.of(CertificateSpec.local("web")));
        try (RawBackend backend = RawBackend.named("b1");
                TestGateway gateway = plan(engine, backend, spec)
                        .hosts("shop.test", "*.shop.test")
                        .start()) {
            SSLContext any = SSLContext.getInstance("TLS");
            any.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
            try (SSLSocket socket = TestTls.socket(any, gateway.port(), "shop.test")) {
                socket.startHandshake();
                X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
                for (String host : List.of("shop.test", "a.shop.test", "localhost", "127.0.0.1", "::1")) {
                    assertTrue(HostNames.match(shown, host), host);
                }
                assertFalse(HostNames.match(shown, "other.test"));
                assertNotEquals(shown.getIssuerX500Principal(), shown.getSubjectX500Principal());
            }
        }
    }
}
