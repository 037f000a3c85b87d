// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import dev.mooring.lb.model.AffinitySpec.IssuedHeader;
import dev.mooring.lb.model.AffinitySpec.Mechanism;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.SecretSpec;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** Rules of secrets. What is found is never shown, only counted. */
final class SecretRules {
    private static final KeyPath SECRETS = KeyPath.of("cookie-secrets");

    private SecretRules() {}

    static void check(GatewaySpec spec, Findings findings) {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < spec.cookieSecrets().size(); i++) {
            SecretSpec secret = spec.cookieSecrets().get(i);
            KeyPath path = SECRETS.child(i);
            KeyPath keyId = path.child("key-id");
            if (!secret.keyId().matches("[A-Za-z0-9]{1,8}")) {
                String found = secret.keyId().length() + " characters";
                findings.report(DiagnosticCode.BAD_VALUE, keyId, "not a key id", found, "1 to 8 letters or digits");
            } else if (!ids.add(secret.keyId())) {
                String found = "'" + secret.keyId() + "'";
                findings.report(DiagnosticCode.DUPLICATE_NAME, keyId, "the key id is taken", found, "another one");
            }
            checkLength(secret.value(), path, findings);
        }
        spec.admin().flatMap(admin -> admin.token()).ifPresent(token -> checkToken(token, findings));
        if (spec.cookieSecrets().isEmpty() && !findings.isWritten(SECRETS)) {
            spec.pools().stream()
                    .filter(pool -> isSigned(pool.affinity().mechanism()))
                    .findFirst()
                    .ifPresent(pool -> reportRandom(pool, findings));
        }
    }

    private static boolean isSigned(Mechanism mechanism) {
        return mechanism instanceof IssuedHeader
                || (mechanism instanceof Cookie cookie && cookie.style() == Cookie.Style.SIGNED);
    }

    private static void reportRandom(PoolSpec pool, Findings findings) {
        KeyPath path = KeyPath.of("pools", pool.name(), "affinity");
        String message = "no cookie-secrets, so a random secret is made; cookies do not survive a restart";
        findings.diagnostics()
                .add(DiagnosticCode.RANDOM_SECRET, findings.positions().of(path), message, "");
    }

    private static void checkToken(String token, Findings findings) {
        KeyPath path = KeyPath.of("admin");
        checkLength(token, path, findings);
        if (!token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            String found = "another character";
            findings.report(DiagnosticCode.BAD_VALUE, path, "not a token", found, "visible ASCII characters");
        }
    }

    private static void checkLength(String secret, KeyPath path, Findings findings) {
        int bytes = secret.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < SecretSpec.MIN_LENGTH) {
            String expected = "at least " + SecretSpec.MIN_LENGTH;
            String hint = "openssl rand -hex 32 makes one";
            findings.report(DiagnosticCode.SECRET_WEAK, path, "too short", bytes + " bytes", expected, hint);
        }
    }
}
