// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import dev.mooring.lb.config.source.LinkedFiles;
import dev.mooring.lb.config.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The files that templates may include: those in the directories of the files that were named, and below; links lead nowhere else. */
final class Neighbours implements LinkedFiles {
    private static final long MAX_BYTES = 64L << 20;

    private final List<Path> named;

    /** What lies beside these files. */
    Neighbours(List<Path> named) {
        this.named = List.copyOf(named);
    }

    @Override
    public Optional<SourceFile> read(String from, String path) {
        try {
            Path beside = Path.of(from).resolveSibling(path).normalize();
            Path real = beside.toRealPath();
            if (!isAllowed(real) || !Files.isRegularFile(real) || Files.size(real) > MAX_BYTES) {
                return Optional.empty();
            }
            return Optional.of(new SourceFile(beside.toString(), Files.readString(real)));
        } catch (IOException | InvalidPathException cannot) {
            return Optional.empty();
        }
    }

    private boolean isAllowed(Path real) throws IOException {
        for (Path file : named) {
            Path directory = file.toAbsolutePath().normalize().getParent();
            if (directory != null && Files.isDirectory(directory) && real.startsWith(directory.toRealPath())) {
                return true;
            }
        }
        return false;
    }
}
