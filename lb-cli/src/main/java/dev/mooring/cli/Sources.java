// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.config.source.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Reads the configuration files that were named on the command line: files, directories (what lies directly in them and looks
 * like a configuration), patterns such as {@code k8s/*.yaml}, and {@code -} for standard input, read once.
 */
final class Sources {
    private static final Path STDIN = Path.of("-");

    /** More than the largest text that a reader takes can have. */
    private static final int MAX_OCTETS = 4 * YamlReader.MAX_CHARS;

    private final List<Path> paths;
    /** What can be read once only: standard input, and pipes as shells make them for {@code <(command)}. */
    private final Map<Path, SourceFile> readOnce = new HashMap<>();

    private boolean begun;
    private final PacedLook look;

    Sources(List<Path> paths) {
        this(paths, System::nanoTime);
    }

    Sources(List<Path> paths, LongSupplier nanoClock) {
        this.paths = List.copyOf(paths);
        this.look = new PacedLook(this::named, nanoClock);
    }

    /** The files that can change, as they were a moment ago; a large tree is walked seldom. For one thread at a time. */
    List<Path> watched() {
        return look.files();
    }

    /** The files as they are now; a directory that cannot be read stands for itself. */
    List<Path> named() {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (!path.equals(STDIN)) {
                try {
                    files.addAll(FileNames.expand(path));
                } catch (IOException unreadable) {
                    files.add(path);
                }
            }
        }
        return files;
    }

    /**
     * Reads all files. A pipe is read the first time, and never waited for later.
     *
     * @throws IOException if one cannot be read; the message names it and says why
     */
    List<SourceFile> read() throws IOException {
        List<SourceFile> files = new ArrayList<>();
        for (Path path : paths) {
            if (path.equals(STDIN)) {
                files.add(once(path));
            } else {
                for (Path file : FileNames.expand(path)) {
                    files.add(isPipe(file) ? once(file) : new SourceFile(file.toString(), text(file)));
                }
            }
        }
        begun = true;
        return files;
    }

    private static boolean isPipe(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    }

    private SourceFile once(Path path) throws IOException {
        SourceFile known = readOnce.get(path);
        if (known == null && begun) {
            throw new IOException(path + ": is a pipe or device now (expected: a file)");
        }
        if (known == null) {
            known = new SourceFile(path.toString(), path.equals(STDIN) ? text(System.in) : text(path));
            readOnce.put(path, known);
        }
        return known;
    }

    private static String text(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return text(in);
        } catch (NoSuchFileException e) {
            throw new IOException(path + ": no such file", e);
        } catch (IOException e) {
            throw new IOException(path + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /** What is too large or not UTF-8 is for the readers to report: the first is cut beyond their bound, the second marked. */
    private static String text(InputStream in) throws IOException {
        return new String(in.readNBytes(MAX_OCTETS), StandardCharsets.UTF_8);
    }
}
