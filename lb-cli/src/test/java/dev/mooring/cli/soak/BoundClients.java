// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli.soak;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Clients with a cookie each, who take turns in asking who serves them, so many times in a second. Runs until it is closed. */
final class BoundClients implements AutoCloseable {
    static final String GOOD = "answered by the client's own backend";
    private static final int CLIENTS = 50;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI whoami;
    private final int rate;
    private final String[] cookies = new String[CLIENTS];
    private final String[] servers = new String[CLIENTS];
    private final Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();
    private final LongAdder pending = new LongAdder();
    private final Thread thread = new Thread(this::ask, "bound-clients");
    private volatile boolean over;

    /** Binds the clients to their backends. */
    BoundClients(URI balancer, int rate) throws Exception {
        this.whoami = balancer.resolve("/api/whoami");
        this.rate = rate;
        for (int i = 0; i < CLIENTS; i++) {
            HttpResponse<String> first = http.send(request("none=1"), BodyHandlers.ofString());
            String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();
            cookies[i] = cookie.substring(0, cookie.indexOf(';'));
            servers[i] = server(first.body());
        }
    }

    void start() {
        thread.start();
    }

    private HttpRequest request(String cookie) {
        return HttpRequest.newBuilder(whoami)
                .header("Cookie", cookie)
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    static String server(String body) {
        return body.replaceAll("(?s).*\"server\":\\s*\"([^\"]*)\".*", "$1");
    }

    private void ask() {
        long begin = System.nanoTime();
        long gap = TimeUnit.SECONDS.toNanos(1) / rate;
        for (int i = 0; !over; i++) {
            LockSupport.parkNanos(begin + i * gap - System.nanoTime());
            int client = i % CLIENTS;
            pending.increment();
            http.sendAsync(request(cookies[client]), BodyHandlers.ofString()).whenComplete((response, failure) -> {
                count(failure == null ? verdict(client, response) : failure.toString());
                pending.decrement();
            });
        }
    }

    private String verdict(int client, HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            return "status " + response.statusCode();
        }
        return server(response.body()).equals(servers[client]) ? GOOD : "answered by another backend";
    }

    private void count(String what) {
        answers.computeIfAbsent(what, any -> new LongAdder()).increment();
    }

    /** What became of the requests. */
    Map<String, Long> answers() {
        Map<String, Long> all = new TreeMap<>();
        answers.forEach((what, count) -> all.put(what, count.sum()));
        return all;
    }

    /** Asks no more, and waits for the last answers. */
    @Override
    public void close() {
        over = true;
        if (!Streams.waitUntil(Duration.ofSeconds(20), () -> !thread.isAlive() && pending.sum() == 0)) {
            count("no answer");
        }
    }
}
