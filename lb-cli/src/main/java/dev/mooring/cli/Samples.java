// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The sample backends that stand in for backends that are not on this machine. Safe from any thread. */
final class Samples {
    /** Each is a process of its own. */
    private static final int MAX = 64;

    /** Of the 64 characters that a name may have, some are for the number. */
    private static final int MAX_NAME = 60;

    private final int count;
    private final Map<String, List<SampleProcess>> byName = new LinkedHashMap<>();

    /** So many for each pool that has no backends. */
    Samples(int count) {
        this.count = count;
    }

    /** Whether there are to be any. */
    boolean isOn() {
        return count > 0;
    }

    /** The addresses of a pool's sample backends, which are started when they are asked for first: {@code http://HOST:PORT,...}. */
    synchronized String forPool(String pool) throws IOException {
        return addresses(pool, count, true);
    }

    /** The address of the one sample backend that stands for a backend in the cloud. */
    synchronized String standingFor(String backend) throws IOException {
        return addresses(backend, 1, false);
    }

    private String addresses(String name, int wanted, boolean numbered) throws IOException {
        List<SampleProcess> running = byName.computeIfAbsent(name, unused -> new ArrayList<>());
        while (running.size() < wanted) {
            if (byName.values().stream().mapToInt(List::size).sum() >= MAX) {
                throw new IOException("--samples: these files need more than " + MAX
                        + " sample backends (expected: --backend for some of the pools)");
            }
            String suffix = numbered ? "-" + (running.size() + 1) : "";
            running.add(SampleProcess.start(shortened(name) + suffix, 0, Optional.empty()));
        }
        return running.stream().map(sample -> "http://" + sample.address()).collect(Collectors.joining(","));
    }

    /** A name that a sample backend takes: its end, which says most, with hyphens for what no name may hold. */
    static String shortened(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "-");
        return plain.substring(Math.max(0, plain.length() - MAX_NAME));
    }

    /** Ends them all. */
    synchronized void stop() {
        byName.values().forEach(running -> running.forEach(SampleProcess::close));
        byName.clear();
    }
}
