// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The sample backends that stand in for the backends of pools that have none. Safe from any thread. */
final class Samples {
    private final int count;
    private final Map<String, List<SampleProcess>> byPool = new LinkedHashMap<>();

    /** So many for each pool. */
    Samples(int count) {
        this.count = count;
    }

    /** The addresses of a pool's sample backends, which are started when they are asked for first: {@code HOST:PORT,...}. */
    synchronized String forPool(String pool) throws IOException {
        List<SampleProcess> running = byPool.computeIfAbsent(pool, name -> new ArrayList<>());
        while (running.size() < count) {
            running.add(SampleProcess.start(pool + "-" + (running.size() + 1), 0, Optional.empty()));
        }
        return running.stream().map(SampleProcess::address).collect(Collectors.joining(","));
    }

    /** Ends them all. */
    synchronized void stop() {
        byPool.values().forEach(running -> running.forEach(SampleProcess::close));
        byPool.clear();
    }
}
