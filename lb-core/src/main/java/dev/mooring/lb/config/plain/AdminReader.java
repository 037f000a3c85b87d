// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.model.AdminSpec;
import java.util.List;
import java.util.Optional;

/** Reads the admin listener. */
final class AdminReader {
    private static final Key<HostPort> ADDRESS = Key.required(
            "address", Forms.ADDRESS, "Where to listen; port 0 for any free one. Anything but loopback needs a token.");
    private static final Key<String> TOKEN_FILE = Key.optional(
            "token-file",
            Forms.TEXT,
            "none",
            "A file that holds the token callers must show; its path is relative to the configuration file.");
    private static final Key<String> TOKEN_ENV =
            Key.optional("token-env", Forms.TEXT, "none", "An environment variable that holds the token.");
    private static final Key<String> TOKEN =
            Key.optional("token", Forms.TEXT, "none", "The token itself, at least 16 characters; gets a warning.");
    private static final Key<List<String>> ALLOWED_ORIGINS = Key.optional(
            "allowed-origins",
            Form.list(Forms.TEXT),
            "none",
            "Web origins, such as `http://127.0.0.1:8080`, whose pages may call it.");
    private static final SecretText SECRET = new SecretText(TOKEN_FILE, TOKEN_ENV, TOKEN);

    static final Section SECTION = Section.of("admin", ADDRESS, TOKEN_FILE, TOKEN_ENV, TOKEN, ALLOWED_ORIGINS);

    private AdminReader() {}

    static Optional<AdminSpec> read(Spot spot) {
        if (!(spot.node() instanceof MapNode)) {
            return Forms.ADDRESS
                    .read(spot)
                    .map(address -> new AdminSpec(address.host(), address.port(), Optional.empty(), List.of()));
        }
        return MapReader.read(spot, SECTION, map -> {
            Optional<HostPort> address = map.need(ADDRESS);
            Optional<String> token = SECRET.read(map);
            List<String> origins = map.list(ALLOWED_ORIGINS);
            return address.map(at -> new AdminSpec(at.host(), at.port(), token, origins));
        });
    }
}
