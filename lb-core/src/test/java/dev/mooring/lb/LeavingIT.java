// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.config.ConfigLoader;
import dev.mooring.lb.config.LoadResult;
import dev.mooring.lb.config.Overrides;
import dev.mooring.lb.config.source.Resources;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.loop.Transport;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Backends that a reload has removed: they are seen, and count, until their drain ends. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LeavingIT {
    private static final String LONG = "5m";

    private static RawBackend streaming() throws IOException {
        return RawBackend.start(talk -> {
            talk.readHead();
            talk.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: seen\r\n");
            talk.awaitEnd();
        });
    }

    /** Pools with a backend each; a route leads to the one that is named first. */
    private static LoadResult config(int streams, String drain, String... pools) {
        StringBuilder text = new StringBuilder("""
                listeners: {web: {address: "127.0.0.1:0"}}
                admin: {address: "127.0.0.1:0"}
                limits: {streams: %d}
                routes: [{name: all, pool: %s}]
                pools:
                """.formatted(streams, pools[0].substring(0, pools[0].indexOf(' '))));
        for (String pool : pools) {
            String[] words = pool.split(" ");
            text.append("  %s: {drain-timeout: %s, affinity: cookie, ".formatted(words[0], drain));
            text.append("backends: [{name: %s, address: \"127.0.0.1:%s\"}]}\n".formatted(words[1], words[2]));
        }
        return new ConfigLoader(Resources.NONE)
                .load(List.of(new SourceFile("mooring.yaml", text.toString())), Overrides.NONE);
    }

    private static Gateway start(LoadResult config) throws IOException {
        return Gateway.start(
                config.spec()
                        .orElseThrow(
                                () -> new AssertionError(config.diagnostics().toString())),
                Transport.NIO,
                () -> config,
                List.of());
    }

    private static void reload(Gateway gateway, LoadResult config) throws Exception {
        gateway.apply(config.spec().orElseThrow()).toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    private static RawClient client(Gateway gateway) throws IOException {
        return RawClient.connect(
                Objects.requireNonNull(gateway.addresses().get("web")).getPort());
    }

    private static RawClient stream(Gateway gateway) throws IOException {
        RawClient client = client(gateway);
        client.get("/").readUntil("data: seen\r\n");
        return client;
    }

    private static String admin(Gateway gateway, String path) {
        try (RawClient client =
                RawClient.connect(gateway.adminAddress().orElseThrow().getPort())) {
            return client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .readToEnd();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** All that {@code /api/backends} says about the backends of one address. */
    private static List<String> shown(Gateway gateway, RawBackend backend) {
        Matcher each = Pattern.compile("\\{\"id\":[^}]*127\\.0\\.0\\.1:" + backend.port() + "\"[^}]*}")
                .matcher(admin(gateway, "/api/backends"));
        return each.results().map(found -> found.group()).toList();
    }

    private static boolean leaves(String shown) {
        return shown.contains("\"leaving\":true")
                && shown.contains("\"draining\":true")
                && shown.matches(".*\"drainRemainingMs\":[1-9][0-9]*,.*");
    }

    private static String gauge(Gateway gateway, String pool, String id) {
        Matcher line = Pattern.compile("mooring_streams\\{backend=\"" + id + "\",pool=\"" + pool + "\"} (\\S+)")
                .matcher(admin(gateway, "/metrics"));
        return line.find() ? line.group(1) : "none";
    }

    @Test
    void aRemovedBackendIsSeenAndCountsUntilItIsBack() throws Exception {
        try (RawBackend old = streaming();
                RawBackend other = streaming();
                Gateway gateway = start(config(2, LONG, "app b1 " + old.port()));
                RawClient first = stream(gateway)) {
            reload(gateway, config(2, LONG, "app b2 " + other.port()));
            String leaving = shown(gateway, old).get(0);
            assertTrue(leaves(leaving) && leaving.contains("\"streams\":1"), leaving);
            assertTrue(shown(gateway, other).get(0).contains("\"leaving\":false"));
            assertEquals("1.0", gauge(gateway, "app", "b1"));
            try (RawClient second = stream(gateway);
                    RawClient third = client(gateway)) {
                String refused = third.get("/").readResponse();
                assertTrue(refused.contains("too-many-streams"), refused);
                first.socket().close();
                TestGateway.await(
                        "the first has ended", () -> gauge(gateway, "app", "b1").equals("0.0"));
                try (RawClient fourth = stream(gateway)) {
                    assertEquals("2.0", gauge(gateway, "app", "b2"));
                    reload(gateway, config(2, LONG, "app b1 " + old.port(), "more b3 " + other.port()));
                    assertEquals(1, shown(gateway, old).size());
                    assertTrue(shown(gateway, old).get(0).contains("\"leaving\":false,\"draining\":false"));
                    reload(gateway, config(2, LONG, "app b2 " + other.port()));
                    String back = shown(gateway, other).get(0);
                    assertTrue(back.contains("\"leaving\":false") && back.contains("\"streams\":2"), back);
                    assertEquals(2, shown(gateway, other).size(), "b3 leaves with its pool");
                    second.socket().close();
                    fourth.socket().close();
                    TestGateway.await(
                            "the last has ended",
                            () -> gauge(gateway, "app", "b2").equals("0.0"));
                }
            }
        }
    }

    @Test
    void aBackendThatMovedIsSeenAtBothAddressesAndSharesTheGaugeOfItsName() throws Exception {
        try (RawBackend old = streaming();
                RawBackend successor = streaming();
                Gateway gateway = start(config(9, LONG, "app b1 " + old.port()));
                RawClient first = stream(gateway)) {
            reload(gateway, config(9, LONG, "app b1 " + successor.port()));
            try (RawClient second = stream(gateway)) {
                assertTrue(leaves(shown(gateway, old).get(0)));
                assertFalse(leaves(shown(gateway, successor).get(0)));
                assertEquals("2.0", gauge(gateway, "app", "b1"));
                first.socket().close();
                TestGateway.await(
                        "one is left", () -> gauge(gateway, "app", "b1").equals("1.0"));
                second.socket().close();
                TestGateway.await(
                        "the last has ended", () -> gauge(gateway, "app", "b1").equals("0.0"));
            }
        }
    }

    @Test
    void theBackendsOfARemovedPoolLeaveTooAndComeBackWithIt() throws Exception {
        try (RawBackend old = streaming();
                RawBackend other = streaming();
                Gateway gateway = start(config(1, LONG, "app b1 " + old.port()));
                RawClient first = stream(gateway)) {
            reload(gateway, config(1, LONG, "next b1 " + other.port()));
            assertTrue(leaves(shown(gateway, old).get(0)));
            assertEquals("1.0", gauge(gateway, "app", "b1"));
            try (RawClient second = client(gateway)) {
                assertTrue(second.get("/").readResponse().contains("too-many-streams"));
            }
            reload(gateway, config(1, LONG, "app b1 " + old.port()));
            assertEquals(1, shown(gateway, old).size());
            String back = shown(gateway, old).get(0);
            assertTrue(back.contains("\"leaving\":false,\"draining\":false") && back.contains("\"streams\":1"), back);
            first.socket().close();
            TestGateway.await(
                    "the last has ended", () -> gauge(gateway, "app", "b1").equals("0.0"));
        }
    }

    @Test
    void nothingIsSeenOfItOnceItsDrainHasEnded() throws Exception {
        try (RawBackend old = streaming();
                RawBackend other = streaming();
                Gateway gateway = start(config(1, "300ms", "app b1 " + old.port(), "more b3 " + old.port()));
                RawClient first = stream(gateway)) {
            reload(gateway, config(1, "300ms", "app b2 " + other.port()));
            first.readToEnd();
            TestGateway.await(
                    "both have gone",
                    () -> shown(gateway, old).isEmpty()
                            && gauge(gateway, "app", "b1").equals("none")
                            && gauge(gateway, "more", "b3").equals("none"));
            assertFalse(admin(gateway, "/api/backends").contains("\"more\""));
            try (RawClient second = stream(gateway)) {
                assertEquals("1.0", gauge(gateway, "app", "b2"));
                second.socket().close();
                TestGateway.await(
                        "the last has ended", () -> gauge(gateway, "app", "b2").equals("0.0"));
            }
        }
    }
}
