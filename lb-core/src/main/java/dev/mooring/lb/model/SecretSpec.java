// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

/**
 * A key that signs affinity cookies.
 *
 * @param keyId its name in the cookie, 1 to 8 letters or digits, so that keys can be rotated
 * @param value the secret itself, at least 16 bytes; never printed
 */
public record SecretSpec(String keyId, String value) {
    /** The fewest characters of a secret. */
    public static final int MIN_LENGTH = 16;

    /** Says which key this is without saying the key. */
    @Override
    public String toString() {
        return "SecretSpec[keyId=" + keyId + ", value=(hidden)]";
    }
}
