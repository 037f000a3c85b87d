// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.lb.exchange.BodyEnd;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.model.TlsSpec;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Upgraded connections inside TLS, with each engine: each way has an end of its own, and a cut is not taken for one. */
final class TlsTunnelIT {
    private static final String TAKEN = "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: ";

    private final TestTls tls = new TestTls();

    private TestGateway.Plan plan(TlsEngine engine, RawBackend backend) throws Exception {
        assumeTrue(engine.isAvailable(), "the native library is not for this machine");
        return TestGateway.pool(backend).tlsEngine(engine).tls(TlsSpec.of(List.of(tls.certificate("localhost"))));
    }

    private static RawClient upgraded(RawClient client, String protocol) throws IOException {
        String head =
                client.get("/", "Connection: Upgrade", "Upgrade: " + protocol).readHead();
        assertTrue(head.startsWith("HTTP/1.1 101 "), head);
        return client;
    }

    /** A connection whose encrypted octets can be had, too, and which can be ended without a word. */
    private final class Tapped implements AutoCloseable {
        private final Socket wire;
        private final RawClient client;
        private volatile int lastType = -1;

        Tapped(TestGateway gateway) throws Exception {
            wire = new Socket(InetAddress.getLoopbackAddress(), gateway.port()) {
                private final InputStream in = new FilterInputStream(super.getInputStream()) {
                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        int got = super.read(bytes, offset, length);
                        if (length == 5 && got == 5) {
                            lastType = bytes[offset];
                        }
                        return got;
                    }
                };

                @Override
                public InputStream getInputStream() {
                    return in;
                }
            };
            SSLSocket socket = (SSLSocket) tls.context(Optional.empty())
                    .getSocketFactory()
                    .createSocket(wire, "localhost", gateway.port(), true);
            // Alerts have a type of their own in this version.
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            client = RawClient.over(socket);
        }

        boolean sawAnAlert() {
            return lastType == 21;
        }

        @Override
        public void close() throws IOException {
            wire.close();
        }
    }

    /** Netty's BoringSSL answers an end with its own, whatever the version, and then writes no more. */
    @ParameterizedTest
    @EnumSource(
            value = TlsEngine.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"JDK"})
    void nativeEngineEndsBothWaysWhenTheClientEndsOne(TlsEngine engine) throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send(TAKEN + "echo/1\r\n\r\nwelcome");
                    String all = talk.readToEnd();
                    talk.send(all);
                    heard.complete(all);
                });
                TestGateway gateway = plan(engine, backend).start();
                RawClient client = tls.client(gateway.port(), "localhost", "TLSv1.3")) {
            assertEquals("welcome", upgraded(client, "echo/1").read(7));
            client.send("x".repeat(300_000));
            client.shutdownOutput();
            assertEquals(300_000, heard.get().length());
            assertEquals("", client.readToEnd());
            assertEquals(300_000, gateway.record().bytesFromClient());
            gateway.assertIdle();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsEngine.class,
            names = {"JDK"})
    void clientThatSendsNoMoreStillReads(TlsEngine engine) throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send(TAKEN + "echo/1\r\n\r\nwelcome");
                    talk.send(talk.readToEnd());
                    talk.shutdownOutput();
                });
                TestGateway gateway = plan(engine, backend).start();
                RawClient client = tls.client(gateway.port(), "localhost", "TLSv1.3")) {
            assertEquals("welcome", upgraded(client, "echo/1").read(7));
            String much = "x".repeat(300_000);
            client.send(much);
            client.shutdownOutput();
            assertEquals(much, client.readToEnd());
            assertEquals(BodyEnd.CLEAN, gateway.record().bodyEnd());
            assertEquals(300_000, gateway.record().bytesFromClient());
            assertEquals(300_007, gateway.record().bytesToClient());
            gateway.assertIdle();
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void backendThatSendsNoMoreStillReads(TlsEngine engine) throws Exception {
        CompletableFuture<String> rest = new CompletableFuture<>();
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send(TAKEN + "echo/1\r\n\r\nbye");
                    talk.shutdownOutput();
                    rest.complete(talk.readToEnd());
                });
                TestGateway gateway = plan(engine, backend).start();
                RawClient client = tls.client(gateway.port(), "localhost", "TLSv1.3")) {
            assertEquals("bye", upgraded(client, "echo/1").readToEnd());
            client.send("late");
            client.shutdownOutput();
            assertEquals("late", rest.get());
            assertEquals(BodyEnd.CLEAN, gateway.record().bodyEnd());
            gateway.assertIdle();
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void theEndIsSaidInTls(TlsEngine engine) throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send(TAKEN + "echo/1\r\n\r\nbye");
                });
                TestGateway gateway = plan(engine, backend).start();
                Tapped tapped = new Tapped(gateway)) {
            assertEquals("bye", upgraded(tapped.client, "echo/1").readToEnd());
            assertTrue(tapped.sawAnAlert());
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void aTunnelThatTheBackendBreaksHasNoEnd(TlsEngine engine) throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send(TAKEN + "echo/1\r\n\r\nhalf");
                    ready.await();
                    talk.reset();
                });
                TestGateway gateway = plan(engine, backend).start();
                Tapped tapped = new Tapped(gateway)) {
            assertEquals("half", upgraded(tapped.client, "echo/1").read(4));
            ready.countDown();
            assertEquals("<reset>", tapped.client.readToEnd());
            assertFalse(tapped.sawAnAlert());
            assertEquals(BodyEnd.CUT_BY_BACKEND, gateway.record().bodyEnd());
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void clientThatIsCutOffHasNotSaidAll(TlsEngine engine) throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send(TAKEN + "echo/1\r\n\r\n");
                    heard.complete(talk.readToEnd());
                });
                TestGateway gateway = plan(engine, backend).start();
                Tapped tapped = new Tapped(gateway)) {
            upgraded(tapped.client, "echo/1").send("half");
            TestGateway.await("it has arrived", () -> gateway.backend("b1").tunnels() == 1);
            // Anybody on the way can do this.
            tapped.wire.shutdownOutput();
            assertEquals(Failure.CLIENT_GONE, gateway.record().failure());
            assertEquals(BodyEnd.GONE_CLIENT, gateway.record().bodyEnd());
            assertEquals("half", heard.get());
            gateway.assertIdle();
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void drainClosesAWebSocketWithAFrameAndThenTls(TlsEngine engine) throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send(TAKEN + "websocket\r\n\r\n\u0081\u0002hi");
                    heard.complete(talk.readToEnd());
                });
                TestGateway gateway =
                        plan(engine, backend).drain(Duration.ofMillis(100)).start();
                Tapped tapped = new Tapped(gateway)) {
            assertEquals("\u0081\u0002hi", upgraded(tapped.client, "websocket").read(4));
            gateway.server().close();
            assertEquals("\u0088\u0002\u0003\u00e9", tapped.client.readToEnd());
            assertTrue(tapped.sawAnAlert());
            assertTrue(heard.get().startsWith("\u0088\u0082"), heard.get());
            assertEquals(BodyEnd.DRAINED, gateway.record().bodyEnd());
        }
    }
}
