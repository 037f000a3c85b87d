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

/**
 * Notices that files have changed, by looking twice a second: that also sees editors that replace a file, links that are
 * switched and network file systems, all of which change notifications miss on one system or another.
 */
final class FileWatch implements AutoCloseable {
    private static final long INTERVAL_MILLIS = 500;

    private final List<Path> files;
    private final Runnable onChange;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "mooring-file-watch");
        created.setDaemon(true);
        return created;
    });
    private List<String> seen;

    private FileWatch(List<Path> files, Runnable onChange) {
        this.files = files;
        this.onChange = onChange;
        this.seen = look();
    }

    /** Calls the action, on a thread of its own, after each change; after a burst of changes once. */
    static FileWatch start(List<Path> files, Runnable onChange) {
        FileWatch watch = new FileWatch(files, onChange);
        if (!files.isEmpty()) {
            watch.thread.scheduleWithFixedDelay(watch::check, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        }
        return watch;
    }

    private void check() {
        List<String> now = look();
        if (!now.equals(seen)) {
            seen = now;
            onChange.run();
        }
    }

    private List<String> look() {
        return files.stream().map(FileWatch::stamp).toList();
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException gone) {
            return "gone";
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
