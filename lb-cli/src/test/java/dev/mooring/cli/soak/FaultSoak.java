// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli.soak;

import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * A mixed load with faults of all kinds, drawn by chance from a seed: slow readers, huge heads, cut uploads, resets, backends that
 * cut, garble, are silent, are killed and come back. After each of five rounds everything is let go, and the balancer has to be as
 * it was: no connection left, as many requests ended as were started, heap and native memory flat. Exits with 1 if not. How to run
 * it: {@code docs/soak.md}.
 */
public final class FaultSoak {
    private static final int ROUNDS = 5;
    private static final int BACKENDS = 3;
    private static final Duration TO_SETTLE = Duration.ofSeconds(30);
    /** What collections and arenas leave to chance, in MiB. */
    private static final long SLACK = 8;

    private final Duration time;
    private final long seed;
    private final int clients;
    private final Map<FaultClient.Act, LongAdder> done = FaultClient.counts();
    private final Map<FaultClient.Act, LongAdder> stuck = FaultClient.counts();

    private FaultSoak(Duration time, long seed, int clients) {
        this.time = time;
        this.seed = seed;
        this.clients = clients;
    }

    /** Arguments: the seconds (600), the seed (1) and the number of clients (40). */
    public static void main(String[] arguments) throws Exception {
        long seconds = arguments.length > 0 ? Long.parseLong(arguments[0]) : 600;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        int clients = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 40;
        System.exit(new FaultSoak(Duration.ofSeconds(seconds), seed, clients).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        List<FaultBackend> backends = new ArrayList<>();
        Path directory = Files.createTempDirectory("mooring-soak");
        try {
            for (int i = 0; i < BACKENDS; i++) {
                backends.add(new FaultBackend());
            }
            URI admin = URI.create("http://127.0.0.1:" + freePort());
            Path file = Files.writeString(directory.resolve("mooring.yaml"), """
                    listeners: {web: {address: "127.0.0.1:0", h2c: true}}
                    pools:
                      app:
                        backends: [%s]
                        affinity: cookie
                        keep-alive: 2s
                        timeouts: {first-byte: 3s, idle: 10s}
                        passive: {duration: 1s}
                    limits: {header-time: 5s, keep-alive: 5s, body-time: 5s, read-time: 5s}
                    admin: "%s"
                    """.formatted(
                            backends.stream()
                                    .map(backend -> '"' + backend.address() + '"')
                                    .collect(Collectors.joining(", ")),
                            admin.getAuthority()));
            Path log = directory.resolve("log");
            try (SoakProcess balancer = SoakProcess.configured(file, log)) {
                System.out.printf("seed %d, %d clients, log in %s%n", seed, clients, log);
                boolean fine = measure(backends, balancer, admin);
                long errors = Files.readAllLines(log).stream()
                        .filter(line -> line.contains(" ERROR "))
                        .count();
                System.out.printf(
                        "did %s%nclients left waiting: %s, errors in the log: %d%n",
                        new TreeMap<>(done), stuck, errors);
                return fine && errors == 0 && stuck.isEmpty();
            }
        } finally {
            for (FaultBackend backend : backends) {
                backend.close();
            }
        }
    }

    private boolean measure(List<FaultBackend> backends, SoakProcess balancer, URI admin) throws Exception {
        List<Memory> idle = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            oneRound(round, backends, balancer);
            if (!settles(admin)) {
                System.out.println("it does not settle: " + Scrape.of(admin));
                return false;
            }
            Memory memory = Memory.of(balancer);
            idle.add(memory);
            System.out.printf("round %d, idle: %s; %s%n", round, memory, Scrape.of(admin));
        }
        // The first round fills caches and arenas.
        Memory first = idle.get(0);
        Memory last = idle.get(ROUNDS - 1);
        return last.heap <= first.heap + SLACK && last.buffers <= first.buffers + first.buffers / 2 + SLACK;
    }

    private void oneRound(int round, List<FaultBackend> backends, SoakProcess balancer) throws Exception {
        long deadline = System.nanoTime() + time.toNanos() / ROUNDS;
        List<Thread> threads = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            Thread thread = new Thread(new FaultClient(
                    balancer.uri(),
                    seed + 1000L * round + client,
                    () -> System.nanoTime() - deadline > 0,
                    done,
                    stuck));
            thread.start();
            threads.add(thread);
        }
        Random chance = new Random(seed + round);
        while (System.nanoTime() - deadline < 0) {
            pause(1000 + chance.nextInt(3000));
            FaultBackend victim = backends.get(chance.nextInt(backends.size()));
            victim.kill();
            pause(chance.nextInt(1500));
            victim.restart();
        }
        System.out.printf("round %d, busy: %s%n", round, Memory.of(balancer));
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static boolean settles(URI admin) throws Exception {
        long deadline = System.nanoTime() + TO_SETTLE.toNanos();
        while (!Scrape.of(admin).isIdle()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            pause(200);
        }
        return true;
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void pause(int millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** What the balancer takes after a collection, in MiB. */
    private record Memory(long heap, long buffers, long rss) {
        static Memory of(SoakProcess balancer) throws Exception {
            return new Memory(balancer.heapAfterCollection(), balancer.buffers() / 1024, balancer.rss());
        }

        @Override
        public String toString() {
            return "heap " + heap + " MiB, buffers outside " + buffers + " MiB, RSS " + rss + " MiB";
        }
    }
}
