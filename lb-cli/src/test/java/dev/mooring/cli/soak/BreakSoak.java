// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli.soak;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Breaks a backend, and tells how long it takes until those who were with it notice: the client of a running stream, a bound client
 * that asks at that moment, everyone else. How to run it: {@code docs/reliability.md}.
 */
public final class BreakSoak {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Break how;
    private final List<AutoCloseable> all = new ArrayList<>();

    /** Ways to break. */
    private enum Break {
        /** The process dies. */
        CRASH,
        /** The process stands still. */
        FREEZE,
        /** The machine is gone; packets to it vanish. */
        BLACKHOLE,
        /** The same, for streams on which nobody says anything, of a backend and of a client. */
        SILENCE
    }

    private BreakSoak(Break how) {
        this.how = how;
    }

    /** Argument: crash, freeze, blackhole or silence; the last two need root, and silence takes two minutes. */
    public static void main(String[] arguments) throws Exception {
        BreakSoak soak = new BreakSoak(Break.valueOf(arguments[0].toUpperCase(Locale.ROOT)));
        try {
            soak.run();
        } finally {
            for (int i = soak.all.size() - 1; i >= 0; i--) {
                soak.all.get(i).close();
            }
        }
        System.exit(0);
    }

    private <T extends AutoCloseable> T own(T started) {
        all.add(started);
        return started;
    }

    private void run() throws Exception {
        boolean far = how == Break.BLACKHOLE || how == Break.SILENCE;
        List<FarMachine> machine = far ? List.of(own(new FarMachine())) : List.of();
        List<String> prefix = far ? machine.get(0).prefix() : List.of();
        SoakProcess first = own(SoakProcess.sampleBackend("b1", far ? FarMachine.THERE : "127.0.0.1", prefix));
        SoakProcess second = own(SoakProcess.sampleBackend("b2"));
        List<String> more = new ArrayList<>();
        if (how == Break.SILENCE) {
            String third = own(SoakProcess.sampleBackend("b3")).uri().getAuthority();
            more.add(", {name: b3, address: \"" + third + "\"}");
        }
        String host = far ? FarMachine.HERE : "127.0.0.1";
        URI admin = URI.create("http://127.0.0.1:" + ReloadSoak.freePort());
        Path file = Files.createTempFile("mooring-break", ".yaml");
        own(() -> Files.delete(file));
        Files.writeString(file, """
                listeners: {web: "%s:0"}
                pools:
                  app:
                    backends: [{name: b1, address: "%s"}, {name: b2, address: "%s"}%s]
                    affinity: cookie
                    probe: {path: /health, interval: 1s, timeout: 1s, unhealthy-threshold: 2}
                    timeouts: {connect: 2s, first-byte: 5s, idle: %s}
                admin: {address: "%s"}
                """.formatted(
                        host,
                        first.uri().getAuthority(),
                        second.uri().getAuthority(),
                        String.join("", more),
                        how == Break.SILENCE ? "off" : "10s",
                        admin.getAuthority()));
        SoakProcess balancer = own(SoakProcess.balancerOf(file));
        if (how == Break.SILENCE) {
            silence(balancer.uri(), admin, machine.get(0));
        } else {
            noise(balancer.uri(), admin, () -> {
                switch (how) {
                    case CRASH -> FarMachine.run("kill -KILL " + first.pid());
                    case FREEZE -> {
                        FarMachine.run("kill -STOP " + first.pid());
                        own(() -> FarMachine.run("kill -CONT " + first.pid()));
                    }
                    case BLACKHOLE, SILENCE -> machine.get(0).vanish();
                }
            });
        }
    }

    private interface Act {
        void run() throws Exception;
    }

    private void noise(URI balancer, URI admin, Act act) throws Exception {
        String cookie = boundTo("b1", balancer);
        CompletableFuture<Long> cut = streamEnd(balancer, cookie, 500);
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
        act.run();
        long begin = System.nanoTime();
        System.out.println(how + ": a client of b1 that asks at once gets");
        CompletableFuture<String> answer = ask(balancer, cookie).thenApply(got -> got + " after " + millis(begin));
        CompletableFuture<String> others = CompletableFuture.supplyAsync(() -> firstByOther(balancer, cookie, begin));
        boolean out = Streams.waitUntil(PATIENCE, () -> backend(admin, "b1").contains("UNHEALTHY"));
        long unhealthy = millis(begin);
        System.out.println("  " + answer.get(4, TimeUnit.MINUTES) + " ms");
        System.out.println(
                "  the first answer to a client of b1 by another backend: after " + others.get(4, TimeUnit.MINUTES));
        System.out.println("  unhealthy: " + out + ", after " + unhealthy + " ms");
        long end = cut.get(4, TimeUnit.MINUTES);
        System.out.println("  its stream was cut after " + TimeUnit.NANOSECONDS.toMillis(end - begin) + " ms");
    }

    private void silence(URI balancer, URI admin, FarMachine machine) throws Exception {
        String first = boundTo("b1", balancer);
        String second = boundTo("b2", balancer);
        streamEnd(balancer, first, 600_000);
        farStream(machine, second, silent(balancer));
        String third = boundTo("b3", balancer);
        farStream(machine, third, balancer.resolve("/api/events/stream?interval=500"));
        if (!Streams.waitUntil(
                Duration.ofSeconds(20),
                () -> streams(admin, "b1") * streams(admin, "b2") * streams(admin, "b3") == 1)) {
            throw new IllegalStateException("the streams did not begin");
        }
        machine.vanish();
        long begin = System.nanoTime();
        System.out.println(how + ": streams that ended");
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (String[] stream : new String[][] {
            {"b1", "of a backend that is gone"},
            {"b2", "without events, of a client that is gone"},
            {"b3", "with events, of a client that is gone"}
        }) {
            ends.add(CompletableFuture.runAsync(() -> {
                boolean ended = Streams.waitUntil(PATIENCE, () -> streams(admin, stream[0]) == 0);
                System.out.println("  " + stream[1] + ": " + ended + ", after " + millis(begin) + " ms");
            }));
        }
        ends.forEach(CompletableFuture::join);
    }

    private void farStream(FarMachine machine, String cookie, URI stream) throws Exception {
        List<String> command = new ArrayList<>(machine.prefix());
        command.addAll(List.of("curl", "-sN", "-H", "Cookie: " + cookie, stream.toString()));
        Process curl = new ProcessBuilder(command).start();
        own(curl::destroyForcibly);
    }

    private static URI silent(URI balancer) {
        return balancer.resolve("/api/events/stream?interval=600000");
    }

    private static long millis(long begin) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }

    /** The cookie of a client of this backend. */
    private String boundTo(String server, URI balancer) throws Exception {
        while (true) {
            HttpResponse<String> first = http.send(request(balancer, "/api/whoami", "n=1"), BodyHandlers.ofString());
            String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();
            if (BoundClients.server(first.body()).equals(server)) {
                return cookie.substring(0, cookie.indexOf(';'));
            }
        }
    }

    private static HttpRequest request(URI balancer, String path, String cookie) {
        return HttpRequest.newBuilder(balancer.resolve(path))
                .header("Cookie", cookie)
                .build();
    }

    private CompletableFuture<String> ask(URI balancer, String cookie) {
        return http.sendAsync(request(balancer, "/api/whoami", cookie), BodyHandlers.ofString())
                .handle((response, failure) -> {
                    if (failure != null) {
                        return failure.toString();
                    }
                    return response.statusCode() == 200
                            ? "200 of " + BoundClients.server(response.body())
                            : "status " + response.statusCode();
                });
    }

    private String firstByOther(URI balancer, String cookie, long begin) {
        CompletableFuture<String> found = new CompletableFuture<>();
        while (!found.isDone() && millis(begin) < PATIENCE.toMillis()) {
            ask(balancer, cookie).thenAccept(got -> {
                if (got.equals("200 of b2")) {
                    found.complete(millis(begin) + " ms");
                }
            });
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        return found.getNow("never");
    }

    /** Opens a stream; when it ended. */
    private CompletableFuture<Long> streamEnd(URI balancer, String cookie, int interval) {
        return http.sendAsync(
                        request(balancer, "/api/events/stream?interval=" + interval, cookie), BodyHandlers.discarding())
                .handle((response, failure) -> System.nanoTime());
    }

    private String backend(URI admin, String id) {
        try {
            String all = http.send(request(admin, "/api/backends", "n=1"), BodyHandlers.ofString())
                    .body();
            String from = all.substring(all.indexOf("\"id\":\"" + id + "\""));
            return from.substring(0, from.indexOf('}'));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private int streams(URI admin, String id) {
        return Integer.parseInt(backend(admin, id).replaceAll(".*\"streams\":(\\d+).*", "$1"));
    }
}
