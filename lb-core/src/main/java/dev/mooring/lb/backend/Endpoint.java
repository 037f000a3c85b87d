// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.backend;

import dev.mooring.lb.http1.ProxyHeader;
import dev.mooring.lb.model.ProxyProtocol;
import dev.mooring.lb.runtime.BackendState;
import dev.mooring.lb.tls.BackendTls;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What connections to a backend have in common, so that one may stand for another. Immutable.
 *
 * @param backend the backend
 * @param tls how TLS is spoken to it; null for plain text
 * @param name the name that is asked for and verified; empty for plain text
 * @param form how it is told whose connection it is
 * @param told whose connection it is, as it is told; nobody's if it is not told
 */
public record Endpoint(
        BackendState backend, @Nullable BackendTls tls, String name, ProxyProtocol form, ProxyHeader told) {
    /** A backend that is spoken to in plain text. */
    public static Endpoint plain(BackendState backend) {
        return new Endpoint(backend, null, "", ProxyProtocol.OFF, ProxyHeader.LOCAL);
    }

    /**
     * A backend that is spoken to over TLS.
     *
     * @param hostHeader the Host that it is told
     */
    public static Endpoint secure(BackendState backend, BackendTls tls, String hostHeader) {
        return new Endpoint(
                backend, tls, tls.peerName(hostHeader, backend.host()), ProxyProtocol.OFF, ProxyHeader.LOCAL);
    }

    /** The same, told in front of everything else whose connection it is. */
    public Endpoint telling(ProxyProtocol asForm, ProxyHeader whose) {
        return asForm == ProxyProtocol.OFF ? this : new Endpoint(backend, tls, name, asForm, whose);
    }

    /** Whether a connection may serve anybody, one after the other. */
    boolean isAnybodys() {
        return form == ProxyProtocol.OFF;
    }

    /** What stands in front of everything else. */
    void announce(ByteBuf out) {
        switch (form) {
            case OFF -> {}
            case V1 -> told.writeLine(out);
            case V2 -> told.writeBinary(out);
        }
    }
}
