// SPDX-License-Identifier: Apache-2.0
package dev.mooring.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server process with its children, and what Linux says of what they take. */
final class Running implements AutoCloseable {
    private final Process process;

    private Running(Process process) {
        this.process = process;
    }

    /** Starts a command; what it says goes to a file. */
    static Running start(Path log, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Process process = builder.start();
        process.getOutputStream().close();
        Running running = new Running(process);
        // Also for those who lose patience with the whole.
        Runtime.getRuntime().addShutdownHook(new Thread(running::close));
        return running;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The processor time of each thread so far, in nanoseconds. */
    Map<String, Long> cpu() throws IOException {
        Map<String, Long> nanos = new HashMap<>();
        for (long pid : pids()) {
            try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
                for (Path task : tasks.toList()) {
                    read(task.resolve("schedstat"), nanos);
                }
            }
        }
        return nanos;
    }

    private static void read(Path schedstat, Map<String, Long> nanos) throws IOException {
        try {
            nanos.put(schedstat.toString(), Long.parseLong(Files.readString(schedstat).split(" ")[0]));
        } catch (NoSuchFileException ended) {
            // A thread of the compiler, for example; it takes what it used with it.
            assert ended != null;
        }
    }

    /** The processor time since then, in nanoseconds. */
    long cpuSince(Map<String, Long> before) throws IOException {
        long sum = 0;
        for (Map.Entry<String, Long> now : cpu().entrySet()) {
            sum += now.getValue() - before.getOrDefault(now.getKey(), 0L);
        }
        return sum;
    }

    /** The proportional set size of all processes, in KiB. */
    long pss() throws IOException {
        long sum = 0;
        for (long pid : pids()) {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
                if (line.startsWith("Pss:")) {
                    sum += Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        }
        return sum;
    }

    private List<Long> pids() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(3, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
