// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli.soak;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Another machine, as far as the network can tell: a network namespace of Linux at the other end of a wire. Needs root and the
 * {@code ip} command.
 */
final class FarMachine implements AutoCloseable {
    /** The addresses of the two ends of the wire. */
    static final String HERE = "10.77.0.1";

    static final String THERE = "10.77.0.2";

    private static final String NAME = "mooring-soak";

    FarMachine() throws IOException {
        run("ip netns add " + NAME);
        run("ip link add msoak0 type veth peer name msoak1 netns " + NAME);
        run("ip addr add " + HERE + "/30 dev msoak0");
        run("ip link set msoak0 up");
        run("ip -n " + NAME + " addr add " + THERE + "/30 dev msoak1");
        run("ip -n " + NAME + " link set msoak1 up");
    }

    /** What stands before a command that is to run there. */
    List<String> prefix() {
        return List.of("ip", "netns", "exec", NAME);
    }

    /** Nothing that it sends arrives from now on: no answer, no acknowledgement, no end. */
    void vanish() throws IOException {
        run("ip -n " + NAME + " route add blackhole " + HERE + "/32");
    }

    @Override
    public void close() throws IOException {
        run("ip netns del " + NAME);
    }

    static void run(String command) throws IOException {
        Process process = new ProcessBuilder(command.split(" ")).inheritIO().start();
        boolean ended = Streams.waitUntil(Duration.ofSeconds(10), () -> !process.isAlive());
        if (!ended || process.exitValue() != 0) {
            throw new IOException("failed: " + command);
        }
    }
}
