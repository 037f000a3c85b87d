// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import dev.mooring.lb.model.SecretSpec;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The form of Mooring's affinity token: {@code keyId.backend.mac}, or {@code keyId.backend.expiry.mac} if it ends. The backend
 * is 8 octets of the SHA-256 of its id, so that a client learns no names; the expiry is in seconds since 1970, in base 36; the
 * mac is 16 octets of HMAC-SHA-256 over everything before it and the pool's name, so that one pool's token means nothing to
 * another. Octets are in base64url. One for each secret and pool; safe from any thread.
 */
final class CookieTokens {
    private static final String PURPOSE = "mooring-affinity-v1";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final int BACKEND_OCTETS = 8;
    private static final int MAC_OCTETS = 16;

    private final String keyId;
    private final Mac prepared;

    CookieTokens(SecretSpec secret, String pool) {
        this.keyId = secret.keyId();
        try {
            prepared = Mac.getInstance("HmacSHA256");
            prepared.init(new SecretKeySpec(secret.value().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HmacSHA256, which every Java platform has, is missing", impossible);
        }
        prepared.update((PURPOSE + '\0' + pool + '\0').getBytes(StandardCharsets.UTF_8));
    }

    String keyId() {
        return keyId;
    }

    /** What stands for a backend in a token. */
    static String backend(String backendId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(backendId.getBytes(StandardCharsets.UTF_8));
            return BASE64.encodeToString(Arrays.copyOf(hash, BACKEND_OCTETS));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("SHA-256, which every Java platform has, is missing", impossible);
        }
    }

    /** A token for {@code claim}, which is a backend, or a backend and an expiry with a dot in between. */
    String token(String claim) {
        return keyId + '.' + claim + '.' + mac(claim);
    }

    /** Whether {@code mac} is ours for {@code claim}; takes the same time wherever the first difference is. */
    boolean verifies(String claim, String mac) {
        return MessageDigest.isEqual(mac(claim).getBytes(StandardCharsets.UTF_8), mac.getBytes(StandardCharsets.UTF_8));
    }

    private String mac(String claim) {
        try {
            // A Mac is for one thread at a time; a copy has the key and the pool's name already in it.
            Mac mac = (Mac) prepared.clone();
            byte[] full = mac.doFinal(claim.getBytes(StandardCharsets.UTF_8));
            return BASE64.encodeToString(Arrays.copyOf(full, MAC_OCTETS));
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(
                    "HmacSHA256 cannot be copied (expected: a copy, as with the JDK's)", impossible);
        }
    }
}
