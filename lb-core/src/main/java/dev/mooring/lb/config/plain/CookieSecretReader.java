// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.model.SecretSpec;
import java.util.Optional;

/** Reads a key that signs affinity cookies. */
final class CookieSecretReader {
    private static final Key<String> KEY_ID =
            Key.required("key-id", Forms.TEXT, "The key's name in the cookie: 1 to 8 letters or digits.");
    private static final Key<String> FILE = Key.optional(
            "file",
            Forms.TEXT,
            "none",
            "A file that holds the secret; its path is relative to the configuration file.");
    private static final Key<String> ENV =
            Key.optional("env", Forms.TEXT, "none", "An environment variable that holds the secret.");
    private static final Key<String> VALUE =
            Key.optional("value", Forms.TEXT, "none", "The secret itself, at least 16 characters; gets a warning.");
    private static final SecretText SECRET = new SecretText(FILE, ENV, VALUE);

    static final Section SECTION = Section.of("cookie-secrets[]", KEY_ID, FILE, ENV, VALUE);

    private CookieSecretReader() {}

    static Optional<SecretSpec> read(Spot spot) {
        return MapReader.read(spot, SECTION, map -> {
            Optional<String> keyId = map.need(KEY_ID);
            Optional<String> secret = SECRET.read(map);
            boolean told = map.node(FILE).isPresent()
                    || map.node(ENV).isPresent()
                    || map.node(VALUE).isPresent();
            if (!told) {
                String expected = "one of file, env or value";
                spot.report(DiagnosticCode.MISSING_KEY, "a key is missing", "no secret", expected, "");
            }
            return keyId.flatMap(id -> secret.map(value -> new SecretSpec(id, value)));
        });
    }
}
