// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {
    private final AtomicInteger calls = new AtomicInteger();

    @TempDir
    private Path directory = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void write() throws Exception {
        file = Files.writeString(directory.resolve("watched"), "one");
    }

    @Test
    void aFileThatNobodyTouchesIsNoNews() {
        try (FileWatch watch = watch(calls::incrementAndGet)) {
            look(watch, 3);
            assertEquals(0, calls.get());
        }
    }

    @Test
    void aChangeIsToldOnceWhenItHasSettled() throws Exception {
        try (FileWatch watch = watch(calls::incrementAndGet)) {
            Files.writeString(file, "three");
            look(watch, 1);
            assertEquals(0, calls.get(), "somebody may still be writing");
            look(watch, 3);
            assertEquals(1, calls.get());
        }
    }

    @Test
    void aFileThatIsStillGrowingIsNotReadHalf() throws Exception {
        try (FileWatch watch = watch(calls::incrementAndGet)) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                Files.writeString(file, text.append("more"));
                look(watch, 1);
            }
            assertEquals(0, calls.get());
            look(watch, 1);
            assertEquals(1, calls.get());
        }
    }

    @Test
    void aFileThatGoesAndComesBackIsToldBothTimes() throws Exception {
        try (FileWatch watch = watch(calls::incrementAndGet)) {
            Files.delete(file);
            look(watch, 2);
            assertEquals(1, calls.get());
            Files.writeString(file, "again");
            look(watch, 2);
            assertEquals(2, calls.get());
        }
    }

    @Test
    void aReaderThatFailsDoesNotEndTheWatch() throws Exception {
        try (FileWatch watch = watch(() -> {
            calls.incrementAndGet();
            throw new IllegalStateException("as a test wants it");
        })) {
            Files.writeString(file, "three");
            look(watch, 2);
            Files.writeString(file, "another");
            look(watch, 2);
            assertEquals(2, calls.get());
        }
    }

    @Test
    void aFileThatTheConfigurationHasJustNamedIsNoNews() throws Exception {
        Path certificate = Files.writeString(directory.resolve("certificate"), "one");
        List<Path> named = new ArrayList<>();
        try (FileWatch watch = new FileWatch(() -> List.of(file), () -> named, calls::incrementAndGet)) {
            named.add(certificate);
            look(watch, 3);
            assertEquals(0, calls.get());

            Files.writeString(certificate, "another");
            look(watch, 3);
            assertEquals(1, calls.get());

            named.clear();
            look(watch, 3);
            assertEquals(1, calls.get());
        }
    }

    @Test
    void aFileThatIsNewInADirectoryIsNews() throws Exception {
        List<Path> files = new ArrayList<>(List.of(file));
        try (FileWatch watch = new FileWatch(() -> files, List::of, calls::incrementAndGet)) {
            files.add(Files.writeString(directory.resolve("another"), "one"));
            look(watch, 3);
            assertEquals(1, calls.get());

            files.remove(1);
            look(watch, 3);
            assertEquals(2, calls.get());
        }
    }

    private FileWatch watch(Runnable action) {
        return new FileWatch(() -> List.of(file), List::of, action);
    }

    private static void look(FileWatch watch, int times) {
        for (int i = 0; i < times; i++) {
            watch.check();
        }
    }
}
