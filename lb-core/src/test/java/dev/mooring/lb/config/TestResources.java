// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.Resources;
import java.util.Map;
import java.util.Optional;

/** The files and variables that test configurations may ask for. */
final class TestResources implements Resources {
    static final String FILE_SECRET = "file-secret-0123456789";
    static final String ENV_SECRET = "env-secret-0123456789";

    private static final Map<String, String> FILES = Map.of(
            "cookie-secret.txt", FILE_SECRET + "\n",
            "admin-token.txt", "admin-token-0123456789\r\n",
            "cert.pem", "text",
            "key.pem", "text",
            "short.txt", "hunter2\n");
    private static final Map<String, String> VARIABLES =
            Map.of("MOORING_COOKIE_SECRET", ENV_SECRET, "MOORING_ADMIN_TOKEN", "admin-token-9876543210");

    @Override
    public Optional<String> readFile(String from, String path) {
        return Optional.ofNullable(FILES.get(path));
    }

    @Override
    public Optional<String> variable(String name) {
        return Optional.ofNullable(VARIABLES.get(name));
    }
}
