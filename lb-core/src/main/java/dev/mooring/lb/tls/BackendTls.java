// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.tls;

import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.http.IpAddresses;
import dev.mooring.lb.model.BackendTlsSpec;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** TLS to the backends of a pool. Immutable; safe from any thread. */
public final class BackendTls {
    private final BackendTlsSpec spec;
    private final Optional<KeyMaterial> client;
    private final SslContext context;

    private BackendTls(BackendTlsSpec spec, Optional<KeyMaterial> client, SslContext context) {
        this.spec = spec;
        this.client = client;
        this.context = context;
    }

    /** A context for backends of this kind. */
    static BackendTls of(String pool, BackendTlsSpec spec, Optional<KeyMaterial> client, TlsEngine engine)
            throws TlsException {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(engine.provider())
                .protocols("TLSv1.3", "TLSv1.2")
                .endpointIdentificationAlgorithm(spec.verifyChain() && spec.verifyHost() ? "HTTPS" : "");
        if (!spec.verifyChain() && spec.verifyHost()) {
            builder.trustManager(new HostOnlyTrust());
        } else if (!spec.verifyChain()) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        } else if (spec.trust().isPresent()) {
            builder.trustManager(
                    Pem.certificates("pool '" + pool + "', trust", spec.trust().get()));
        }
        client.ifPresent(material -> builder.keyManager(material.key(), material.chainArray()));
        try {
            return new BackendTls(spec, client, builder.build());
        } catch (SSLException e) {
            throw new TlsException("pool '" + pool + "': TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    /** The client certificate, in words, if it is not what it was. */
    List<String> renewedSince(BackendTls earlier, String pool) {
        Optional<String> renewed = client.filter(now -> !client.equals(earlier.client))
                .flatMap(now -> spec.clientCertificate()
                        .map(certificate -> now.renewed(certificate.name(), "pool '" + pool + "'")));
        return renewed.stream().toList();
    }

    boolean isMadeOf(BackendTlsSpec otherSpec, Optional<KeyMaterial> otherClient) {
        return spec.equals(otherSpec) && client.equals(otherClient);
    }

    /**
     * The name that is asked for and verified on a connection.
     *
     * @param hostHeader the Host of the request to the backend, with its port
     * @param backendHost the backend's own host
     */
    public String peerName(String hostHeader, String backendHost) {
        return switch (spec.serverName()) {
            case HOST_HEADER -> HostPort.parse(hostHeader).map(HostPort::host).orElse(backendHost);
            case FIXED -> spec.fixedName().orElse(backendHost);
            case BACKEND, NONE -> backendHost;
        };
    }

    /** A handler for one connection to a backend that goes by this name. */
    public SslHandler handler(ByteBufAllocator allocator, String peerName, int port) {
        SslHandler handler = context.newHandler(allocator, peerName, port);
        SSLEngine engine = handler.engine();
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(serverNames(peerName));
        engine.setSSLParameters(parameters);
        // The connect clock of the exchange covers the handshake.
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    private List<SNIServerName> serverNames(String peerName) {
        boolean none = spec.serverName() == BackendTlsSpec.ServerName.NONE
                // RFC 6066, 3: addresses are not server names.
                || IpAddresses.parse(peerName).isPresent();
        if (none) {
            return List.of();
        }
        try {
            return List.of(new SNIHostName(HostNames.canonical(peerName)));
        } catch (IllegalArgumentException e) {
            // A name that no certificate can have, such as one with an underscore at the wrong place.
            return List.of();
        }
    }
}
