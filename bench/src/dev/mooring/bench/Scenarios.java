// SPDX-License-Identifier: Apache-2.0
package dev.mooring.bench;

import dev.mooring.bench.LoadTools.Load;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is measured. Rounds go by turns, so that a machine that gets slower does so for all. */
final class Scenarios {
    private static final int WARM_UP_STREAMS = 100;
    private static final String CLOSE = "Connection: close";

    private final Stage stage;
    private final Options options;
    private final Report report;
    private final LoadTools tools;

    Scenarios(Stage stage, Options options, Report report) {
        this.stage = stage;
        this.options = options;
        this.report = report;
        this.tools = new LoadTools(stage);
    }

    /** One measurement of one proxy that runs. */
    private interface Round {
        void measure(Proxy proxy, List<String> cookies) throws Exception;
    }

    void run(String scenario) throws Exception {
        switch (scenario) {
            case "get" -> get();
            case "paced" -> paced();
            case "new" -> newConnections();
            case "bulk" -> bulk();
            case "h2" -> http2();
            case "sse" -> {
                for (int streams : options.streams()) {
                    streams(streams, options.rate());
                }
            }
            case "burst" -> streams(options.burstStreams(), options.burstRate());
            case "start" -> start();
            default -> throw new IllegalArgumentException(
                    "scenario: " + scenario + " (expected: one of " + Options.SCENARIOS + ")");
        }
    }

    private void get() throws Exception {
        takingTurns((proxy, cookies) -> {
            Map<String, Long> before = proxy.running.cpu();
            Load load = tools.wrk(proxy, cookies, "/small", 64, options.seconds());
            perRequest(proxy, load, before);
            report.add(proxy.name, "p50 us", load.p50());
            report.add(proxy.name, "p99 us", load.p99());
            report.add(proxy.name, "errors", load.errors());
        });
        report.table("Small GET", "A body of 128 bytes, 64 connections that are kept, as fast as answers come (wrk).");
    }

    /** What a proxy adds to the latency of its backends, who are asked without one at the beginning of each round. */
    private void paced() throws Exception {
        Latencies[] direct = new Latencies[1];
        takingTurns((proxy, cookies) -> {
            boolean first = proxy.name.equals(options.proxies().get(0));
            if (first) {
                direct[0] = paced(stage.backends(), List.of()).latencies();
            }
            Map<String, Long> before = proxy.running.cpu();
            PacedLoad load = paced(List.of(proxy.port), cookies);
            Latencies latencies = load.latencies();
            report.add(proxy.name, "added p50 us", latencies.micros(0.5) - direct[0].micros(0.5));
            report.add(proxy.name, "added p99 us", latencies.micros(0.99) - direct[0].micros(0.99));
            report.add(proxy.name, "p50 us", latencies.micros(0.5));
            report.add(proxy.name, "p99 us", latencies.micros(0.99));
            report.add(proxy.name, "CPU us/request", proxy.running.cpuSince(before) / 1e3 / latencies.count());
            report.add(proxy.name, "errors", load.errors());
            if (first) {
                report.add("direct", "p50 us", direct[0].micros(0.5));
                report.add("direct", "p99 us", direct[0].micros(0.99));
            }
        });
        report.table(
                "Small GET at a fixed rate",
                String.format(
                        "As above, but %,d requests a second, each at its moment, whether those before were answered or not; latency"
                                + " counts from that moment. What is added is added to that of the same load without a proxy.",
                        options.pacedRate()));
    }

    private PacedLoad paced(List<Integer> ports, List<String> cookies) throws Exception {
        try (PacedLoad load = new PacedLoad(ports, cookies, options.pacedConnections())) {
            load.run(options.pacedRate(), 500_000_000L, options.seconds() * 1_000_000_000L);
            return load;
        }
    }

    private void newConnections() throws Exception {
        takingTurns(
                (proxy, cookies) -> {
                    Map<String, Long> before = proxy.running.cpu();
                    Load load = tools.wrk(proxy, cookies, "/small", 64, options.seconds(), CLOSE);
                    perRequest(proxy, load, before);
                    report.add(proxy.name, "errors", load.errors());
                },
                CLOSE);
        report.table("A connection for each request", "As above, but each request has a connection of its own (wrk).");
    }

    private void bulk() throws Exception {
        takingTurns((proxy, cookies) -> {
            Map<String, Long> before = proxy.running.cpu();
            Load load = tools.wrk(proxy, cookies, "/bulk", 4, options.seconds());
            double gigabytes = load.bytes() / 1e9;
            report.add(proxy.name, "CPU s/GB", proxy.running.cpuSince(before) / 1e9 / gigabytes);
            report.add(proxy.name, "GB/s", gigabytes / load.seconds());
            report.add(proxy.name, "errors", load.errors());
        });
        report.table("Bulk download", "A file of 64 MiB over and over on 4 connections (wrk).");
    }

    private void http2() throws Exception {
        takingTurns((proxy, cookies) -> {
            // Handshakes and what they compile are not in the count of a round.
            tools.h2load(proxy, cookies, 2_000);
            Map<String, Long> before = proxy.running.cpu();
            Load load = tools.h2load(proxy, cookies, options.http2Requests());
            perRequest(proxy, load, before);
            report.add(proxy.name, "errors", load.errors());
        });
        report.table(
                "TLS with HTTP/2 in front",
                "16 connections with 16 streams each, TLS 1.3, an ECDSA certificate, HTTP/1.1 to the backends (h2load).");
    }

    private void perRequest(Proxy proxy, Load load, Map<String, Long> before) throws IOException {
        report.add(proxy.name, "CPU us/request", proxy.running.cpuSince(before) / 1e3 / load.requests());
        report.add(proxy.name, "requests/s", load.requests() / load.seconds());
    }

    /** All proxies run; each is warmed up, by requests with these header fields, and then they are measured by turns. */
    private void takingTurns(Round round, String... headers) throws Exception {
        Map<Proxy, List<String>> proxies = new LinkedHashMap<>();
        try {
            for (String name : options.proxies()) {
                Proxy proxy = Proxy.start(stage, name);
                proxies.put(proxy, List.of());
                proxies.put(proxy, proxy.cookies());
                warmUp(proxy, proxies.get(proxy), headers);
            }
            // A round that does not count: what it needs is compiled then.
            for (Map.Entry<Proxy, List<String>> each : proxies.entrySet()) {
                round.measure(each.getKey(), each.getValue());
            }
            report.forget();
            for (int i = 0; i < options.rounds(); i++) {
                for (Map.Entry<Proxy, List<String>> each : proxies.entrySet()) {
                    round.measure(each.getKey(), each.getValue());
                }
                Bench.say("  round " + (i + 1) + " of " + options.rounds());
            }
        } finally {
            proxies.keySet().forEach(Proxy::close);
        }
    }

    private void warmUp(Proxy proxy, List<String> cookies, String... headers) throws IOException {
        int seconds = proxy.name.equals("mooring") ? options.warmUp() : 1;
        tools.wrk(proxy, cookies, "/small", 64, seconds, headers);
    }

    /** Each round has a process of its own, because memory is measured. */
    private void streams(int count, double rate) throws Exception {
        if (count > Stage.mostStreams()) {
            report.line("\nNot measured: " + count + " streams; " + Stage.mostStreams() + " are what `ulimit -n` allows.");
            return;
        }
        stage.events.rate(rate);
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < options.rounds(); i++) {
            for (String name : options.proxies()) {
                try (Proxy proxy = Proxy.start(stage, name)) {
                    List<String> cookies = proxy.cookies();
                    warmUp(proxy, cookies);
                    try (SseLoad few = new SseLoad(proxy.port, cookies)) {
                        few.open(WARM_UP_STREAMS, 20_000_000_000L);
                        few.measure(1_000_000_000L);
                    }
                    Thread.sleep(1000);
                    measureStreams(proxy, cookies, count, problems);
                }
            }
            Bench.say("  round " + (i + 1) + " of " + options.rounds());
        }
        report.table(
                String.format("Server-Sent Events, %,d streams with %s each", count, rate == 1 ? "an event a second" : plain(rate) + " events a second"),
                "Events of 100 bytes, each stream at moments of its own. Latency is from the backend's clock to the client's,"
                        + " which is the same one." + (problems.isEmpty() ? "" : " Problems: " + problems + "."));
    }

    private void measureStreams(Proxy proxy, List<String> cookies, int count, List<String> problems) throws Exception {
        long idle = proxy.running.pss();
        try (SseLoad load = new SseLoad(proxy.port, cookies)) {
            if (!load.open(count, 60_000_000_000L + count * 8_000_000L)) {
                problems.add(proxy.name + " did not open all streams");
            }
            load.measure(1_000_000_000L);
            Map<String, Long> before = proxy.running.cpu();
            load.measure(options.seconds() * 1_000_000_000L);
            long cpu = proxy.running.cpuSince(before);
            Latencies latencies = load.latencies();
            report.add(proxy.name, "CPU us/event", cpu / 1e3 / latencies.count());
            report.add(proxy.name, "events/s", latencies.count() / (double) options.seconds());
            report.add(proxy.name, "p50 us", latencies.micros(0.5));
            report.add(proxy.name, "p99 us", latencies.micros(0.99));
            long pss = proxy.running.pss();
            report.add(proxy.name, "PSS MiB", pss / 1024.0);
            // With fewer streams, what else a process takes and gives back is more than the streams.
            report.add(
                    proxy.name, "PSS KiB/stream", count < 1000 ? Double.NaN : (pss - idle) / (double) count);
            report.add(proxy.name, "lost", load.lost());
            report.add(proxy.name, "gaps", load.gaps());
            if (load.lost() > 0) {
                problems.add(proxy.name + " lost " + load.lost() + " streams (" + load.firstLoss() + ")");
            }
        }
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }

    private void start() throws Exception {
        for (String name : options.proxies()) {
            // The first start writes caches.
            Proxy.start(stage, name).close();
        }
        for (int i = 0; i < options.rounds(); i++) {
            for (String name : options.proxies()) {
                try (Proxy proxy = Proxy.start(stage, name)) {
                    report.add(name, "start ms", proxy.startNanos / 1e6);
                    Thread.sleep(2000);
                    report.add(name, "idle PSS MiB", proxy.running.pss() / 1024.0);
                }
            }
        }
        report.table("Start", "From exec to the first response that was passed on; memory two seconds later.");
    }
}
