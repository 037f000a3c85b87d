// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.lb.exchange.HandshakeFailure;
import dev.mooring.lb.model.LimitSpec;
import dev.mooring.lb.model.TlsSpec;
import dev.mooring.lb.model.TlsSpec.ClientAuth;
import dev.mooring.lb.model.TlsSpec.Version;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Handshakes that fail are counted once each, by what was wrong, with each engine. */
final class HandshakeFailuresIT {
    /** The first octets of a record with a handshake of 512 octets in it, which is not complete. */
    private static final String BEGUN = "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003";

    private final TestTls tls = new TestTls();

    private TestGateway start(TlsEngine engine, RawBackend backend, ClientAuth auth, LimitSpec limits)
            throws Exception {
        assumeTrue(engine.isAvailable(), "the native library is not for this machine");
        return TestGateway.pool(backend)
                .tlsEngine(engine)
                .limits(limits)
                .tls(new TlsSpec(
                        List.of(tls.certificate("localhost")),
                        Version.TLS_1_3,
                        auth,
                        auth == ClientAuth.NONE ? Optional.empty() : Optional.of(tls.caPem()),
                        true))
                .start();
    }

    private static void assertCounted(TestGateway gateway, HandshakeFailure... expected) {
        TestGateway.await("they are counted", () -> gateway.handshakeFailures().size() >= expected.length);
        TestGateway.await("all is over", () -> gateway.server().clientConnections() == 0);
        assertEquals(List.of(expected), gateway.handshakeFailures());
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void whatIsWrongIsTold(TlsEngine engine) throws Exception {
        try (RawBackend backend = RawBackend.named("b1");
                TestGateway gateway = start(engine, backend, ClientAuth.NONE, LimitSpec.DEFAULT)) {
            try (RawClient good = tls.client(gateway.port(), "localhost")) {
                assertTrue(good.get("/").readResponse().endsWith("b1"));
            }
            assertThrows(IOException.class, () -> tls.client(gateway.port(), "localhost", "TLSv1.2"));
            assertCounted(gateway, HandshakeFailure.UNSUPPORTED);
            assertThrows(IOException.class, () -> new TestTls().client(gateway.port(), "localhost"));
            assertCounted(gateway, HandshakeFailure.UNSUPPORTED, HandshakeFailure.REJECTED);
            try (RawClient half = RawClient.connect(gateway)) {
                half.send(BEGUN);
            }
            assertCounted(gateway, HandshakeFailure.UNSUPPORTED, HandshakeFailure.REJECTED, HandshakeFailure.CUT);
            try (RawClient nonsense = RawClient.connect(gateway)) {
                nonsense.send("\u0016nonsense".repeat(10)).readToEnd();
            }
            assertCounted(
                    gateway,
                    HandshakeFailure.UNSUPPORTED,
                    HandshakeFailure.REJECTED,
                    HandshakeFailure.CUT,
                    HandshakeFailure.OTHER);
            assertEquals(1, gateway.records().size());
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void clientWithoutACertificateThatIsAskedForIsCounted(TlsEngine engine) throws Exception {
        try (RawBackend backend = RawBackend.named("b1");
                TestGateway gateway = start(engine, backend, ClientAuth.REQUIRED, LimitSpec.DEFAULT)) {
            try (RawClient client = tls.client(gateway.port(), "localhost")) {
                assertThrows(IOException.class, () -> client.get("/").readHead());
            }
            assertCounted(gateway, HandshakeFailure.CERTIFICATE);
        }
    }

    /** OpenSSL says so in plain text when it has read the server's certificate and has no keys of its own yet. */
    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void clientThatRejectsBeforeItEncryptsIsCounted(TlsEngine engine) throws Exception {
        SSLEngine greeter = tls.context(Optional.empty()).createSSLEngine("localhost", 1);
        greeter.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(greeter.getSession().getPacketBufferSize());
        greeter.wrap(ByteBuffer.allocate(0), hello);
        String unknownAuthority = "\u0015\u0003\u0003\u0000\u0002\u00020";
        try (RawBackend backend = RawBackend.named("b1");
                TestGateway gateway = start(engine, backend, ClientAuth.NONE, LimitSpec.DEFAULT);
                RawClient client = RawClient.connect(gateway)) {
            client.send(new String(hello.array(), 0, hello.position(), ISO_8859_1) + unknownAuthority)
                    .readToEnd();
            assertCounted(gateway, HandshakeFailure.REJECTED);
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void slowClientIsCounted(TlsEngine engine) throws Exception {
        LimitSpec hasty = new LimitSpec(
                8192, 65_536, 100, Optional.empty(), Duration.ofMillis(200), Duration.ofSeconds(75), 50_000);
        try (RawBackend backend = RawBackend.named("b1");
                TestGateway gateway = start(engine, backend, ClientAuth.NONE, hasty);
                RawClient client = RawClient.connect(gateway)) {
            client.send(BEGUN).readToEnd();
            assertCounted(gateway, HandshakeFailure.TIMEOUT);
        }
    }
}
