// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.observe;

import dev.mooring.lb.model.AccessLogSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the lines go, as long as it can be written to. Trouble is reported once, not for each line, and ends by itself when
 * the file can be written again. Confined to the writer's thread.
 */
final class LogTarget {
    private static final Logger LOG = LoggerFactory.getLogger(LogTarget.class);

    /** How long a file that could not be written is left alone. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    private final OutputStream standardError;
    private AccessLogSpec spec = AccessLogSpec.OFF;
    private @Nullable OutputStream out;
    private boolean broken;
    private Instant nextTry = Instant.MIN;

    LogTarget(OutputStream standardError) {
        this.standardError = standardError;
    }

    /** Goes on at this place, or at the same one again: a file that was renamed is left, and one of its old name begun. */
    void open(AccessLogSpec place, Instant now) {
        close();
        spec = place;
        broken = false;
        ready(now);
    }

    /** Writes whole lines; false when they are lost. */
    boolean write(byte[] lines, Instant now) {
        OutputStream to = ready(now);
        if (to == null) {
            return spec.target() == AccessLogSpec.Target.OFF;
        }
        try {
            to.write(lines);
            to.flush();
            return true;
        } catch (IOException e) {
            failed(e, now);
            return false;
        }
    }

    void close() {
        if (out != null && spec.target() == AccessLogSpec.Target.FILE) {
            try {
                out.close();
            } catch (IOException e) {
                LOG.warn("access log {}: closing it failed", spec.file(), e);
            }
        }
        out = null;
    }

    private @Nullable OutputStream ready(Instant now) {
        if (out == null && (!broken || !now.isBefore(nextTry))) {
            try {
                out = connect();
                if (broken) {
                    LOG.info("access log {}: can be written again", spec.file());
                }
                broken = false;
            } catch (IOException e) {
                failed(e, now);
            }
        }
        return out;
    }

    private @Nullable OutputStream connect() throws IOException {
        return switch (spec.target()) {
            case OFF -> null;
            case STDERR -> standardError;
            case FILE -> {
                Path file = path(spec.file());
                boolean cut = endsInMidLine(file);
                OutputStream opened = Files.newOutputStream(
                        file, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE);
                if (cut) {
                    opened.write('\n');
                }
                yield opened;
            }
        };
    }

    private static Path path(String file) throws IOException {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Whether a crash or a full disk left half a line, which the next one must not be glued to. */
    private static boolean endsInMidLine(Path file) throws IOException {
        // Reading from a pipe would wait for ever.
        if (!Files.isRegularFile(file) || Files.size(file) == 0 || !Files.isReadable(file)) {
            return false;
        }
        try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
            reader.seek(reader.length() - 1);
            return reader.read() != '\n';
        }
    }

    private void failed(IOException e, Instant now) {
        close();
        if (!broken) {
            LOG.warn(
                    "access log {}: cannot be written, its lines are lost until it can be ({})",
                    spec.target() == AccessLogSpec.Target.FILE ? spec.file() : "on standard error",
                    e.toString());
        }
        broken = true;
        nextTry = now.plus(PAUSE);
    }
}
