// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalAuthorityTest {
    private static final List<String> HOSTS = List.of("localhost", "127.0.0.1", "::1", "*.shop.test");
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private static LocalAuthority at(Path directory, Instant now) {
        return new LocalAuthority(Optional.of(directory), () -> now);
    }

    @Test
    void aCertificateIsForItsHostsAndVouchedForByTheAuthority(@TempDir Path directory) throws Exception {
        KeyMaterial issued = at(directory, NOW).issue(HOSTS);
        X509Certificate leaf = issued.leaf();
        X509Certificate authority = issued.chain().get(1);
        leaf.verify(authority.getPublicKey());
        authority.verify(authority.getPublicKey());
        leaf.checkValidity(Date.from(NOW));
        assertEquals(-1, leaf.getBasicConstraints());
        assertEquals(0, authority.getBasicConstraints());
        assertTrue(HostNames.match(leaf, "a.shop.test"));
        assertTrue(HostNames.match(leaf, "127.0.0.1"));
        assertTrue(HostNames.match(leaf, "LOCALHOST."));
        assertFalse(HostNames.match(leaf, "shop.test"));
        assertFalse(HostNames.match(leaf, "a.b.shop.test"));
        assertFalse(HostNames.match(leaf, "127.0.0.2"));
        assertTrue(
                Duration.between(NOW, leaf.getNotAfter().toInstant()).toDays() <= 397, "browsers refuse longer ones");
    }

    @Test
    void whatWasMadeIsUsedAgainUntilItIsAboutToEnd(@TempDir Path directory) throws Exception {
        KeyMaterial first = at(directory, NOW).issue(HOSTS);
        assertEquals(
                first.leaf(),
                at(directory, NOW.plus(Duration.ofDays(300))).issue(HOSTS).leaf());
        KeyMaterial renewed = at(directory, NOW.plus(Duration.ofDays(380))).issue(HOSTS);
        assertNotEquals(first.leaf(), renewed.leaf());
        assertEquals(first.chain().get(1), renewed.chain().get(1), "the authority stays trusted");
        assertNotEquals(
                first.leaf(), at(directory, NOW).issue(List.of("other.test")).leaf());
    }

    @Test
    void aBrokenFileIsNotOverwritten(@TempDir Path directory) throws Exception {
        at(directory, NOW).issue(HOSTS);
        Files.writeString(directory.resolve("ca-key.pem"), "broken");
        TlsException e =
                assertThrows(TlsException.class, () -> at(directory, NOW).issue(HOSTS));
        assertTrue(String.valueOf(e.getMessage()).contains("delete"), e.getMessage());
        assertEquals("broken", Files.readString(directory.resolve("ca-key.pem")));
    }

    @Test
    void withoutADirectoryNothingIsKept() throws Exception {
        LocalAuthority unkept = new LocalAuthority(Optional.empty());
        assertEquals(unkept.issue(HOSTS).leaf(), unkept.issue(HOSTS).leaf());
        assertTrue(unkept.caFile().isEmpty());
    }
}
