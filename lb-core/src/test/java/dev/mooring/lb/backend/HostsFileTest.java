// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.backend;

import static io.netty.resolver.ResolvedAddressTypes.IPV4_ONLY;
import static io.netty.resolver.ResolvedAddressTypes.IPV4_PREFERRED;
import static io.netty.resolver.ResolvedAddressTypes.IPV6_PREFERRED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.resolver.ResolvedAddressTypes;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostsFileTest {
    @TempDir
    private Path directory = Path.of("");

    private final Queue<Runnable> toRead = new ArrayDeque<>();
    private Path file = Path.of("");
    private long now = Long.MAX_VALUE - 1;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("hosts"), "10.0.0.1 app App2 # both\n::1 app\n10.0.0.2 app\n");
    }

    private HostsFile open() {
        return new HostsFile(file, toRead::add, () -> now);
    }

    private static List<String> ask(HostsFile hosts, String name, ResolvedAddressTypes types) {
        return hosts.addresses(name, types).stream()
                .map(InetAddress::getHostAddress)
                .toList();
    }

    private static List<String> ask(HostsFile hosts, String name) {
        return ask(hosts, name, IPV4_ONLY);
    }

    @Test
    void namesHaveAllTheirAddressesThoseOfThePreferredFamilyFirst() {
        HostsFile hosts = open();
        assertEquals(List.of("10.0.0.1", "10.0.0.2"), ask(hosts, "APP"));
        assertEquals(List.of("10.0.0.1", "10.0.0.2", "0:0:0:0:0:0:0:1"), ask(hosts, "app", IPV4_PREFERRED));
        assertEquals(List.of("0:0:0:0:0:0:0:1", "10.0.0.1", "10.0.0.2"), ask(hosts, "app", IPV6_PREFERRED));
        assertEquals(List.of("10.0.0.1"), ask(hosts, "app2"));
        assertEquals(List.of(), ask(hosts, "other"));
    }

    @Test
    void changeIsSeenAfterTwoSecondsAndWhoeverAsksDoesNotWaitForIt() throws IOException {
        HostsFile hosts = open();
        Files.writeString(file, "10.0.0.3 app # and some more\n# so that it is of another size, too\n");
        now += HostsFile.INTERVAL - 1;
        ask(hosts, "app");
        assertEquals(0, toRead.size());
        now += 1;
        assertEquals(List.of("10.0.0.1", "10.0.0.2"), ask(hosts, "app"));
        now += HostsFile.INTERVAL;
        ask(hosts, "app");
        assertEquals(1, toRead.size(), "one look at a time");
        toRead.remove().run();
        assertEquals(List.of("10.0.0.3"), ask(hosts, "app"));
    }

    @Test
    void fileThatLooksTheSameIsNotReadAgain() throws IOException {
        FileTime time = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(file, time);
        HostsFile hosts = open();
        Files.writeString(file, Files.readString(file).replace("10.0.0", "10.9.9"));
        Files.setLastModifiedTime(file, time);
        look(hosts);
        assertEquals(List.of("10.0.0.1", "10.0.0.2"), ask(hosts, "app"));
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_001_000L));
        look(hosts);
        assertEquals(List.of("10.9.9.1", "10.9.9.2"), ask(hosts, "app"));
    }

    @Test
    void fileThatIsGoneHasNoNamesAndOneThatCannotBeReadLeavesThemAsTheyWere() throws IOException {
        HostsFile hosts = open();
        Files.delete(file);
        Files.createDirectory(file);
        look(hosts);
        assertEquals(List.of("10.0.0.1", "10.0.0.2"), ask(hosts, "app"));
        Files.delete(file);
        look(hosts);
        assertEquals(List.of(), ask(hosts, "app"));
        write();
        look(hosts);
        assertEquals(List.of("10.0.0.1", "10.0.0.2"), ask(hosts, "app"));
    }

    private void look(HostsFile hosts) {
        now += HostsFile.INTERVAL;
        ask(hosts, "app");
        toRead.remove().run();
    }
}
