// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostGuardTest {
    private final HostGuard loopback = new HostGuard("127.0.0.1", List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:9090",
                "LOCALHOST:1",
                "localhost.",
                "app.localhost:9090",
                "127.0.0.1",
                "127.0.0.1:9090",
                "127.8.9.10:9090",
                "[::1]",
                "[::1]:9090",
                "[0:0:0:0:0:0:0:1]:9090",
                "[::ffff:127.0.0.1]:9090"
            })
    void loopbackNamesAndAddressesAreOurs(String host) {
        assertTrue(loopback.allows(host));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "evil.example",
                "evil.example:9090",
                "localhost.evil.example",
                "localhost.evil.example:9090",
                "notlocalhost",
                ".localhost.example",
                "127.0.0.1.nip.io",
                "127.0.0.1.evil.example:9090",
                "127.1",
                "0x7f.0.0.1",
                "2130706433",
                "0177.0.0.1",
                "0.0.0.0:9090",
                "[::]:9090",
                "192.168.1.5:9090",
                "[fe80::1]:9090",
                "localhost@evil.example",
                "evil.example#localhost",
                "localhost:9090:9090",
                "localhost:",
                "localhost:99999",
                "localhost:9090, evil.example",
                "local\u0000host",
                "\u217docalhost"
            })
    void everyOtherHostIsRefused(String host) {
        assertFalse(loopback.allows(host));
    }

    @Test
    void theConfiguredHostIsOursWhateverItsCase() {
        HostGuard guard = new HostGuard("Admin.Example", List.of());
        assertTrue(guard.allows("admin.example:9090"));
        assertTrue(guard.allows("127.0.0.1:9090"));
        assertFalse(guard.allows("other.example:9090"));
        assertFalse(guard.allows("192.168.1.5:9090"));
    }

    @Test
    void onAWildcardAddressAnyAddressIsOursButNoName() {
        HostGuard guard = new HostGuard("0.0.0.0", List.of());
        assertTrue(guard.allows("10.1.2.3:9090"), "a platform's probe asks the address");
        assertTrue(guard.allows("[2001:db8::1]:9090"));
        assertFalse(guard.allows("evil.example:9090"));
    }

    @Test
    void theHostOfAnAllowedOriginIsOurs() {
        HostGuard guard = new HostGuard("0.0.0.0", List.of("https://admin.example:8443", "http://[2001:db8::1]"));
        assertTrue(guard.allows("admin.example:9090"));
        assertFalse(guard.allows("evil.admin.example"));
    }
}
