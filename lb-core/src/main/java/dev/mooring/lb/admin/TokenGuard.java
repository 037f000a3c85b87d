// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/** Wants {@code Authorization: Bearer} with the token, if one is configured. Pure. */
final class TokenGuard {
    private static final String SCHEME = "Bearer ";

    private final Optional<byte[]> digest;

    TokenGuard(Optional<String> token) {
        digest = token.map(text -> digest(text.getBytes(UTF_8)));
    }

    /** Whether the values of {@code Authorization} are the one that is wanted. Takes the same time however wrong they are. */
    boolean accepts(List<String> authorization) {
        if (digest.isEmpty()) {
            return true;
        }
        if (authorization.size() != 1 || !authorization.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        // Header fields are read as ISO 8859-1, so this brings back the bytes that were sent.
        byte[] shown = authorization.get(0).substring(SCHEME.length()).strip().getBytes(ISO_8859_1);
        // Digests are of one length, so not even the token's length can be measured.
        return MessageDigest.isEqual(digest(shown), digest.get());
    }

    private static byte[] digest(byte[] token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
