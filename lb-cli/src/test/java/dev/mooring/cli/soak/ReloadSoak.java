// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Reloads a balancer again and again, a backend leaving and coming back, while requests of bound clients and event streams run, and
 * tells whether a request failed, a client moved or a stream was cut, and what became of the heap. Exits with 1 if any did. How to
 * run it: {@code docs/reliability.md}.
 */
public final class ReloadSoak {
    /** What a heap that has been collected may differ by from one time to another, in MiB. */
    private static final long FLAT = 16;

    private final int reloads;
    private final long everyNanos;
    private final int rate;
    private final int streams;
    private final Tally tally = new Tally();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private ReloadSoak(int reloads, int seconds, int rate, int streams) {
        this.reloads = reloads;
        this.everyNanos = TimeUnit.SECONDS.toNanos(seconds) / reloads;
        this.rate = rate;
        this.streams = streams;
    }

    /** Arguments: reloads (1000), in so many seconds (60), requests in a second (200), streams (500). */
    public static void main(String[] arguments) throws Exception {
        int[] numbers = {1000, 60, 200, 500};
        for (int i = 0; i < arguments.length; i++) {
            numbers[i] = Integer.parseInt(arguments[i]);
        }
        System.exit(new ReloadSoak(numbers[0], numbers[1], numbers[2], numbers[3]).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        List<SoakProcess> processes = new ArrayList<>();
        Path file = Files.createTempFile("mooring-reload", ".yaml");
        try (Streams clients = new Streams(tally)) {
            List<String> backends = new ArrayList<>();
            for (int i = 1; i <= 3; i++) {
                SoakProcess backend = SoakProcess.sampleBackend("b" + i);
                processes.add(backend);
                backends.add("{name: b" + i + ", address: \"" + backend.uri().getAuthority() + "\"}");
            }
            URI admin = URI.create("http://127.0.0.1:" + freePort());
            List<String> texts = texts(backends, admin);
            Files.writeString(file, texts.get(0));
            SoakProcess balancer = SoakProcess.balancerOf(file);
            processes.add(balancer);
            System.out.println("balancer on " + balancer.uri());
            return clients.open(streams, balancer.uri())
                    && measure(balancer, file, texts, admin.resolve("/api/reload"));
        } finally {
            processes.forEach(SoakProcess::close);
            Files.delete(file);
        }
    }

    /** The configurations that take turns: a backend goes, the others change places, it comes back with other clocks. */
    private static List<String> texts(List<String> backends, URI admin) {
        String form = """
                listeners: {web: "127.0.0.1:0"}
                pools: {app: {backends: [%s], affinity: cookie, timeouts: {first-byte: %ds}}}
                admin: {address: "%s"}
                """;
        String all = String.join(", ", backends);
        String fewer = String.join(", ", backends.subList(0, 2));
        String turned = String.join(", ", List.of(backends.get(1), backends.get(0)));
        return List.of(
                form.formatted(all, 60, admin.getAuthority()),
                form.formatted(fewer, 60, admin.getAuthority()),
                form.formatted(turned, 60, admin.getAuthority()),
                form.formatted(all, 50, admin.getAuthority()));
    }

    private boolean measure(SoakProcess balancer, Path file, List<String> texts, URI reload) throws Exception {
        BoundClients clients = new BoundClients(balancer.uri(), rate);
        StreamSoak.print("before", balancer);
        long before = balancer.heapAfterCollection();
        tally.measure(true);
        clients.start();
        long begin = System.nanoTime();
        int applied = 0;
        for (int i = 1; i <= reloads; i++) {
            LockSupport.parkNanos(begin + i * everyNanos - System.nanoTime());
            Files.writeString(file, texts.get(i % texts.size()));
            // The balancer looks at the file itself too, and may have been faster.
            String said = tell(reload);
            applied += said.contains("applied") || said.contains("unchanged") ? 1 : 0;
        }
        double took = (System.nanoTime() - begin) / 1e9;
        clients.close();
        StreamSoak.print("after", balancer);
        long after = balancer.heapAfterCollection();
        System.out.printf("%d of %d reloads in %.1f s; requests: %s%n", applied, reloads, took, clients.answers());
        System.out.printf("%d streams, %d cut, %d with a gap%n", streams, tally.lost(), tally.gaps());
        return applied == reloads
                && clients.answers().keySet().equals(Set.of(BoundClients.GOOD))
                && tally.lost() + tally.gaps() == 0
                && after - before <= FLAT;
    }

    private String tell(URI reload) throws Exception {
        HttpRequest order =
                HttpRequest.newBuilder(reload).POST(BodyPublishers.noBody()).build();
        return http.send(order, BodyHandlers.ofString()).body();
    }

    /** A port that is free, and that no connection of the machine takes meanwhile as its own. */
    static int freePort() throws IOException {
        return IntStream.range(20_000, 30_000)
                .filter(ReloadSoak::isFree)
                .findFirst()
                .orElseThrow(() -> new IOException("no port is free"));
    }

    private static boolean isFree(int port) {
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return free.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
