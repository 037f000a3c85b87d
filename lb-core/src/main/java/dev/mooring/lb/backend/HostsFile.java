// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.backend;

import io.netty.resolver.HostsFileEntriesProvider;
import io.netty.resolver.ResolvedAddressTypes;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names in the machine's hosts file, as they are now: whoever looks one up has the file looked at again, at most every two
 * seconds, and read if its size or its time has changed. Looking up never waits for that. A file that cannot be read leaves the
 * names as they were; one that is gone has none. Safe from any thread.
 */
final class HostsFile {
    private static final Logger LOG = LoggerFactory.getLogger(HostsFile.class);

    /** So often it is looked at, in nanoseconds. */
    static final long INTERVAL = TimeUnit.SECONDS.toNanos(2);

    private static final Table NO_NAMES = new Table(null, Map.of(), Map.of());

    private final Path file;
    private final Executor reader;
    private final LongSupplier nanoClock;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Table table = NO_NAMES;
    private volatile long looked;
    private volatile boolean failing;

    /** What tells one state of the file from another. */
    private record Stamp(
            long size, FileTime changed, @Nullable Object key) {}

    private record Table(
            @Nullable Stamp stamp, Map<String, List<InetAddress>> ipv4, Map<String, List<InetAddress>> ipv6) {}

    /**
     * Reads the file.
     *
     * @param reader where it is read again: not an event loop, which would wait for the disk
     */
    HostsFile(Path file, Executor reader, LongSupplier nanoClock) {
        this.file = file;
        this.reader = reader;
        this.nanoClock = nanoClock;
        this.looked = nanoClock.getAsLong();
        look();
    }

    /** Where this machine has it; on Windows, where nearly all have it. */
    static Path ofThisMachine() {
        boolean isWindows = System.getProperty("os.name", "").startsWith("Windows");
        return Path.of(isWindows ? "C:\\Windows\\System32\\drivers\\etc\\hosts" : "/etc/hosts");
    }

    /** The addresses of a name, those of the preferred family first; empty when the file does not have it. */
    List<InetAddress> addresses(String name, ResolvedAddressTypes types) {
        lookAgain();
        Table now = table;
        String key = name.toLowerCase(Locale.ROOT);
        List<InetAddress> ipv4 = now.ipv4.getOrDefault(key, List.of());
        List<InetAddress> ipv6 = now.ipv6.getOrDefault(key, List.of());
        return switch (types) {
            case IPV4_ONLY -> ipv4;
            case IPV6_ONLY -> ipv6;
            case IPV4_PREFERRED -> both(ipv4, ipv6);
            case IPV6_PREFERRED -> both(ipv6, ipv4);
        };
    }

    private static List<InetAddress> both(List<InetAddress> first, List<InetAddress> second) {
        List<InetAddress> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private void lookAgain() {
        long now = nanoClock.getAsLong();
        if (now - looked >= INTERVAL && looking.compareAndSet(false, true)) {
            looked = now;
            reader.execute(() -> {
                try {
                    look();
                } finally {
                    looking.set(false);
                }
            });
        }
    }

    private void look() {
        try {
            Stamp stamp = stamp();
            if (failing || !stamp.equals(table.stamp)) {
                table = read(stamp);
            }
            failing = false;
        } catch (NoSuchFileException none) {
            table = NO_NAMES;
            failing = false;
        } catch (IOException | RuntimeException e) {
            if (!failing) {
                LOG.warn("the hosts file {} cannot be read ({}); its names stay as they were", file, e.toString());
            }
            failing = true;
        }
    }

    private Table read(Stamp stamp) throws IOException {
        // No octet is wrong in this encoding, and names and addresses are ASCII.
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            HostsFileEntriesProvider read = HostsFileEntriesProvider.parser().parse(text);
            return new Table(stamp, read.ipv4Entries(), read.ipv6Entries());
        }
    }

    private Stamp stamp() throws IOException {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(found.size(), found.lastModifiedTime(), found.fileKey());
    }
}
