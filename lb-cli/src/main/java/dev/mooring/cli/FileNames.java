// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Which files a name on the command line stands for. */
final class FileNames {
    private static final List<String> CONFIGURATION = List.of(".yaml", ".yml", ".json", ".bicep", ".bicepparam");
    private static final int MAX_DEPTH = 16;

    private FileNames() {}

    /**
     * The files in the order of their names: the file itself, what lies directly in a directory, or what a pattern matches.
     *
     * @throws IOException if there is none
     */
    static List<Path> expand(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (Stream<Path> inside = Files.list(path)) {
                return some(inside.filter(FileNames::looksLikeConfiguration), path + ": no configuration in it");
            }
        }
        return Files.exists(path) || !isPattern(path.toString()) ? List.of(path) : matches(path);
    }

    private static List<Path> matches(Path pattern) throws IOException {
        Path base = Path.of("");
        for (Path part : pattern) {
            if (isPattern(part.toString())) {
                break;
            }
            base = base.resolve(part);
        }
        Path start = pattern.isAbsolute() ? Path.of("/").resolve(base) : base;
        // Only ** matches more levels than it is written with: nothing else needs a look at a whole tree.
        int given = pattern.getNameCount() - (base.toString().isEmpty() ? 0 : base.getNameCount());
        int depth = pattern.toString().contains("**") ? MAX_DEPTH : Math.min(given, MAX_DEPTH);
        String problem = pattern + ": no file matches";
        try {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
            if (!Files.isDirectory(start)) {
                throw new IOException(problem);
            }
            try (Stream<Path> inside = Files.walk(start, depth)) {
                return some(inside.filter(matcher::matches).filter(FileNames::isPlain), problem);
            }
        } catch (PatternSyntaxException notOne) {
            throw new IOException(pattern + ": no such file, nor a pattern", notOne);
        } catch (UncheckedIOException e) {
            throw new IOException(pattern + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static List<Path> some(Stream<Path> files, String problem) throws IOException {
        List<Path> found = files.sorted().toList();
        if (found.isEmpty()) {
            throw new IOException(problem);
        }
        return found;
    }

    private static boolean looksLikeConfiguration(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return isPlain(file) && CONFIGURATION.stream().anyMatch(name::endsWith);
    }

    private static boolean isPlain(Path file) {
        return Files.isRegularFile(file) && !file.getFileName().toString().startsWith(".");
    }

    private static boolean isPattern(String name) {
        return name.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
    }
}
