// SPDX-License-Identifier: Apache-2.0
package dev.mooring.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the command line asks for. */
record Options(Map<String, String> values, List<String> scenarios) {
    static final List<String> SCENARIOS = List.of("get", "paced", "new", "sse", "burst", "bulk", "h2", "start");

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("proxies", "haproxy,nginx,mooring"),
            Map.entry("base", "haproxy"),
            Map.entry("rounds", "3"),
            Map.entry("seconds", "5"),
            Map.entry("warm-up", "10"),
            Map.entry("streams", "100,1000,5000,9000"),
            Map.entry("rate", "1"),
            Map.entry("burst", "1000x20"),
            Map.entry("paced", "64x5000"),
            Map.entry("h2-requests", "100000"),
            Map.entry("out", "bench/target/results.md"),
            Map.entry("into", ""));

    static final String USAGE =
            """
            Usage: bench/run [OPTION...] [SCENARIO...]
            Scenarios (all of them unless named): get paced new sse burst bulk h2 start
              --proxies=A,B,...  which of haproxy, nginx, mooring
              --base=A           what ratios refer to (haproxy)
              --rounds=N         how often each is measured (3)
              --seconds=N        how long a round is (5)
              --warm-up=N        seconds of load before the first round of Mooring (10)
              --streams=N,...    sizes of sse (100,1000,5000,9000)
              --rate=N           events a second for each stream of sse (1)
              --burst=NxM        streams and events a second for each of burst (1000x20)
              --paced=NxM        connections and requests a second of paced (64x5000)
              --h2-requests=N    requests in a round of h2 (100000)
              --out=FILE         where the Markdown goes (bench/target/results.md)
              --into=FILE        a page whose part between "<!-- measured -->" and "<!-- end -->" is replaced as well
            """;

    static Options parse(List<String> words) {
        Map<String, String> values = new HashMap<>(DEFAULTS);
        List<String> scenarios = new ArrayList<>();
        for (String word : words) {
            if (word.startsWith("--")) {
                String[] parts = word.substring(2).split("=", 2);
                if (parts.length < 2 || !DEFAULTS.containsKey(parts[0])) {
                    throw new IllegalArgumentException("unknown option: " + word);
                }
                values.put(parts[0], parts[1]);
            } else if (SCENARIOS.contains(word)) {
                scenarios.add(word);
            } else {
                throw new IllegalArgumentException("scenario: " + word + " (expected: one of " + SCENARIOS + ")");
            }
        }
        for (String proxy : values.get("proxies").split(",")) {
            if (!Proxy.NAMES.contains(proxy)) {
                throw new IllegalArgumentException("proxy: " + proxy + " (expected: one of " + Proxy.NAMES + ")");
            }
        }
        return new Options(values, scenarios.isEmpty() ? SCENARIOS : scenarios);
    }

    String get(String name) {
        return values.get(name);
    }

    private int number(String name) {
        return Integer.parseInt(get(name));
    }

    List<String> proxies() {
        return List.of(get("proxies").split(","));
    }

    int rounds() {
        return number("rounds");
    }

    int seconds() {
        return number("seconds");
    }

    int warmUp() {
        return number("warm-up");
    }

    List<Integer> streams() {
        return Stream.of(get("streams").split(",")).map(Integer::valueOf).toList();
    }

    double rate() {
        return Double.parseDouble(get("rate"));
    }

    int burstStreams() {
        return Integer.parseInt(get("burst").split("x")[0]);
    }

    double burstRate() {
        return Double.parseDouble(get("burst").split("x")[1]);
    }

    int pacedConnections() {
        return Integer.parseInt(get("paced").split("x")[0]);
    }

    int pacedRate() {
        return Integer.parseInt(get("paced").split("x")[1]);
    }

    int http2Requests() {
        return number("h2-requests");
    }
}
