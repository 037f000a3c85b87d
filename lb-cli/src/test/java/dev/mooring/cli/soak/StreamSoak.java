// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds event streams open through a balancer with a heap of 256 MiB over three sample backends, each a process of its own, for
 * a minute, and tells how many events arrived, how many did not, and what it cost. Exits with 1 if a stream or an event was lost.
 * How to run it: {@code docs/soak.md}.
 */
public final class StreamSoak {
    private static final int BACKENDS = 3;

    private final int streams;
    private final Duration time;
    private final Tally tally = new Tally();

    private StreamSoak(int streams, Duration time) {
        this.streams = streams;
        this.time = time;
    }

    /** Arguments: the number of streams (5000) and the seconds (60). */
    public static void main(String[] arguments) throws Exception {
        int streams = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5_000;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
        System.exit(new StreamSoak(streams, Duration.ofSeconds(seconds)).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        List<SoakProcess> processes = new ArrayList<>();
        try (Streams clients = new Streams(tally)) {
            List<String> addresses = new ArrayList<>();
            for (int i = 1; i <= BACKENDS; i++) {
                SoakProcess backend = SoakProcess.sampleBackend("b" + i);
                processes.add(backend);
                addresses.add(backend.uri().getAuthority());
            }
            SoakProcess balancer = SoakProcess.balancer(String.join(",", addresses));
            processes.add(balancer);
            System.out.println("balancer on " + balancer.uri() + ", backends on " + addresses);
            return measure(clients, balancer);
        } finally {
            processes.forEach(SoakProcess::close);
        }
    }

    private boolean measure(Streams clients, SoakProcess balancer) throws Exception {
        print("idle", balancer);
        long begin = System.nanoTime();
        if (!clients.open(streams, balancer.uri())) {
            System.out.println("only " + tally.streaming() + " of " + streams + " streams opened");
            return false;
        }
        System.out.printf("%d streams open after %.1f s%n", streams, (System.nanoTime() - begin) / 1e9);
        print("all open", balancer);
        tally.measure(true);
        Streams.waitUntil(time, () -> tally.lost() == streams);
        tally.measure(false);
        print("after " + time.toSeconds() + " s", balancer);
        System.out.println(tally.report(streams, time));
        return tally.lost() == 0 && tally.gaps() == 0;
    }

    static void print(String when, SoakProcess balancer) throws Exception {
        System.out.printf(
                "%-12s balancer: RSS %d MiB, heap %d MiB used, %d MiB after a collection, %d threads%n",
                when, balancer.rss(), balancer.heap(), balancer.heapAfterCollection(), balancer.threads());
    }

    /** The packaged command, next to the test classes that this runs from. */
    static Path jar() throws Exception {
        Path classes = Path.of(StreamSoak.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return classes.resolveSibling("mooring.jar");
    }
}
