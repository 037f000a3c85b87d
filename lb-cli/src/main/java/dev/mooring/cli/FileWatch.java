// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private static final List<Object> GONE = List.of();

    private final Supplier<List<Path>> files;
    private final Supplier<List<Path>> named;
    private final Runnable onChange;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "mooring-file-watch");
        created.setDaemon(true);
        return created;
    });
    /** How each file was when the action was last called. */
    private Map<Path, List<Object>> known = new HashMap<>();

    /** How it was at the last look. */
    private Map<Path, List<Object>> seen;

    private List<Path> namedThen = List.of();

    /**
     * Watches for what differs from now; begins when it is started.
     *
     * @param files the files that are read: one more or less is a change
     * @param named the files that these name; which they are is no change, only what becomes of them
     */
    FileWatch(Supplier<List<Path>> files, Supplier<List<Path>> named, Runnable onChange) {
        this.files = files;
        this.named = named;
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
        Map<Path, List<Object>> now = look();
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

    private Map<Path, List<Object>> look() {
        Map<Path, List<Object>> now = new HashMap<>();
        for (Path file : files.get()) {
            now.put(file, stamp(file));
        }
        List<Path> namedNow = List.copyOf(named.get());
        for (Path file : namedNow) {
            now.put(file, stamp(file));
            known.putIfAbsent(file, now.get(file));
        }
        for (Path file : namedThen) {
            if (!now.containsKey(file)) {
                known.remove(file);
            }
        }
        namedThen = namedNow;
        return now;
    }

    private static List<Object> stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Object key = attributes.fileKey();
            return List.of(attributes.lastModifiedTime(), attributes.size(), key == null ? "" : key);
        } catch (IOException gone) {
            return GONE;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
