// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that files have changed, by looking twice a second: that also sees editors that replace a file, links that are
 * switched and network file systems, all of which change notifications miss on one system or another.
 */
final class FileWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
    private static final long INTERVAL_MILLIS = 500;

    private final Supplier<List<Path>> files;
    private final Runnable onChange;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "mooring-file-watch");
        created.setDaemon(true);
        return created;
    });
    /** As it was when the action was last called. */
    private List<String> known;

    /** As it was at the last look. */
    private List<String> seen;

    /** Watches for what differs from now; begins when it is started. */
    FileWatch(Supplier<List<Path>> files, Runnable onChange) {
        this.files = files;
        this.onChange = onChange;
        this.known = look();
        this.seen = known;
    }

    /** Calls the action, on a thread of its own, after each change; after a burst of changes once. */
    void start() {
        if (!seen.isEmpty()) {
            thread.scheduleWithFixedDelay(this::check, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** A file that somebody is still writing may be half a configuration: only what two looks agree on counts. */
    void check() {
        List<String> now = look();
        boolean settled = now.equals(seen);
        seen = now;
        if (settled && !now.equals(known)) {
            known = now;
            try {
                onChange.run();
            } catch (RuntimeException e) {
                // An exception would end the watch for good.
                LOG.error("reading the changed files: {}", e.toString());
            }
        }
    }

    private List<String> look() {
        return files.get().stream().map(FileWatch::stamp).toList();
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return file + " " + attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException gone) {
            return "gone";
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
