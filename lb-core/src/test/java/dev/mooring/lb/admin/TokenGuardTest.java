// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenGuardTest {
    private final TokenGuard guard = new TokenGuard(Optional.of("s3cret-token"));

    @Test
    void theTokenIsAccepted() {
        assertTrue(guard.accepts(List.of("Bearer s3cret-token")));
        assertTrue(guard.accepts(List.of("bearer  s3cret-token ")), "the scheme has no case (RFC 9110, 11.1)");
    }

    @Test
    void withoutATokenInTheConfigurationNoneIsWanted() {
        assertTrue(new TokenGuard(Optional.empty()).accepts(List.of()));
        assertTrue(new TokenGuard(Optional.empty()).accepts(List.of("Basic whatever")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer s3cret",
                "Bearer s3cret-token2",
                "Bearer S3CRET-TOKEN",
                "Bearer s3cret-token,Bearer x",
                "s3cret-token",
                "Basic s3cret-token",
                "Bearer\ts3cret-token",
                "Bearers3cret-token"
            })
    void everythingElseIsRefused(String authorization) {
        assertFalse(guard.accepts(List.of(authorization)));
    }

    @Test
    void noneSeveralAndVeryLongOnesAreRefused() {
        assertFalse(guard.accepts(List.of()));
        assertFalse(guard.accepts(List.of("Bearer s3cret-token", "Bearer s3cret-token")));
        assertFalse(guard.accepts(List.of("Bearer " + "s3cret-token".repeat(10_000))));
    }

    @Test
    void aTokenOutsideAsciiIsComparedByItsBytes() {
        String sent = new String("Bearer \u00fc\u20ac".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertTrue(new TokenGuard(Optional.of("\u00fc\u20ac")).accepts(List.of(sent)));
    }
}
