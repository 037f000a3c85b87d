// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import dev.mooring.lb.tls.LocalAuthority;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The certificate authority of this user: where it is kept, and how to have it trusted. */
final class LocalTrust {
    private LocalTrust() {}

    /** The authority, kept in the user's configuration directory. */
    static LocalAuthority authority() {
        return new LocalAuthority(directory(System.getenv("XDG_CONFIG_HOME"), home()));
    }

    private static @Nullable String home() {
        String home = System.getenv("HOME");
        return home == null || home.isEmpty() ? System.getProperty("user.home") : home;
    }

    /** Where it is kept: as the XDG base directories have it; empty when the user has no home. */
    static Optional<Path> directory(@Nullable String configHome, @Nullable String home) {
        if (configHome != null && Path.of(configHome).isAbsolute()) {
            return Optional.of(Path.of(configHome, "mooring"));
        }
        return Optional.ofNullable(home).map(at -> Path.of(at, ".config", "mooring"));
    }

    /** Says on the log how clients come to trust it. */
    static void explain(LocalAuthority authority, Logger log) {
        if (authority.caFile().isEmpty()) {
            log.warn("TLS: the local authority is not kept, since there is no home directory");
            return;
        }
        Path file = authority.caFile().get();
        log.info("TLS: certificates come from the local authority {}", file);
        log.info("TLS: to trust it once: curl --cacert {}", file);
        log.info(
                "TLS: on Debian and Ubuntu: sudo cp {} /usr/local/share/ca-certificates/mooring.crt && sudo"
                        + " update-ca-certificates",
                file);
        log.info(
                "TLS: on macOS: sudo security add-trusted-cert -d -r trustRoot -k"
                        + " /Library/Keychains/System.keychain {}",
                file);
        log.info("TLS: on Windows: certutil -addstore -user Root {}", file);
    }
}
