// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.tls;

import dev.mooring.lb.model.CertificateSpec;
import dev.mooring.lb.model.TlsSpec;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** TLS of one listener: a context for each certificate, and which of them a client gets. Immutable; safe from any thread. */
public final class ServerTls {
    private static final String[] TLS_1_3 = {"TLSv1.3"};
    private static final String[] TLS_1_2_AND_LATER = {"TLSv1.3", "TLSv1.2"};

    private final TlsSpec spec;
    private final List<KeyMaterial> materials;
    private final SslContext first;
    private final Map<String, SslContext> byName = new HashMap<>();

    private ServerTls(TlsSpec spec, List<KeyMaterial> materials, List<SslContext> contexts) {
        this.spec = spec;
        this.materials = materials;
        this.first = contexts.get(0);
        for (int i = 0; i < contexts.size(); i++) {
            for (String name : HostNames.of(materials.get(i).leaf())) {
                byName.putIfAbsent(name, contexts.get(i));
            }
        }
    }

    /** Contexts for these keys. */
    static ServerTls of(String listener, TlsSpec spec, List<KeyMaterial> materials, TlsEngine engine)
            throws TlsException {
        if (materials.isEmpty()) {
            throw new TlsException("listener '" + listener + "': TLS without a certificate");
        }
        List<X509Certificate> clientCa = spec.clientCa().isPresent()
                ? Pem.certificates(
                        "listener '" + listener + "', client CA",
                        spec.clientCa().get())
                : List.of();
        List<SslContext> contexts = new ArrayList<>();
        for (KeyMaterial material : materials) {
            try {
                contexts.add(context(spec, material, clientCa, engine));
            } catch (SSLException e) {
                throw new TlsException("listener '" + listener + "': TLS cannot be set up: " + e.getMessage(), e);
            }
        }
        return new ServerTls(spec, List.copyOf(materials), contexts);
    }

    /** The certificates, in words, that come from where one of the earlier ones came from and are not what that was. */
    List<String> renewedSince(ServerTls earlier, String listener) {
        List<String> renewed = new ArrayList<>();
        for (int i = 0; i < materials.size(); i++) {
            CertificateSpec certificate = spec.certificates().get(i);
            int before = earlier.spec.certificates().indexOf(certificate);
            if (before >= 0 && !earlier.materials.get(before).equals(materials.get(i))) {
                renewed.add(materials.get(i).renewed(certificate.name(), "listener '" + listener + "'"));
            }
        }
        return renewed;
    }

    /** Whether nothing has changed, so that the sessions of clients stay valid. */
    boolean isMadeOf(TlsSpec otherSpec, List<KeyMaterial> otherMaterials) {
        return spec.equals(otherSpec) && materials.equals(otherMaterials);
    }

    /** The context for a client that asks for this server name: that name's, else the wildcard's, else the first. */
    public SslContext context(@Nullable String serverName) {
        if (serverName == null) {
            return first;
        }
        String name = HostNames.canonical(serverName);
        SslContext exact = byName.get(name);
        if (exact != null) {
            return exact;
        }
        int dot = name.indexOf('.');
        SslContext wildcard = dot > 0 ? byName.get("*" + name.substring(dot)) : null;
        return wildcard == null ? first : wildcard;
    }

    private static SslContext context(
            TlsSpec spec, KeyMaterial material, List<X509Certificate> clientCa, TlsEngine engine) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forServer(material.key(), material.chainArray())
                .sslProvider(engine.provider())
                // Never leaves memory; the default kind spends a fifth of a second on a password that there is not.
                .keyStoreType("JKS")
                .protocols(spec.minVersion() == TlsSpec.Version.TLS_1_3 ? TLS_1_3 : TLS_1_2_AND_LATER)
                // Good for HTTP/1 too: forward secrecy and no CBC.
                .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .applicationProtocolConfig(protocols(spec.http2()))
                .clientAuth(
                        switch (spec.clientAuth()) {
                            case NONE -> ClientAuth.NONE;
                            case ANY, OPTIONAL -> ClientAuth.OPTIONAL;
                            case REQUIRED -> ClientAuth.REQUIRE;
                        });
        if (spec.clientAuth() == TlsSpec.ClientAuth.ANY) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        } else if (!clientCa.isEmpty() || spec.clientAuth() == TlsSpec.ClientAuth.NONE) {
            // None for those who are not asked: to read the runtime's authorities takes a fifth of the start.
            builder.trustManager(clientCa);
        }
        SslContext context = builder.build();
        if (context.sessionContext() instanceof OpenSslServerSessionContext sessions) {
            // Tickets are off until there is a key for them.
            sessions.setTicketKeys(ticketKey());
        }
        return context;
    }

    private static ApplicationProtocolConfig protocols(boolean http2) {
        List<String> names = new ArrayList<>();
        if (http2) {
            names.add(ApplicationProtocolNames.HTTP_2);
        }
        names.add(ApplicationProtocolNames.HTTP_1_1);
        return new ApplicationProtocolConfig(
                Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, names);
    }

    /** Lives and dies with the process: nothing that was recorded can be opened later. */
    private static OpenSslSessionTicketKey ticketKey() {
        SecureRandom random = new SecureRandom();
        byte[] name = new byte[OpenSslSessionTicketKey.NAME_SIZE];
        byte[] hmac = new byte[OpenSslSessionTicketKey.HMAC_KEY_SIZE];
        byte[] aes = new byte[OpenSslSessionTicketKey.AES_KEY_SIZE];
        random.nextBytes(name);
        random.nextBytes(hmac);
        random.nextBytes(aes);
        return new OpenSslSessionTicketKey(name, hmac, aes);
    }
}
