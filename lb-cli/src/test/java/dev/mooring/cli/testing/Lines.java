// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** The lines that a process has written so far, read by a thread of its own. Safe from any thread. */
final class Lines {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    Lines(BufferedReader from, String name) {
        reader = new Thread(() -> read(from), name);
        reader.setDaemon(true);
        reader.start();
    }

    private void read(BufferedReader from) {
        try (from) {
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                lines.add(line);
            }
        } catch (IOException closed) {
            lines.add("(no more: " + closed.getMessage() + ")");
        }
    }

    List<String> all() {
        return List.copyOf(lines);
    }

    String text() {
        return String.join("\n", lines);
    }

    /** Waits until the process has nothing more to say. */
    void awaitEnd(Duration patience) throws InterruptedException {
        reader.join(patience.toMillis());
    }

    boolean any(Predicate<String> wanted) {
        return lines.stream().anyMatch(wanted);
    }
}
