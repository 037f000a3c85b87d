// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.backend;

import dev.mooring.lb.runtime.BackendState;
import dev.mooring.lb.tls.BackendTls;
import org.jspecify.annotations.Nullable;

/**
 * What connections to a backend have in common, so that one may stand for another. Immutable.
 *
 * @param backend the backend
 * @param tls how TLS is spoken to it; null for plain text
 * @param name the name that is asked for and verified; empty for plain text
 */
public record Endpoint(BackendState backend, @Nullable BackendTls tls, String name) {
    /** A backend that is spoken to in plain text. */
    public static Endpoint plain(BackendState backend) {
        return new Endpoint(backend, null, "");
    }

    /**
     * A backend that is spoken to over TLS.
     *
     * @param hostHeader the Host that it is told
     */
    public static Endpoint secure(BackendState backend, BackendTls tls, String hostHeader) {
        return new Endpoint(backend, tls, tls.peerName(hostHeader, backend.host()));
    }
}
