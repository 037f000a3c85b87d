// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.cost;

import dev.mooring.lb.Gateway;
import dev.mooring.lb.config.ConfigLoader;
import dev.mooring.lb.config.LoadResult;
import dev.mooring.lb.config.Overrides;
import dev.mooring.lb.config.source.Resources;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.loop.Transport;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawBackend.Talk;
import dev.mooring.lb.testing.RawClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The program that is measured: a balancer as {@code mooring run} starts it, with one event loop, three backends and cookie
 * affinity, and a client that does one thing at a time, so that every count is the same in each run. It does what the lines on
 * its standard input say, {@code requests 100} for example, and answers each with the octets that its event loop allocated for it.
 */
final class PlainPath {
    private static final String LOOP = "multiThreadIoEventLoopGroup";
    private static final String BODY = "x".repeat(128);
    private static final String EVENT = "64\r\nid: 000000042\ndata: " + "x".repeat(78) + "\n\n\r\n";
    private static final int BURST = 10;

    private final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Semaphore wanted = new Semaphore(0);
    private final List<RawBackend> backends;
    private final Gateway gateway;
    private final RawClient client;
    private final RawClient stream;
    private final String request;
    private final long loop;
    private volatile int eventsAtOnce = 1;

    private PlainPath() throws Exception {
        backends = List.of(backend(), backend(), backend());
        gateway = gateway(backends);
        client = connect();
        client.get("/");
        String cookie = cookie(client.readResponse());
        request = head("/api/items/42?page=1", cookie);
        stream = connect();
        stream.send(head("/events", cookie));
        stream.readHead();
        loop = loop();
    }

    /** Does what it is told to, until there is nothing more. */
    public static void main(String[] arguments) throws Exception {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PlainPath path = new PlainPath();
        System.out.println(threadName(path.loop));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ");
            System.out.println(path.allocatedBy(words[0], Integer.parseInt(words[1])));
        }
        System.exit(0);
    }

    private long allocatedBy(String what, int times) throws IOException {
        long before = threads.getThreadAllocatedBytes(loop);
        for (int i = 0; i < times; i++) {
            switch (what) {
                case "requests" -> {
                    client.send(request);
                    client.readResponse();
                }
                case "connections" -> connection();
                case "events" -> events(1);
                case "bursts" -> events(BURST);
                default -> throw new IOException(what + " (expected: requests, connections, events or bursts)");
            }
        }
        long allocated = threads.getThreadAllocatedBytes(loop) - before;
        done();
        return allocated;
    }

    /** Where a debugger sees that all has been done. */
    private static void done() {}

    private void connection() throws IOException {
        try (RawClient once = connect()) {
            once.send(request);
            once.readResponse();
        }
    }

    private void events(int count) throws IOException {
        eventsAtOnce = count;
        wanted.release();
        stream.read(EVENT.length() * count);
    }

    private RawBackend backend() throws IOException {
        return RawBackend.start(talk -> {
            while (true) {
                if (talk.readUntil("\r\n\r\n").startsWith("GET /events")) {
                    streamTo(talk);
                }
                talk.ok(BODY, "Content-Type: text/plain", "Server: origin", "Cache-Control: no-cache");
            }
        });
    }

    private void streamTo(Talk talk) throws Exception {
        talk.send("""
                HTTP/1.1 200 OK\r
                Content-Type: text/event-stream\r
                Cache-Control: no-cache\r
                Transfer-Encoding: chunked\r
                \r
                """);
        while (true) {
            wanted.acquire();
            talk.send(EVENT.repeat(eventsAtOnce));
        }
    }

    private static Gateway gateway(List<RawBackend> backends) throws IOException {
        String addresses =
                backends.stream().map(backend -> "127.0.0.1:" + backend.port()).collect(Collectors.joining(", "));
        String text = """
                listeners: {web: 127.0.0.1:0}
                pools: {app: {backends: [%s], affinity: cookie}}
                """.formatted(addresses);
        LoadResult loaded =
                new ConfigLoader(Resources.NONE).load(List.of(new SourceFile("plain.yaml", text)), Overrides.NONE);
        return Gateway.start(loaded.spec().orElseThrow(), Transport.best(), () -> loaded, List.of());
    }

    private RawClient connect() throws IOException {
        return RawClient.connect(
                Objects.requireNonNull(gateway.addresses().get("web")).getPort());
    }

    private static String cookie(String response) {
        return response.lines()
                .filter(line -> line.startsWith("Set-Cookie: "))
                .map(line -> line.substring("Set-Cookie: ".length()).split(";", 2)[0])
                .findFirst()
                .orElseThrow();
    }

    private static String head(String path, String cookie) {
        return String.join(
                "\r\n",
                "GET " + path + " HTTP/1.1",
                "Host: shop.example",
                "User-Agent: plain/1.0",
                "Accept: text/html,application/json;q=0.9,*/*;q=0.8",
                "Accept-Encoding: gzip, deflate",
                "Accept-Language: en",
                "Cookie: theme=dark; " + cookie,
                "",
                "");
    }

    private long loop() {
        long[] ids = Stream.of(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith(LOOP))
                .mapToLong(thread -> thread.getThreadId())
                .toArray();
        if (ids.length != 1) {
            throw new IllegalStateException(ids.length + " event loops " + Arrays.toString(ids) + " (expected: 1)");
        }
        return ids[0];
    }

    private static String threadName(long id) {
        return ManagementFactory.getThreadMXBean().getThreadInfo(id).getThreadName();
    }
}
