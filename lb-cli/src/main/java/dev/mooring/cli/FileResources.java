// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import dev.mooring.lb.config.source.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What a configuration may ask for on this machine: files, relative to its own directory, and environment variables. */
final class FileResources implements Resources {
    @Override
    public Optional<String> readFile(String from, String path) {
        try {
            return Optional.of(Files.readString(Path.of(from).resolveSibling(path)));
        } catch (IOException | InvalidPathException cannot) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> modeIfOpen(String from, String path) {
        try {
            int mode = (int) Files.getAttribute(Path.of(from).resolveSibling(path), "unix:mode") & 07777;
            return (mode & 04) == 0 ? Optional.empty() : Optional.of(String.format(Locale.ROOT, "%04o", mode));
        } catch (IOException | InvalidPathException | UnsupportedOperationException unknown) {
            // The last one: a system whose files have no mode.
            return Optional.empty();
        }
    }

    @Override
    public String resolve(String from, String path) {
        try {
            return Path.of(from).resolveSibling(path).toString();
        } catch (InvalidPathException cannot) {
            return path;
        }
    }

    @Override
    public Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name));
    }
}
