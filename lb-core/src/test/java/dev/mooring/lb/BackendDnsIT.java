// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.testing.NameServer;
import dev.mooring.lb.testing.NameServer.Mood;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A backend whose name changes its meaning, or loses it. */
class BackendDnsIT {
    private RawBackend before;
    private RawBackend after;

    @BeforeEach
    void start() throws IOException {
        before = RawBackend.start(address(1), talk -> serve(talk, "before"));
        after = RawBackend.start(new InetSocketAddress(address(2), before.port()), talk -> serve(talk, "after"));
    }

    @AfterEach
    void stop() throws IOException {
        before.close();
        after.close();
    }

    private static InetAddress address(int last) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    }

    private static void serve(RawBackend.Talk talk, String name) throws IOException {
        while (true) {
            talk.readHead();
            talk.ok(name);
        }
    }

    private TestGateway gateway(NameServer names) throws IOException {
        return plan(names).start();
    }

    private TestGateway.Plan plan(NameServer names) {
        return TestGateway.pool()
                .backend(new BackendSpec("named", "app.mooring.test", before.port(), 1, BackendSpec.UNLIMITED))
                .nameServer(names.at())
                .threads(1);
    }

    private static String ask(TestGateway gateway) throws IOException {
        try (RawClient client = RawClient.connect(gateway)) {
            String response = client.get("/").readResponse();
            assertTrue(response.startsWith("HTTP/1.1 200 "), response);
            return response.substring(response.lastIndexOf('\n') + 1);
        }
    }

    @Test
    void busyConnectionsFollowANameThatMovesWhenItsTtlIsOver() throws Exception {
        try (NameServer names = new NameServer(address(1), 1);
                TestGateway gateway = gateway(names)) {
            assertEquals("before", ask(gateway));
            names.move(address(2));
            TestGateway.await("requests reach the new address", () -> {
                try {
                    return ask(gateway).equals("after");
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertEquals("after", ask(gateway));
            TestGateway.await("the old connection was closed", () -> before.open() == 0);
        }
    }

    @Test
    void nameOfTheHostsFileFollowsItsChanges(@TempDir Path directory) throws Exception {
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 app.mooring.test\n");
        try (NameServer names = new NameServer(address(3), 1);
                TestGateway gateway = plan(names).hostsFile(hosts).start()) {
            assertEquals("before", ask(gateway));
            Files.writeString(hosts, "# moved\n127.0.0.2 APP.mooring.test\n");
            TestGateway.await("requests reach the new address", () -> {
                try {
                    return ask(gateway).equals("after");
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            TestGateway.await("the old connection was closed", () -> before.open() == 0);
            assertEquals(0, names.questions());
        }
    }

    @Test
    void nameThatMayBeKeptIsNotAskedForAgain() throws Exception {
        try (NameServer names = new NameServer(address(1), 3600);
                TestGateway gateway = gateway(names)) {
            ask(gateway);
            int asked = names.questions();
            before.closeConnections();
            names.move(address(2));
            TestGateway.await(
                    "the connection is gone", () -> gateway.backend("named").connections() == 0);
            assertEquals("before", ask(gateway));
            assertEquals(asked, names.questions());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Mood.class,
            names = {"FAILS", "IS_SILENT"})
    void lastGoodAddressServesWhenTheNameCannotBeResolvedAnyMore(Mood mood) throws Exception {
        try (NameServer names = new NameServer(address(1), 0);
                TestGateway gateway = gateway(names)) {
            assertEquals("before", ask(gateway));
            names.become(mood);
            for (int i = 0; i < 3; i++) {
                before.closeConnections();
                TestGateway.await(
                        "the connection is gone", () -> gateway.backend("named").connections() == 0);
                long begin = System.nanoTime();
                assertEquals("before", ask(gateway));
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
                assertTrue(millis < 4000, "it waited for " + millis + " ms");
            }
        }
    }
}
