// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import dev.mooring.lb.config.source.LinkedFiles;
import dev.mooring.lb.config.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files that templates may include: those in and below the directories of the files that the user named. Where a link of the
 * file system leads out of them, there is no file.
 */
final class IncludedFiles implements LinkedFiles {
    private static final long MAX_OCTETS = 64L * 1024 * 1024;

    private final List<Path> roots;

    IncludedFiles(List<Path> named) {
        List<Path> found = new ArrayList<>();
        for (Path file : named) {
            Path directory = Files.isDirectory(file) ? file : file.resolveSibling("");
            real(directory.toAbsolutePath()).ifPresent(found::add);
        }
        this.roots = List.copyOf(found);
    }

    @Override
    public Optional<SourceFile> read(String from, String path) {
        try {
            if (path.isEmpty()
                    || path.startsWith("/")
                    || path.contains("\\")
                    || Path.of(path).isAbsolute()) {
                return Optional.empty();
            }
            Path wanted = Path.of(from).resolveSibling(path).normalize();
            Optional<Path> real = real(wanted.toAbsolutePath()).filter(this::isOpen);
            return real.isPresent() ? text(wanted, real.get()) : Optional.empty();
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    private boolean isOpen(Path real) {
        return roots.stream().anyMatch(real::startsWith);
    }

    private static Optional<SourceFile> text(Path name, Path real) {
        try {
            // What is no plain file may never end.
            boolean plain = Files.isRegularFile(real) && Files.size(real) <= MAX_OCTETS;
            return plain ? Optional.of(new SourceFile(name.toString(), Files.readString(real))) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<Path> real(Path path) {
        try {
            return Optional.of(path.toRealPath());
        } catch (IOException missing) {
            return Optional.empty();
        }
    }
}
