// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cli.testing.NodePrograms;
import dev.mooring.lb.ProxyServer;
import dev.mooring.lb.config.ConfigLoader;
import dev.mooring.lb.config.LoadResult;
import dev.mooring.lb.config.Overrides;
import dev.mooring.lb.config.source.Resources;
import dev.mooring.lb.config.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that people use, in front of three servers that share nothing: a WebSocket client (ws), also on streams of node's own
 * HTTP/2, SignalR over each of its
 * transports, and Socket.IO by polling. Affinity makes them work, and without it one can see that they do not.
 */
class RealClientsIT {
    private static NodePrograms programs;
    private static ProxyServer sticky;
    private static ProxyServer loose;

    @BeforeAll
    static void start() throws Exception {
        programs = NodePrograms.start();
        sticky = balancer("cookie");
        loose = balancer("none");
    }

    @AfterAll
    static void stop() {
        sticky.close();
        loose.close();
        programs.close();
    }

    private static ProxyServer balancer(String affinity) throws Exception {
        String backends = String.join(
                ", ",
                programs.ports().stream()
                        .map(port -> "\"127.0.0.1:" + port + "\"")
                        .toList());
        String text = """
                listeners: {web: {address: "127.0.0.1:0", h2c: true}}
                drain-timeout: 1s
                pools:
                  nodes: {backends: [%s], affinity: %s}
                """.formatted(backends, affinity);
        LoadResult loaded =
                new ConfigLoader(Resources.NONE).load(List.of(new SourceFile("mooring.yaml", text)), Overrides.NONE);
        return ProxyServer.builder().threads(2).start(loaded.spec().orElseThrow());
    }

    private static String conversation(String what, ProxyServer by) throws Exception {
        return programs.client(what, "http://127.0.0.1:" + by.address("web").getPort());
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "echo over HTTP/2", "WebSockets", "ServerSentEvents", "LongPolling", "socket.io"})
    void clientsWorkWithAffinity(String what) throws Exception {
        String said = conversation(what, sticky);
        assertTrue(said.matches("ok n[123](,n[123])*"), said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "echo over HTTP/2", "WebSockets", "ServerSentEvents", "LongPolling", "socket.io"})
    void clientsFailWithoutIt(String what) throws Exception {
        String said = conversation(what, loose);
        assertTrue(said.startsWith("failed "), said);
    }
}
