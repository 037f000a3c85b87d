// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.config.ConfigLoader;
import dev.mooring.lb.config.LoadResult;
import dev.mooring.lb.config.Overrides;
import dev.mooring.lb.config.source.Resources;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.exchange.BodyEnd;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.observe.LbMeter;
import dev.mooring.lb.observe.MeterObserver;
import dev.mooring.lb.observe.StateGauges;
import dev.mooring.lb.runtime.BackendState;
import dev.mooring.lb.runtime.RuntimeListener;
import dev.mooring.lb.runtime.Snapshot;
import dev.mooring.lb.testing.H2Client;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However requests end, each that was started has ended, once, and nothing is left of any. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AccountingIT {
    private static final String EVENTS = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: x\n\n";
    private static final String HALF = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf";
    private static final String SWITCH =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n";
    private static final Duration TICK = Duration.ofMillis(20);
    private static final String[] UPGRADE = {"Connection: Upgrade", "Upgrade: echo"};

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Memory memory = new Memory();
    private final Semaphore feed = new Semaphore(0);
    private int asked;

    /** Memory that can be used up, as that of a machine can be; what netty then throws is such an error. */
    private static final class Memory extends AbstractByteBufAllocator {
        private volatile boolean usedUp;

        Memory() {
            super(true);
        }

        @Override
        protected ByteBuf newHeapBuffer(int initial, int max) {
            return UnpooledByteBufAllocator.DEFAULT.heapBuffer(initial, max);
        }

        @Override
        protected ByteBuf newDirectBuffer(int initial, int max) {
            if (usedUp) {
                throw new OutOfMemoryError("the test has used it up");
            }
            return UnpooledByteBufAllocator.DEFAULT.directBuffer(initial, max);
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }
    }

    private void behave(RawBackend.Talk talk) throws Exception {
        while (true) {
            String head = talk.readHead();
            switch (head.split(" ")[1]) {
                case "/ok" -> talk.ok(talk.read(RawClient.contentLength(head)));
                case "/stream", "/hasty-stream" -> {
                    talk.send(EVENTS);
                    talk.readToEnd();
                }
                case "/endless" -> {
                    talk.send(EVENTS);
                    while (talk.readWithin(TICK) == -2) {
                        talk.send("data: y\n\n");
                    }
                }
                case "/feed" -> {
                    talk.send(EVENTS);
                    feed.acquire();
                    talk.send("data: y\n\n");
                    talk.readToEnd();
                }
                case "/feed-tunnel" -> {
                    talk.send(SWITCH);
                    feed.acquire();
                    talk.send("y");
                    talk.readToEnd();
                }
                case "/half", "/total-half" -> {
                    talk.send(HALF);
                    talk.readToEnd();
                }
                case "/cut" -> {
                    talk.send(HALF);
                    talk.close();
                }
                case "/reset" -> talk.reset();
                case "/garbled" -> talk.send("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n");
                case "/tunnel", "/cut-tunnel" -> {
                    talk.send(SWITCH);
                    if (head.startsWith("GET /cut")) {
                        talk.reset();
                    }
                    talk.send(talk.readToEnd());
                }
                default -> talk.readToEnd();
            }
        }
    }

    private ProxyServer start(RawBackend backend) throws IOException {
        String address = "127.0.0.1:" + backend.port();
        LoadResult loaded = new ConfigLoader(Resources.NONE)
                .load(
                        List.of(new SourceFile("mooring.yaml", """
                                listeners: {web: {address: "127.0.0.1:0", h2c: true}}
                                routes:
                                  - {path: /hasty, pool: hasty}
                                  - {path: /hasty-stream, pool: hasty}
                                  - {path: /half, pool: hasty}
                                  - {path: /endless, pool: short}
                                  - {path: /total-half, pool: brief}
                                  - {path: /dead, pool: dead}
                                  - {path: /none, pool: none}
                                  - {path: /mine, respond: {status: 204}}
                                  - {path: /ok, pool: app}
                                  - {path: /stream, pool: app}
                                  - {path: /wait, pool: app}
                                  - {path: /cut, pool: app}
                                  - {path: /reset, pool: app}
                                  - {path: /garbled, pool: app}
                                  - {path: /tunnel, pool: app}
                                  - {path: /cut-tunnel, pool: app}
                                  - {path: /feed, pool: app}
                                  - {path: /feed-tunnel, pool: app}
                                pools:
                                  app: {backends: ["%1$s"], affinity: cookie}
                                  hasty: {backends: ["%1$s"], timeouts: {first-byte: 200ms, idle: 200ms}}
                                  short: {backends: ["%1$s"], timeouts: {attempt: 200ms}}
                                  brief: {backends: ["%1$s"], timeouts: {total: 200ms}}
                                  dead: {backends: ["127.0.0.1:%2$d"], passive: {failures: off}}
                                  none: {backends: []}
                                limits: {body-bytes: 100, connections-per-client: 8, streams: 2, pending-per-backend: 2, header-time: 200ms}
                                drain-timeout: 100ms
                                """.formatted(address, RawBackend.deadPort()))),
                        Overrides.NONE);
        StateGauges gauges = new StateGauges(registry, () -> 0, backendState -> true);
        return ProxyServer.builder()
                .threads(2)
                .allocator(memory)
                .observer(new MeterObserver(registry))
                .listener(new RuntimeListener() {
                    @Override
                    public void applied(Snapshot snapshot) {}

                    @Override
                    public void present(List<BackendState> backends) {
                        gauges.show(backends);
                    }

                    @Override
                    public void changed(BackendState state) {}

                    @Override
                    public void retired() {}
                })
                .start(loaded.spec()
                        .orElseThrow(
                                () -> new AssertionError(loaded.diagnostics().toString())));
    }

    @Test
    void eachRequestThatIsStartedEndsOnceAndLeavesNothingBehind() throws Exception {
        try (RawBackend backend = RawBackend.start(this::behave)) {
            ProxyServer server = start(backend);
            int port = server.address("web").getPort();
            try {
                for (int round = 0; round < 2; round++) {
                    wholeAndRefused(port);
                    ofBackends(port);
                    ofClients(port);
                    limits(port);
                    tunnels(port);
                    memoryIsUsedUp(port);
                    http2(port);
                    assertSettled();
                }
                try (RawClient cutByDrain = RawClient.connect(port)) {
                    cutByDrain.get("/stream").readHead();
                    server.close();
                }
            } finally {
                server.close();
            }
            asked++;
            assertSettled();
            assertEquals(asked, total(LbMeter.REQUESTS_STARTED), "requests that were counted");
            assertEverything();
        }
    }

    private void wholeAndRefused(int port) throws IOException {
        ask(port, "200", "GET /ok HTTP/1.1\r\nHost: a\r\n\r\n");
        ask(port, "204", "GET /mine HTTP/1.1\r\nHost: a\r\n\r\n");
        ask(port, "404", "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n");
        ask(port, "400", "GET /ok HTTP/1.1\r\nHost : a\r\n\r\n");
        ask(port, "414", "GET /" + "x".repeat(10_000) + " HTTP/1.1\r\n\r\n");
        ask(port, "431", "GET /ok HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(40_000) + "\r\n\r\n");
        ask(port, "413", "POST /ok HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\n\r\n");
        ask(port, "413", "POST /ok HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n80\r\n" + "x".repeat(128));
        ask(port, "400", "POST /wait HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n");
        ask(port, "417", "GET /ok HTTP/1.1\r\nHost: a\r\nExpect: wonders\r\n\r\n");
        ask(port, "501", "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n");
        ask(port, "505", "GET /ok HTTP/3.0\r\nHost: a\r\n\r\n");
        ask(port, "408", "GET /ok HTTP/1.1\r\nHost:");
    }

    private void ofBackends(int port) throws IOException {
        ask(port, "502", "GET /dead HTTP/1.1\r\nHost: a\r\n\r\n");
        ask(port, "503", "GET /none HTTP/1.1\r\nHost: a\r\n\r\n");
        ask(port, "502", "GET /reset HTTP/1.1\r\nHost: a\r\n\r\n");
        ask(port, "502", "GET /garbled HTTP/1.1\r\nHost: a\r\n\r\n");
        ask(port, "504", "GET /hasty HTTP/1.1\r\nHost: a\r\n\r\n");
        for (String path : List.of("/cut", "/half", "/hasty-stream", "/total-half", "/endless")) {
            ask(port, "200", "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
        }
    }

    private void ofClients(int port) throws IOException {
        for (String begun :
                List.of("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n", "GET /half HTTP/1.1\r\nHost: a\r\n\r\n")) {
            try (RawClient gone = RawClient.connect(port)) {
                gone.send(begun);
                gone.readHead();
                asked++;
                gone.reset();
            }
        }
        for (String begun : List.of(
                "GET /wait HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST /wait HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf")) {
            try (RawClient gone = RawClient.connect(port)) {
                int before = (int) total(LbMeter.REQUESTS_STARTED);
                gone.send(begun);
                TestGateway.await("it is read", () -> total(LbMeter.REQUESTS_STARTED) > before);
                asked++;
            }
        }
    }

    private void limits(int port) throws IOException {
        assertSettled();
        List<RawClient> clients = new ArrayList<>();
        for (String path : List.of("/stream", "/stream", "/stream", "/wait", "/wait")) {
            RawClient client = RawClient.connect(port).get(path);
            asked++;
            if (path.equals("/stream")) {
                client.readHead();
            }
            clients.add(client);
        }
        TestGateway.await("two wait", () -> gauge(LbMeter.PENDING) == 2);
        ask(port, "503", "GET /ok HTTP/1.1\r\nHost: a\r\n\r\n");
        while (clients.size() < 9) {
            RawClient client = RawClient.connect(port).get("/mine");
            asked++;
            client.readHead();
            clients.add(client);
        }
        assertTrue(count(Failure.TOO_MANY_CONNECTIONS) > 0, "one is refused");
        for (RawClient client : clients) {
            client.close();
        }
        assertSettled();
    }

    private void tunnels(int port) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            client.get("/tunnel", UPGRADE).readHead();
            asked++;
            client.send("echo");
            client.shutdownOutput();
            assertEquals("echo", client.readToEnd());
        }
        try (RawClient client = RawClient.connect(port)) {
            client.get("/tunnel", UPGRADE).readHead();
            asked++;
            client.reset();
        }
        try (RawClient client = RawClient.connect(port)) {
            client.get("/cut-tunnel", UPGRADE);
            asked++;
            client.readToEnd();
        }
    }

    /** The next octets of the backend find no buffer to be read into. */
    private void memoryIsUsedUp(int port) throws IOException {
        assertSettled();
        for (String path : List.of("/feed", "/feed-tunnel")) {
            try (RawClient client = RawClient.connect(port)) {
                client.get(path, UPGRADE).readHead();
                asked++;
                memory.usedUp = true;
                feed.release();
                client.readToEnd();
            } finally {
                memory.usedUp = false;
            }
        }
    }

    private void http2(int port) throws Exception {
        try (H2Client client = H2Client.over(RawClient.connect(port))) {
            client.get(1, "/ok");
            assertTrue(client.response(1).contains(":status: 200"));
            client.get(3, "/stream");
            client.fields();
            client.frame(H2Client.RST_STREAM, 0, 3, H2Client.number(8));
            client.request(5, "POST", "/wait", false).data(5, "half", false);
            client.frame(H2Client.RST_STREAM, 0, 5, H2Client.number(8));
            client.get(7, "/nowhere");
            assertTrue(client.response(7).contains(":status: 404"));
            asked += 4;
            client.get(9, "/stream");
            client.fields();
            asked++;
        }
    }

    /** Sends this and reads until the balancer closes; or the whole response if it does not. */
    private void ask(int port, String status, String request) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            client.send(request);
            asked++;
            String head = client.readHead();
            assertTrue(head.startsWith("HTTP/1.1 " + status + " "), () -> request.substring(0, 20) + ": " + head);
            if (status.equals("200") && !request.contains("/ok")) {
                client.readToEnd();
            }
        }
    }

    private void assertSettled() {
        TestGateway.await("all have ended", () -> total(LbMeter.REQUESTS_STARTED) == total(LbMeter.REQUESTS_ENDED));
        // Counted a moment after the end is.
        TestGateway.await(
                "requests by what the client got are as many",
                () -> total(LbMeter.REQUESTS_STARTED) == total(LbMeter.REQUESTS));
        for (LbMeter meter : List.of(LbMeter.IN_FLIGHT, LbMeter.PENDING, LbMeter.STREAMS, LbMeter.TUNNELS)) {
            TestGateway.await(meter + " is 0", () -> gauge(meter) == 0);
        }
    }

    /** What this test means to provoke came about. */
    private void assertEverything() {
        for (BodyEnd end : BodyEnd.values()) {
            boolean seen = registry.get(LbMeter.REQUESTS_ENDED.meterName())
                            .tag("end", end.label())
                            .counter()
                            .count()
                    > 0;
            assertTrue(seen, end.label());
        }
        for (Failure failure : EnumSet.of(
                Failure.BAD_FRAMING,
                Failure.URI_TOO_LONG,
                Failure.HEADERS_TOO_LARGE,
                Failure.BODY_TOO_LARGE,
                Failure.EXPECTATION_FAILED,
                Failure.METHOD_UNSUPPORTED,
                Failure.VERSION_UNSUPPORTED,
                Failure.CLIENT_TIMEOUT,
                Failure.CLIENT_GONE,
                Failure.TOO_MANY_CONNECTIONS,
                Failure.TOO_MANY_STREAMS,
                Failure.TOO_MANY_PENDING,
                Failure.NO_ROUTE,
                Failure.NO_BACKEND,
                Failure.CONNECT_REFUSED,
                Failure.BACKEND_RESET,
                Failure.BAD_RESPONSE,
                Failure.RESPONSE_TIMEOUT,
                Failure.TOTAL_TIMEOUT,
                Failure.ATTEMPT_TIMEOUT,
                Failure.INTERNAL,
                Failure.SHUTTING_DOWN)) {
            assertTrue(count(failure) > 0, failure.label());
        }
    }

    private double count(Failure failure) {
        return registry.find(LbMeter.REQUESTS.meterName()).tag("failure", failure.label()).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private double total(LbMeter meter) {
        return registry.find(meter.meterName()).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private double gauge(LbMeter meter) {
        return registry.find(meter.meterName()).gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }
}
