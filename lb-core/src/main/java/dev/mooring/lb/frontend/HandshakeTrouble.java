// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.exchange.HandshakeFailure;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import javax.crypto.BadPaddingException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sorts failed handshakes into few kinds; the engines tell most of them apart only by what they say. Pure. */
final class HandshakeTrouble {
    private static final List<String> CERTIFICATE =
            List.of("empty client certificate", "did_not_return_a_certificate", "certificate_verify_failed", "pkix");
    /** The last three: a record that is not encrypted, as OpenSSL sends its alert before it has keys of its own. */
    private static final List<String> REJECTED = List.of(
            "received fatal alert",
            "_alert_",
            "bad_packet_length",
            "insufficient buffer remaining for aead cipher fragment",
            "unexpected plaintext alert received");

    private static final List<String> UNSUPPORTED = List.of(
            "not enabled or supported",
            "no cipher suites in common",
            "not accepted by server preferences",
            "unsupported_protocol",
            "no_shared_cipher",
            "wrong_version_number");

    private HandshakeTrouble() {}

    static HandshakeFailure of(Throwable cause) {
        if (cause instanceof SslHandshakeTimeoutException) {
            return HandshakeFailure.TIMEOUT;
        }
        for (Throwable one = cause; one != null; one = one.getCause()) {
            HandshakeFailure known = said(one);
            if (known != null) {
                return known;
            }
        }
        return cause instanceof IOException && !(cause instanceof SSLException)
                ? HandshakeFailure.CUT
                : HandshakeFailure.OTHER;
    }

    private static @Nullable HandshakeFailure said(Throwable cause) {
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (REJECTED.stream().anyMatch(text::contains)) {
            return HandshakeFailure.REJECTED;
        }
        boolean aboutCertificate = cause instanceof GeneralSecurityException && !(cause instanceof BadPaddingException);
        if (aboutCertificate || CERTIFICATE.stream().anyMatch(text::contains)) {
            return HandshakeFailure.CERTIFICATE;
        }
        return UNSUPPORTED.stream().anyMatch(text::contains) ? HandshakeFailure.UNSUPPORTED : null;
    }
}
