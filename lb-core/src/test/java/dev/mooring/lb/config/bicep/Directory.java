// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.arm.TemplateSettings;
import dev.mooring.lb.config.source.LinkedFiles;
import dev.mooring.lb.config.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The files of one directory, under names without it. */
record Directory(Path root) implements LinkedFiles {

    /** Settings with these files and a clock that stands still. */
    TemplateSettings settings() {
        return new TemplateSettings(Map.of(), Map.of(), this, () -> Instant.parse("2026-01-02T03:04:05Z"));
    }

    SourceFile file(String name) {
        return new SourceFile(name, text(name));
    }

    boolean has(String name) {
        return Files.isRegularFile(root.resolve(name));
    }

    /** As the command line reads it: what is not UTF-8 becomes U+FFFD. A missing file is an empty one. */
    String text(String name) {
        try {
            return has(name) ? new String(Files.readAllBytes(root.resolve(name)), StandardCharsets.UTF_8) : "";
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public Optional<SourceFile> read(String from, String path) {
        Path wanted = Path.of(from).resolveSibling(path).normalize();
        boolean inside = !wanted.startsWith("..") && !wanted.isAbsolute();
        return inside && has(wanted.toString()) ? Optional.of(file(wanted.toString())) : Optional.empty();
    }
}
