// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

import java.util.List;
import java.util.Optional;

/**
 * How a listener speaks TLS.
 *
 * @param certificates what it shows, by server name; the first is shown to clients that ask for none or for another
 * @param minVersion the oldest version that it speaks
 * @param clientAuth whether clients have to show a certificate
 * @param clientCa certificates, as PEM text, that client certificates are checked against; empty for none
 * @param http2 whether HTTP/2 is offered
 */
public record TlsSpec(
        List<CertificateSpec> certificates,
        Version minVersion,
        ClientAuth clientAuth,
        Optional<String> clientCa,
        boolean http2) {

    public TlsSpec {
        certificates = List.copyOf(certificates);
    }

    /** TLS with these certificates and otherwise the defaults. */
    public static TlsSpec of(List<CertificateSpec> certificates) {
        return new TlsSpec(certificates, Version.TLS_1_2, ClientAuth.NONE, Optional.empty(), true);
    }

    /** A version of TLS. */
    public enum Version {
        TLS_1_2,
        TLS_1_3
    }

    /** What is asked of clients. */
    public enum ClientAuth {
        NONE,
        /** They may show a certificate, and nobody checks it. */
        ANY,
        OPTIONAL,
        REQUIRED
    }
}
