// SPDX-License-Identifier: Apache-2.0
package dev.mooring.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A process that serves until it is told to stop. Its output goes to files, so that it never waits for a reader. */
final class Served implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final Process process;
    private final Path out;
    private final Path err;

    private Served(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts it, with its output in this folder, and waits until it listens. */
    static Served start(ProcessBuilder command, Path logs) throws IOException {
        Path out = Files.createTempFile(logs, "served", ".out");
        Path err = Files.createTempFile(logs, "served", ".err");
        Process process =
                command.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        Served started = new Served(process, out, err);
        boolean listens =
                within(START, () -> !process.isAlive() || !started.stdout().isEmpty());
        if (!listens || !process.isAlive()) {
            process.destroyForcibly();
            throw new AssertionError("does not listen: " + command.command() + "\n" + Project.read(err));
        }
        return started;
    }

    /** What it has said on standard output so far, in complete lines. */
    List<String> stdout() {
        String text = Project.read(out);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    /** The address of its first line. */
    URI uri() {
        String line = stdout().get(0);
        assertTrue(line.startsWith("listening on http://"), line);
        return URI.create(line.substring("listening on ".length()));
    }

    List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    /** Sends SIGTERM: it ends in time, with 0, and takes all its children along. */
    void stop() throws InterruptedException {
        List<ProcessHandle> children = children();
        process.destroy();
        boolean ended = process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS);
        try {
            assertTrue(ended, () -> "still runs after SIGTERM\n" + Project.read(err));
            assertEquals(0, process.exitValue(), () -> Project.read(err));
            assertTrue(
                    within(STOP, () -> children.stream().noneMatch(ProcessHandle::isAlive)),
                    () -> "left behind: " + children);
        } finally {
            children.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Ends it without asking whether it ends well; nothing if it has been stopped. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Looks until something is so; whether it was in time. */
    static boolean within(Duration time, BooleanSupplier isSo) {
        long deadline = System.nanoTime() + time.toNanos();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return true;
    }
}
