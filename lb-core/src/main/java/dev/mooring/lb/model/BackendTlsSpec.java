// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

import java.util.Optional;

/**
 * How a pool's backends are spoken to over TLS.
 *
 * @param verifyChain whether their certificates must come from a trusted authority and be in date
 * @param verifyHost whether their certificates must be for the name that was asked for
 * @param serverName which name is asked for
 * @param fixedName the name, for {@link ServerName#FIXED}; else empty
 * @param trust trusted authorities, as PEM text; empty for those of the Java runtime
 * @param clientCertificate what is shown to a backend that asks; empty for nothing
 */
public record BackendTlsSpec(
        boolean verifyChain,
        boolean verifyHost,
        ServerName serverName,
        Optional<String> fixedName,
        Optional<String> trust,
        Optional<CertificateSpec> clientCertificate) {

    /** Everything is verified, and the name asked for is the one that the request's Host has. */
    public static final BackendTlsSpec DEFAULT = new BackendTlsSpec(
            true, true, ServerName.HOST_HEADER, Optional.empty(), Optional.empty(), Optional.empty());

    /** Which server name is asked for (RFC 6066, 3). */
    public enum ServerName {
        /** The one that the Host field of the request to the backend has. */
        HOST_HEADER,
        /** The backend's own name; none if it is an address. */
        BACKEND,
        /** Always the same. */
        FIXED,
        /** None. */
        NONE
    }
}
