// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import dev.mooring.lb.config.source.SourceFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the configuration files that were named on the command line; {@code -} is standard input, read once. */
final class Sources {
    private static final Path STDIN = Path.of("-");

    private final List<Path> paths;
    private final List<SourceFile> fromStdin = new ArrayList<>();

    Sources(List<Path> paths) {
        this.paths = List.copyOf(paths);
    }

    /** The files that can change. */
    List<Path> watched() {
        return paths.stream().filter(path -> !path.equals(STDIN)).toList();
    }

    /**
     * Reads all files.
     *
     * @throws IOException if one cannot be read; the message names it and says why
     */
    List<SourceFile> read() throws IOException {
        List<SourceFile> files = new ArrayList<>();
        for (Path path : paths) {
            files.add(path.equals(STDIN) ? stdin() : new SourceFile(path.toString(), text(path)));
        }
        return files;
    }

    private SourceFile stdin() throws IOException {
        if (fromStdin.isEmpty()) {
            fromStdin.add(new SourceFile("-", new String(System.in.readAllBytes(), StandardCharsets.UTF_8)));
        }
        return fromStdin.get(0);
    }

    private static String text(Path path) throws IOException {
        try {
            return Files.readString(path);
        } catch (NoSuchFileException e) {
            throw new IOException(path + ": no such file", e);
        } catch (CharacterCodingException e) {
            throw new IOException(path + ": not UTF-8 text", e);
        } catch (IOException e) {
            throw new IOException(path + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }
}
